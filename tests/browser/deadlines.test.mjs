// The list sorted by what burns, the ring of time left on list and map, and the card that says why.
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

/** Reported so many minutes ago. */
async function report(n, text, minutes, more = {}) {
  const { lon, lat } = pointOf(on.info, 0.3 + 0.1 * n, 0.5);
  const time = new Date(Date.now() - minutes * MINUTE).toISOString();
  await on.town.call("command", "POST", "/api/v1/incidents", { id: idOf(n), channel: "command", text, lon, lat, time, ...more });
}

async function act(n, action, note = "") {
  await on.town.call("command", "POST", `/api/v1/incidents/${idOf(n)}/actions`, { action, note }, { "If-Match": "*" });
}

const rows = (page) => page.evaluate(() => [...document.querySelectorAll("#incident-list .row")].map((row) => ({
  id: row.dataset.id, due: row.dataset.due, ring: row.querySelector(".ring").dataset.state, words: row.querySelector(".row-age").textContent,
})));

test("the list is sorted by what burns, with the time left and its ring", async () => {
  const { page } = on.desk;
  await report(0, "楼道堆物，已暂停", 60);
  await report(1, "路面有坑，还早", 20);
  await report(2, "水管漏水，快到时限", 170);
  await report(3, "井盖缺失，超时", 301); // a minute past, whichever clock is ahead
  await report(4, "电梯困人", 0, { severity: "critical" });
  for (const action of ["classify", "assign", "accept"]) await act(0, action);
  await act(0, "pause", "等住户回来");
  await page.waitForFunction(() => document.querySelectorAll("#incident-list .row").length === 5);
  await page.waitForFunction((id) => document.querySelector(`#row-${id}`)?.dataset.due === "paused", idOf(0));
  await page.mouse.move(800, 400); // the list is held still under the pointer

  const shown = await rows(page);
  assert.deepEqual(shown.map((row) => row.id), [4, 3, 2, 1, 0].map(idOf));
  assert.deepEqual(shown.map((row) => row.ring), shown.map((row) => row.due));
  assert.equal(shown[1].due, "over");
  assert.match(shown[1].words, /^超 2 时 \d+ 分$/);
  assert.equal(shown[2].due, "left");
  assert.match(shown[2].words, /^余 \d+ 分$/);
  assert.match(shown[3].words, /^余 2 时 \d+ 分$/);
  assert.equal(shown[4].words, "暂停");
});

test("the pins carry the same ring, and the time where it is short", async () => {
  const { page } = on.desk;
  const at = pointOf(on.info, 0.5, 0.5);
  await on.desk.look(at.lon, at.lat, 14.6);
  await page.waitForFunction((ids) => {
    const pins = new Map(window.inFrame(["incident"]).map((f) => [f.properties.id, f.properties]));
    return ids.every((id) => pins.has(id));
  }, [1, 2, 3].map(idOf));
  const pins = new Map((await on.desk.rendered("incident")).map((pin) => [pin.id, pin]));
  assert.equal(pins.get(idOf(3)).mark, "routine-over");
  assert.match(pins.get(idOf(3)).words, /^超/);
  assert.match(pins.get(idOf(2)).mark, /^routine-\d+$/);
  assert.equal(pins.get(idOf(1)).words, "", "two hours are no news");
  const step = Number(pins.get(idOf(1)).mark.split("-")[1]);
  assert.ok(step > 38 && step <= 48, `${step} of 48 steps for 160 of 180 minutes`);
  mkdirSync(SCREENS, { recursive: true });
  await on.desk.painted();
  await page.screenshot({ path: join(SCREENS, "deadlines_list.png") });
});

