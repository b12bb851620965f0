// The card says whom to send and sends; the list leads to what is to be supervised.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const SCREENS = join(root, "build/reports/screens");
const idOf = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const began = Date.now();
let worker;

const act = (n, body) => on.town.call("command", "POST", `/api/v1/incidents/${idOf(n)}/actions`, body, { "If-Match": "*" });

/** For people to look at, by day and by night. */
async function shoot(name) {
  const { page } = on.desk;
  mkdirSync(SCREENS, { recursive: true });
  for (const theme of ["light", "dark"]) {
    await on.desk.painted();
    await page.screenshot({ path: join(SCREENS, `${name}_${theme}.png`) });
    await page.getByTitle("深色或浅色").click();
  }
}

async function report(n, text, more = {}) {
  const { lon, lat } = pointOf(on.info, 0.3 + 0.1 * n, 0.5);
  return on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text, lon, lat, ...more });
}

test("the card names who is near, with walk, load and whose place it is, and sends", async () => {
  const { page } = on.desk;
  const { lon, lat } = pointOf(on.info, 0.42, 0.5);
  const { areas } = await on.town.call("command", "GET", `/api/v1/owner?lon=${lon}&lat=${lat}`);
  ({ user: worker } = on.town.addUser("李敏", "grid_worker", [areas.grid.code]));
  await on.town.call("gateway", "POST", "/api/v1/duty", { on: true, worker });
  const answer = await on.town.call("gateway", "POST", "/api/v1/positions", {
    device: "d1", boot: 1, worker, reports: [{ seq: 1, time: new Date().toISOString(), lon, lat, accuracy_m: 5 }],
  });
  assert.deepEqual(answer.accepted, [[1, 1]]);
  await report(1, "路灯不亮");
  await on.town.call("command", "POST", `/api/v1/incidents/${idOf(1)}/actions`, { action: "classify" }, { "If-Match": "*" });
  await page.locator(`#row-${idOf(1)}`).click();
  const row = page.locator(`.suggestion[data-worker="${worker}"]`);
  await row.waitFor();
  assert.match(await row.innerText(), /(步行|直线约) \d+ 分 · 手上没有 · (本网格|本社区|外社区)/);
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, "dispatch_card.png") });
  await row.locator("[data-dispatch]").click();
  await page.locator(".assignee").waitFor();
  const incident = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(1)}`);
  assert.equal(incident.assignee, worker);
  assert.equal(incident.stage, "assigned");
});

test("a report of the same trouble is proposed with its reasons and merged by hand", async () => {
  const { page } = on.desk;
  const { lon, lat } = pointOf(on.info, 0.6, 0.3);
  for (const n of [3, 4]) {
    await on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text: "水管漏水，水流了一地", lon, lat });
  }
  await page.locator(`#row-${idOf(4)}`).click();
  const row = page.locator(`.suggestion[data-similar="${idOf(3)}"]`);
  await row.waitFor();
  assert.match(await row.innerText(), /相距 0 米 · 先后 .+ · 同类 · 说法相近/);
  assert.equal(await page.locator('[data-action="merge"]').count(), 0, "into what would be asked nowhere");
  await page.screenshot({ path: join(SCREENS, "similar_card.png") });
  await row.locator("[data-merge]").click();
  await page.locator(`#row-${idOf(4)}`).waitFor({ state: "detached" });
  const merged = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(4)}`);
  assert.equal(merged.merged_into, idOf(3));
});

test("a critical report is up the ladder and under the filter of what is to be supervised", async () => {
  const { page } = on.desk;
  await report(2, "燃气泄漏", { severity: "critical" });
  const filter = page.locator('.chip[data-filter="supervision"]');
  await filter.filter({ hasText: "1" }).waitFor();
  await filter.click();
  await page.locator(`#row-${idOf(2)}`).waitFor();
  await page.locator(`#row-${idOf(1)}`).waitFor({ state: "detached" });
  const row = page.locator(`#row-${idOf(2)}`);
  await row.locator(".supervised-level", { hasText: "重点哨（社区）" }).waitFor();
  await row.locator(".supervised", { hasText: /刚到这一级|已 \d+ 分/ }).waitFor();
});

