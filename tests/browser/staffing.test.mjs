// 人员: the fill of the map and the table, against an answer with every kind of area in it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const SCREENS = join(root, "build/reports/screens");
const ZERO = { posts: 0, filled: 0, vacant: 0, heads_required: 0, heads: 0, heads_deficit: 0 };
let codes = [];
let rows = [];

/** Grid i has i heads too few of eight; the last one has nobody. */
function staffed(code, i, all) {
  const nobody = i === all.length - 1;
  const heads = nobody ? 0 : 8 - i;
  const posts = 12;
  const filled = nobody ? 0 : posts - i;
  return { code, name: `${code.slice(-2)}网格`, households: 240, posts, filled, vacant: posts - filled, heads_required: 8, heads, heads_deficit: 8 - heads };
}

function totalsOf(items) {
  const sum = (key) => items.reduce((all, row) => all + row[key], 0);
  return Object.fromEntries(Object.keys(ZERO).map((key) => [key, sum(key)]));
}

function answerStaffing(page) {
  return page.route("**/api/v1/staffing?*", (route) => {
    const level = new URL(route.request().url()).searchParams.get("level");
    const items = level === "grid" ? rows : [{ ...totalsOf(rows), code: codes[0].slice(0, 12), name: "云川社区", households: 1920 }];
    return route.fulfill({ json: { as_of: new Date().toISOString(), level, items, totals: totalsOf(items) } });
  });
}

const table = () => on.desk.page.locator("#card table.staffing");
const column = (name) => table().locator(`thead button[data-column="${name}"]`);
const shown = () => table().locator("tbody .row-link").evaluateAll((links) => links.map((link) => link.dataset.code));
async function picture(theme) {
  mkdirSync(SCREENS, { recursive: true });
  await on.desk.painted();
  await on.desk.page.screenshot({ path: join(SCREENS, `staffing_${theme}.png`) });
}
const codesOf = async (layer) => (await on.desk.rendered(layer)).map((f) => f.code).sort();

test("the staffing table opens with the largest gap first, and the map is filled by the same figures", async () => {
  const { desk } = on;
  const { page } = desk;
  codes = [...new Set((await desk.rendered("grid-line")).map((f) => f.code))].sort();
  assert.equal(codes.length, 8);
  rows = codes.map(staffed);
  await answerStaffing(page);
  await page.keyboard.press("g");
  await table().waitFor();
  assert.deepEqual(await shown(), [codes[7], codes[6], codes[5], codes[4], codes[3], codes[2], codes[1], codes[0]]);
  assert.equal(await table().locator("thead th[scope=col]").count(), 7);
  assert.equal(await table().locator('thead th[aria-sort="descending"]').innerText().then((s) => s.trim().slice(0, 2)), "缺口");
  await page.waitForFunction(() => window.inFrame(["staffing-void"]).length > 0);
  await desk.drawn();
  // 0 of 8 is no fill; 1 and 2 are a quarter, 3 and 4 a half, 5 and 6 three quarters.
  assert.deepEqual(new Set(await codesOf("staffing-1")), new Set([codes[1], codes[2]]));
  assert.deepEqual(new Set(await codesOf("staffing-2")), new Set([codes[3], codes[4]]));
  assert.deepEqual(new Set(await codesOf("staffing-3")), new Set([codes[5], codes[6]]));
  assert.deepEqual(await codesOf("staffing-4"), []);
  assert.deepEqual(new Set(await codesOf("staffing-void")), new Set([codes[7]]));
  assert.match(await page.locator(".legend").innerText(), /楼长缺口占应配/);
  assert.match(await table().locator("tbody tr").first().innerText(), /无人/);
  await picture("light");
});

