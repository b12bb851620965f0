// The card says what an incident is about, whose it is and why, and lets the desk correct it.
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

const line = (page, name) => page.locator(`.routing [data-routing="${name}"] dd`);

test("the card shows the category, the words that spoke for it and the runner-up", async () => {
  const { page } = on.desk;
  await report(1, "楼道水管漏水，路灯也不亮了，水压还低");
  await page.locator(`#row-${idOf(1)}`).click();
  await line(page, "category").waitFor();
  assert.match(await line(page, "category").innerText(), /供水\s*按关键词判断/);
  assert.deepEqual(await line(page, "words").locator(".tag").allInnerTexts(), ["水管", "漏水", "水压"]);
  assert.equal(await line(page, "runner_up").innerText(), "路灯");
  assert.equal(await line(page, "department").innerText(), "未指明", "this town has no table of departments");
  const menu = page.locator('.correct select[name="category"]');
  await menu.waitFor();
  assert.equal(await menu.inputValue(), "供水");
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, "routing_card.png") });
});

test("choosing another category classifies the incident and is told as a person's word", async () => {
  const { page } = on.desk;
  const send = page.locator('.correct [data-routing="correct"]');
  assert.equal(await send.isDisabled(), true, "the present category is no correction");
  await page.locator('.correct select[name="category"]').selectOption("房屋漏水");
  await send.click();
  await page.locator('.routing [data-routing="category"]', { hasText: "人工改定" }).waitFor();
  assert.match(await line(page, "category").innerText(), /房屋漏水/);
  assert.equal(await line(page, "runner_up").innerText(), "供水");
  assert.equal(await page.locator(".correct").count(), 0, "it is classified: the menu is gone");
  const incident = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(1)}`);
  assert.equal(incident.category, "房屋漏水");
  assert.equal(incident.stage, "classified");
  assert.deepEqual(incident.routings.map((one) => one.cause), ["lexicon", "person"]);
  await page.screenshot({ path: join(SCREENS, "routing_corrected.png") });
  const metrics = await (await fetch(`${on.town.url}/metrics`)).text();
  assert.match(metrics, /yuntu_routing_corrections_total\{of="lexicon"\} 1\n/);
  assert.match(metrics, /yuntu_routings_total\{cause="person"\} 1\n/);
});

test("what nothing is known of can be given a category", async () => {
  const { page } = on.desk;
  await report(2, "说不清楚，请来看看");
  await page.locator(`#row-${idOf(2)}`).click();
  await page.locator(".incident-title", { hasText: "说不清楚" }).waitFor();
  const menu = page.locator('.correct select[name="category"]');
  await menu.waitFor();
  assert.equal(await menu.inputValue(), "");
  await menu.selectOption("老人求助");
  await page.locator('.correct [data-routing="correct"]').click();
  await page.locator('.routing [data-routing="category"]', { hasText: "老人求助" }).waitFor();
  on.desk.assertQuiet(on.town.url);
});