test("what will be late says by how much, and on request why", async () => {
  const { page } = on.desk;
  // Five minutes to be there, and whoever has it walks longer.
  const { lon, lat } = pointOf(on.info, 0.97, 0.97);
  await on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(5), channel: "command", text: "电梯困人", lon, lat, severity: "critical" });
  for (const action of [{ action: "classify" }, { action: "assign", assignee: worker }]) await act(5, action);
  const row = page.locator(`#row-${idOf(5)}`);
  const why = row.locator(".ask-why");
  await row.locator(".supervised-line", { hasText: /预计超时 抵达现场剩 \d 分，还要 \d+ 分/ }).waitFor();
  assert.equal(await row.locator(".supervised-why").isVisible(), false);
  await why.click();
  await row.locator(".supervised-why", { hasText: /抵达现场时限 \d\d:\d\d，预计 \d\d:\d\d，超 \d+ 分\s+按李敏手上先到期的办完、再步行到场估算；手上共 2 件。/ }).waitFor();
  assert.equal(await page.locator("#card .incident-title", { hasText: "电梯困人" }).count(), 0, "the reason opens no card");
  const ids = await page.locator("#incident-list .row").evaluateAll((rows) => rows.map((one) => one.dataset.id));
  const { items } = await on.town.call("command", "GET", "/api/v1/supervision");
  assert.deepEqual(ids, items.map((one) => one.id), "in the server's order");
  await shoot("supervision_list");
});

test("it is raised from its card by hand, to the next level of the county's ladder, with a reason", async () => {
  const { page } = on.desk;
  await page.locator(`#row-${idOf(5)} .row-title`).click();
  const raise = page.locator('#card [data-action="raise"]', { hasText: "提级到联合哨（街道）" });
  await raise.click();
  await page.locator("#card .status", { hasText: "“提级”要先写明原因。" }).waitFor();
  assert.equal((await on.town.call("command", "GET", `/api/v1/incidents/${idOf(5)}`)).level, 1);
  await page.locator("#card input[name=note]").fill("多部门到场救援");
  await raise.click();
  await page.locator(`#row-${idOf(5)} .supervised-level`, { hasText: "联合哨（街道）" }).waitFor();
  await page.locator("#card .tag", { hasText: "联合哨（街道）" }).waitFor();
  await page.locator('#card [data-action="raise"]', { hasText: "提级到攻坚哨（多部门）" }).waitFor();
  await page.locator(`#row-${idOf(5)} .supervised`, { hasText: "刚到这一级" }).waitFor();
  const incident = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(5)}`);
  assert.deepEqual(incident.escalations.map(({ level, cause }) => [level, cause]), [[1, "severity critical"], [2, "person"]]);
  assert.equal(await page.locator("#incident-list .row").first().getAttribute("data-id"), idOf(5), "the highest first");
  await shoot("supervision_raised");
});

test("another filter shows the plain list again, and the page asks with measure", async () => {
  const { page } = on.desk;
  await page.locator('.chip[data-filter="all"]').click();
  await page.locator(`#row-${idOf(1)}`).waitFor();
  assert.equal(await page.locator("#incident-list .supervised").filter({ visible: true }).count(), 0);
  assert.match(await page.locator(`#row-${idOf(2)}`).innerText(), /提级 1/);
  const seconds = (Date.now() - began) / 1000;
  const asked = on.desk.requests.filter((url) => url.endsWith("/api/v1/supervision")).length;
  assert.ok(asked <= seconds / 10 + 3, `${asked} times in ${seconds} s`);
  on.desk.assertQuiet(on.town.url);
});
