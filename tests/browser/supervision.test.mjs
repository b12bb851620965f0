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

async function report(n, text, more = {}) {
  const { lon, lat } = pointOf(on.info, 0.3 + 0.1 * n, 0.5);
  return on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text, lon, lat, ...more });
}

test("the card names who is near, with walk, load and whose place it is, and sends", async () => {
  const { page } = on.desk;
  const { lon, lat } = pointOf(on.info, 0.42, 0.5);
  const { areas } = await on.town.call("command", "GET", `/api/v1/owner?lon=${lon}&lat=${lat}`);
  const { user: worker } = on.town.addUser("李敏", "grid_worker", [areas.grid.code]);
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
  assert.match(await page.locator(`#row-${idOf(2)}`).innerText(), /提级 1/);
  await page.screenshot({ path: join(SCREENS, "supervision_list.png") });
  await page.locator('.chip[data-filter="all"]').click();
  await page.locator(`#row-${idOf(1)}`).waitFor();
  on.desk.assertQuiet(on.town.url);
});
