// A street that an incident blocks is closed from its card, and opens by hand or when it is over.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const SCREENS = join(root, "build/reports/screens");
const ID = "00000000-0000-4000-8000-0000000000c1";

const PLANNER = "规划员陈立";
let planner;

const closures = async () => (await on.town.call("command", "GET", "/api/v1/closures")).items;
const button = (name) => on.desk.page.locator(`button[data-closure="${name}"]`);

/** Resolves when the server has as many closures. */
async function closed(count) {
  for (;;) {
    const items = await closures();
    if (items.length === count) return items;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("the card closes the street at the incident's place, once", async () => {
  const { page } = on.desk;
  const { features } = await on.town.call("command", "GET", "/api/v1/layers/walk");
  const [[lon, lat]] = features[0].geometry.coordinates;
  await on.town.call("command", "POST", "/api/v1/incidents", { id: ID, channel: "command", text: "路面塌陷", lon, lat });
  await page.locator(`#row-${ID}`).click();
  await button("new").click();
  const [closure] = await closed(1);
  assert.equal(closure.incident, ID);
  assert.equal(closure.reason, "路面塌陷");
  await button(closure.id).waitFor();
  assert.equal(await button("new").count(), 0, "it is closed already");
  mkdirSync(SCREENS, { recursive: true });
  await button(closure.id).scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(SCREENS, "closures_card.png") });
});

test("it opens by hand", async () => {
  const [closure] = await closures();
  await button(closure.id).click();
  await button("new").waitFor();
  assert.deepEqual(await closures(), []);
});

/** Resolves when the planner's map has as many streets and marks of closures in its frame. */
const drawnAsClosed = (count) => planner.page.waitForFunction((wanted) => {
  const { map } = window.yuntuPlanner;
  const ids = ["plan-closure-line", "plan-closure-mark"];
  return ids.every((id) => map.getLayer(id) && new Set(map.queryRenderedFeatures({ layers: [id] }).map((f) => f.properties.id)).size === wanted);
}, count);
after(() => planner?.close());

test("the planner's map draws what is closed, and why, as soon as it is", async () => {
  on.town.addUser(PLANNER, "planner");
  planner = await Desk.open(on.browser);
  await planner.page.goto(on.town.link(PLANNER).replace("/#", "/planner.html#"));
  await planner.page.waitForFunction(() => window.yuntuPlanner?.ready);
  const { lon, lat } = await on.town.call("command", "GET", `/api/v1/incidents/${ID}`);
  await planner.page.evaluate(([x, y]) => window.yuntuPlanner.map.jumpTo({ center: [x, y], zoom: 16 }), [lon, lat]);
  await drawnAsClosed(0);
  const legend = planner.page.locator(".plan-legend .legend-item", { hasText: "现在封着的路和关着的驿站" });
  assert.equal(await legend.isVisible(), false);

  const asked = planner.page.waitForRequest(/\/coverage\/areas/);
  await button("new").click();
  const [closure] = await closed(1);
  await drawnAsClosed(1);
  await asked; // the numbers of the town as it is now
  await legend.filter({ hasText: "（1 处）" }).waitFor();
  const [mark] = await planner.page.evaluate(() => window.yuntuPlanner.map.queryRenderedFeatures({ layers: ["plan-closure-words"] }).map((f) => f.properties));
  assert.deepEqual(mark, { id: closure.id, words: "封路：路面塌陷" });
  for (const theme of ["light", "dark"]) {
    if (theme === "dark") {
      await planner.page.goto(`${on.town.url}/planner.html?theme=dark`);
      await planner.page.waitForFunction(() => window.yuntuPlanner?.ready);
      await planner.page.evaluate(([x, y]) => window.yuntuPlanner.map.jumpTo({ center: [x, y], zoom: 16 }), [lon, lat]);
      await drawnAsClosed(1);
    }
    await planner.page.screenshot({ path: join(SCREENS, `planner_closures_${theme}.png`) });
  }
});

test("the station's card closes the station for now, and opens it again", async () => {
  const [station] = (await on.town.call("command", "GET", "/api/v1/map")).stations;
  const page = await on.desk.context.newPage();
  await page.goto(`${on.town.url}/#s=${station.code}`);
  const card = page.locator("#card");
  await card.locator("#reach-households").waitFor();
  await card.getByLabel("原因").fill("停电");
  await card.locator('button[data-closure="new"]').click();
  const closure = (await closed(2)).find((one) => one.station !== null);
  assert.equal(closure.station, station.code);
  assert.equal(closure.reason, "停电");
  await card.locator("p", { hasText: "驿站已临时关闭，步行圈不算它" }).waitFor(); // its reach has gone from the stream
  assert.equal(await card.locator("#reach-households").isVisible(), false);
  await page.screenshot({ path: join(SCREENS, "station_closed.png") });

  await planner.page.evaluate(([x, y]) => window.yuntuPlanner.map.jumpTo({ center: [x, y], zoom: 16 }), [station.lon, station.lat]);
  await planner.page.waitForFunction((id) => {
    const { map } = window.yuntuPlanner;
    const marks = map.getLayer("plan-closure-words") ? map.queryRenderedFeatures({ layers: ["plan-closure-words"] }) : [];
    return marks.some((mark) => mark.properties.id === id && mark.properties.words === "驿站关闭：停电");
  }, closure.id);
  await planner.page.locator("#station option", { hasText: `${station.name}（此时不开门）` }).waitFor({ state: "attached" });
  await planner.page.screenshot({ path: join(SCREENS, "planner_station_closed.png") });

  await card.locator(`button[data-closure="${closure.id}"]`).click();
  await closed(1);
  await card.locator("#reach-households").waitFor();
  await page.close();
});

test("what was closed by hand opens by itself when the incident is over", async () => {
  const { page } = on.desk;
  await closed(1);
  // Whatever the workflow asks for, the server tells what comes next.
  for (let steps = 0; steps < 20; ++steps) {
    const incident = await on.town.call("command", "GET", `/api/v1/incidents/${ID}`);
    const action = ["classify", "assign", "accept", "arrive", "finish", "verify", "rate"]
      .find((one) => incident.actions.includes(one) && incident.history.every((entry) => entry.action !== one));
    if (action === undefined) break;
    await on.town.call("command", "POST", `/api/v1/incidents/${ID}/actions`, { action, note: "好", evidence: "回访电话" }, { "If-Match": "*" });
  }
  await closed(0);
  await drawnAsClosed(0);
  assert.equal(await planner.page.locator(".mark-closed").isVisible(), false);
  planner.assertQuiet(on.town.url);
  await page.locator(".incident-title", { hasText: "路面塌陷" }).waitFor();
  on.desk.assertQuiet(on.town.url);
});
