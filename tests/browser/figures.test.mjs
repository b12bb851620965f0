// The figures of the day at the bottom of the map, against the real server.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const SCREENS = join(root, "build/reports/screens");
const MINUTE = 60_000;
const idOf = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

async function report(n, more = {}) {
  const { lon, lat } = pointOf(on.info, 0.3 + 0.05 * n, 0.5);
  await on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text: `第 ${n} 件`, lon, lat, ...more });
}
async function act(n, action) {
  await on.town.call("command", "POST", `/api/v1/incidents/${idOf(n)}/actions`, { action }, { "If-Match": "*" });
}
const shown = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll(".day-cell")].map((cell) => [cell.dataset.figure, cell.querySelector("dd").textContent])));
const isShown = (page, figure, words) => page.waitForFunction(
  ([name, text]) => document.querySelector(`.day-cell[data-figure="${name}"] dd`)?.textContent === text, [figure, words]);

test("five cells tell what became of today's incidents; of nothing there is no rate", async () => {
  const { page } = on.desk;
  await isShown(page, "received", "0件");
  assert.deepEqual(await shown(page), { received: "0件", closed: "0件", on_time_rate: "—", same_day_rate: "—", overdue: "0件" });
  assert.equal(await page.locator(".day-cell.bad").count(), 0);
});

test("they follow the facts, not more than once in ten seconds", async () => {
  const { page } = on.desk;
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("/api/v1/figures?")) asked.push(Date.now()); });
  for (let n = 1; n <= 4; n += 1) await report(n);
  for (const action of ["classify", "accept", "finish"]) await act(1, action);
  await act(2, "classify");
  // Reported days ago: not of today, and overdue all the same.
  await report(5, { time: new Date(Date.now() - 50 * 60 * MINUTE).toISOString() });
  await isShown(page, "closed", "1件");
  await isShown(page, "received", "4件");
  const seen = await shown(page);
  assert.equal(seen.on_time_rate, "100.0%");
  assert.equal(seen.same_day_rate, "25.0%");
  await isShown(page, "overdue", "1件");
  assert.equal(await page.locator(".day-cell.bad").getAttribute("data-figure"), "overdue");
  await report(6);
  await isShown(page, "received", "5件");
  for (let i = 1; i < asked.length; i += 1) assert.ok(asked[i] - asked[i - 1] > 9_500, `${asked[i] - asked[i - 1]} ms apart`);
});

test("each cell explains itself, and has the server's own formula", async () => {
  const { page } = on.desk;
  const words = await page.locator('.day-cell[data-figure="on_time_rate"]').getAttribute("title");
  assert.match(words, /^按期结案 ÷ 应结案 × 100%\n按期结案：.+\n应结案：/);
  assert.match(await page.locator('.day-cell[data-figure="overdue"]').getAttribute("title"), /往日/);
});

test("they stand clear of the legend, the tools and the card, by day and by night", async () => {
  const { page } = on.desk;
  mkdirSync(SCREENS, { recursive: true });
  const box = (selector) => page.locator(selector).first().boundingBox();
  const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  const check = async (others) => {
    const figures = await box(".day-figures");
    for (const other of others) assert.ok(apart(figures, await box(other)), `covers ${other}`);
  };
  await check([".legend", ".tool-group.bottom"]);
  await on.desk.painted();
  await page.screenshot({ path: join(SCREENS, "figures_light.png") });
  await page.locator(`#row-${idOf(2)}`).click();
  await page.locator("#card").waitFor();
  await check([".legend", ".tool-group.bottom", "#card"]);
  await page.getByRole("button", { name: "深色或浅色" }).click();
  await on.desk.painted();
  await page.screenshot({ path: join(SCREENS, "figures_card_dark.png") });
  on.desk.assertQuiet(on.town.url);
});
