// The county of tools/start, brought in as tools/start does: the card names who answers, and by which rule.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";

const on = setUp({ definition: "county.toml" });
const idOf = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const line = (page, name) => page.locator(`.routing [data-routing="${name}"] dd`);

/** Of one incident, reported in the middle of the county. */
async function routingOf(n, more) {
  const { lon, lat } = pointOf(on.info, 0.5, 0.5);
  await on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text: "请来看看", lon, lat, ...more });
  return on.town.call("command", "GET", `/api/v1/incidents/${idOf(n)}`);
}

test("an incident of every category has a department, a post and a rule", async () => {
  const { classes, departments } = await on.town.call("command", "GET", "/api/v1/categories");
  const names = new Map(departments.map(({ code, name }) => [code, name]));
  const categories = classes.flatMap((group) => group.categories.map(({ name }) => name));
  assert.equal(categories.length, 46);
  for (const [i, category] of categories.entries()) {
    const { department, routings } = await routingOf(100 + i, { category });
    const { post, rule } = routings.at(-1);
    assert.ok(names.get(department), `${category}: ${department}`);
    assert.ok(post, `${category}: no post begins with it`);
    assert.match(rule, new RegExp(`^category ${category} `));
  }
  const { department } = await routingOf(99, {});
  assert.equal(department, "hotline", "what is of no category");
});

test("the card names the department, the post and the rule", async () => {
  const { page } = on.desk;
  await routingOf(1, { text: "楼道水管漏水，水压还低" });
  await page.goto(`${on.town.url}/?theme=light#i=${idOf(1)}`); // another query: the page loads anew
  await on.desk.ready();
  await line(page, "department").waitFor();
  assert.match(await line(page, "department").innerText(), /云川水务公司/);
  assert.match(await line(page, "department").innerText(), /网格员/);
  assert.match(await line(page, "rule").innerText(), /供水/);
});

test("nothing left the server's origin", () => on.desk.assertQuiet(on.town.url));