test("a column's head sorts, and says so", async () => {
  await column("name").click();
  assert.deepEqual(await shown(), codes);
  assert.equal(await table().locator('th:has([data-column="name"])').getAttribute("aria-sort"), "ascending");
  await column("filled").click();
  assert.equal((await shown()).at(-1), codes[7]);
  assert.equal(await on.desk.page.evaluate(() => document.activeElement.dataset.column), "filled", "the focus stays on the head");
});

test("a row leads to its area by the keyboard alone", async () => {
  const { desk } = on;
  const { page } = desk;
  await table().locator('.row-link[tabindex="0"]').focus();
  await page.keyboard.press("ArrowDown");
  const wanted = await page.evaluate(() => document.activeElement.dataset.code);
  const before = await page.evaluate(() => window.yuntu.map.getZoom());
  await page.keyboard.press("Enter");
  await page.waitForFunction((z) => window.yuntu.map.getZoom() > z + 0.5 && !window.yuntu.map.isMoving(), before);
  await desk.drawn();
  await page.waitForFunction(
    (code) => window.inFrame(["grid-selected"]).some((f) => f.properties.code === code), wanted);
  assert.equal(await table().locator("tr.chosen .row-link").getAttribute("data-code"), wanted);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.code), wanted, "the focus stays on the row");
});

test("the level switches, and a theme ends from the layer panel", async () => {
  const { desk } = on;
  const { page } = desk;
  await page.keyboard.press("0");
  await page.locator('#card [data-choice="community"]').click();
  await table().getByText("云川社区").waitFor();
  assert.equal(await table().locator("tbody tr").count(), 1);
  await page.locator('#card [data-choice="vacancies"]').click();
  await page.locator(".legend").getByText("空缺占岗位").waitFor();
  const night = page.getByRole("button", { name: "深色或浅色" });
  await night.click();
  await desk.drawn();
  await page.waitForFunction(() => window.inFrame(["staffing-void"]).length > 0);
  await picture("dark");
  await page.keyboard.press("l");
  const theme = (name) => page.locator(`#card input[data-theme-layer="${name}"]`);
  assert.equal(await theme("staffing").isChecked(), true);
  await theme("none").check();
  await page.waitForFunction(() => window.inFrame(["staffing-1", "staffing-void"]).length === 0);
  await page.locator(".legend-theme:not(.legend-count)").waitFor({ state: "hidden" });
});

test("the place card names the people, and a vacancy as one", async () => {
  const { desk } = on;
  const { page } = desk;
  await page.route("**/api/v1/owner?*", async (route) => {
    const answer = await route.fetch();
    const owner = await answer.json();
    const people = [
      { post: "building_head", name: "张**", phone: "138****8000", person: "p0001", area: owner.areas.grid.code },
      { post: "grid_worker", name: "", phone: "", person: null, area: owner.areas.grid.code, vacant: true },
    ];
    await route.fulfill({ json: { ...owner, people } });
  });
  const at = pointOf(on.info, 0.35, 0.6);
  await desk.drawn();
  await desk.click(at.lon, at.lat);
  const card = page.locator('#card[data-kind="place"]');
  await card.locator('[data-post="building_head"]').waitFor();
  assert.match(await card.locator('[data-post="building_head"]').innerText(), /楼长\s+张\*\*\s+138\*{4}8000/);
  assert.match(await card.locator('[data-post="grid_worker"]').innerText(), /网格员\s+空缺/);
});

test("a server without staff, or a user without the right, gets a sentence and no fill", async () => {
  const { desk, town } = on;
  const { page } = desk;
  for (const [status, words] of [[404, /还没有人员数据/], [403, /看不到人员配置/]]) {
    await page.unroute("**/api/v1/staffing?*");
    await page.route("**/api/v1/staffing?*", (route) => route.fulfill({ status, json: { title: "no", status } }));
    await page.reload();
    await desk.ready();
    await page.keyboard.press("g");
    await page.locator("#card").getByText(words).waitFor();
    assert.match(await page.locator(".legend").innerText(), words);
  }
  desk.assertQuiet(town.url, /status of 40[34]/);
});