test("the card shows each milestone with its due time and, when asked, the reason", async () => {
  const { page } = on.desk;
  await page.locator(`#row-${idOf(3)}`).click();
  const contact = page.locator('.milestone[data-milestone="contact"]');
  await contact.waitFor();
  assert.equal(await contact.getAttribute("data-state"), "overdue");
  assert.match(await contact.locator(".milestone-state").innerText(), /^超/);
  assert.equal(await page.locator('.milestone[data-milestone="done"]').getAttribute("data-state"), "open");
  await contact.locator("summary").click();
  const why = await contact.locator(".why").innerText();
  assert.match(why, /3小时联系、6小时到场、24小时办结：3 小时/);
  assert.match(why, /共 3 时 0 分/);
  await page.screenshot({ path: join(SCREENS, "deadlines_card.png") });

  // A pause needs a reason: the page says so before it asks.
  for (const action of ["classify", "assign"]) await act(3, action);
  await page.locator('.actions [data-action="pause"]').click();
  await page.locator(".actions .status").waitFor();
  await page.locator(".actions input").fill("等配件到货");
  await page.locator('.actions [data-action="pause"]').click();
  await page.locator('.actions [data-action="resume"]').waitFor();
  const incident = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(3)}`);
  assert.equal(incident.paused, true);
  assert.equal(incident.history.at(-1).note, "等配件到货");
});

test("limits in working days name the days that did not count", async () => {
  const { page } = on.desk;
  await report(5, "楼顶加盖", 30, { category: "违法搭建" });
  await page.locator(`#row-${idOf(5)}`).click();
  const done = page.locator('.milestone[data-milestone="done"]');
  await page.locator(".incident-title", { hasText: "楼顶加盖" }).waitFor();
  await done.locator("summary").click();
  const why = await done.locator(".why").innerText();
  assert.match(why, /15 个工作日/);
  assert.match(why, /受理当日/);
  assert.match(why, /周末/);
  await page.screenshot({ path: join(SCREENS, "deadlines_working_days.png") });
  on.desk.assertQuiet(on.town.url);
});

test("work in stages is shown and ended stage by stage, by the county's own names", async () => {
  const { page } = on.desk;
  await report(6, "主管爆裂，路面冒水", 10, { category: "供水管道破裂" });
  for (const action of ["classify", "assign", "accept"]) await act(6, action);
  await page.locator(`#row-${idOf(6)}`).click();
  await page.locator(".incident-title", { hasText: "主管爆裂" }).waitFor();
  await page.locator(".milestone-name", { hasText: "恢复" }).waitFor();
  const names = await page.locator(".milestone-name").allInnerTexts();
  assert.deepEqual(names, ["围护", "修复", "恢复"]);
  const stage = (name) => page.locator(`.milestone[data-milestone="${name}"]`);
  await page.locator('.actions [data-action="end_stage"]').click();
  await page.locator('.milestone[data-milestone="first_stage"][data-state="met"]').waitFor();
  assert.equal(await stage("second_stage").getAttribute("data-state"), "open");
  await stage("second_stage").locator("summary").click();
  assert.match(await stage("second_stage").locator(".why").innerText(), /围护完成之时/);
  await page.screenshot({ path: join(SCREENS, "deadlines_stages.png") });
  await page.locator('.actions [data-action="end_stage"]').click();
  await page.locator('.milestone[data-milestone="second_stage"][data-state="met"]').waitFor();
  assert.equal(await page.locator('.actions [data-action="end_stage"]').count(), 0);
});

test("what is overdue is a fact, once, and reaches the page", async () => {
  const { page } = on.desk;
  const late = await on.town.call("command", "GET", "/api/v1/incidents?sort=due");
  assert.equal(late.items[0].due.find((one) => one.state === "open" || one.state === "overdue") !== undefined, true);
  // A critical one is to be contacted within a minute.
  await page.waitForFunction((id) => (window.yuntu.world().incidents.get(id)?.overdue ?? []).includes("contact"), idOf(4));
  const critical = await on.town.call("command", "GET", `/api/v1/incidents/${idOf(4)}`);
  assert.equal(critical.overdue.filter((one) => one.milestone === "contact").length, 1);
  assert.equal(critical.version, 1);
});
