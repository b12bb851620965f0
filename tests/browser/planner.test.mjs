// The planner's page: reach and coverage, a plan with its numbers, barriers, siting; against the real server.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { WAIT_MS } from "./support/desk.mjs";
import { pointOf, setUp } from "./support/fixture.mjs";
import { openPlanner, stepsOn } from "./support/planner_page.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false, definition: "county.toml" });
const PLANNER = "规划员陈立";
let desk;
let page;

/** For people to look at. */
const shoot = (name) => page.screenshot({ path: join(root, "build/reports/screens", `${name}.png`) });
const read = (path) => on.town.call(PLANNER, "GET", path);
const { plan, number, shows, leaves, edits, settled, look, clickMap, drawn, saved } = stepsOn(() => page);

test("a planner is let in and sees the whole", async () => {
  desk = await openPlanner(on.browser, on.town, PLANNER);
  page = desk.page;
});
after(() => desk?.close());

test("as things are: what all stations serve, area by area", async () => {
  const served = await read("/api/v1/coverage/areas?level=estate&profile=standard");
  const within = (minutes) => served.total.served.find((s) => s.minutes === minutes).households;
  for (const minutes of [5, 10, 15]) await shows(`#within-${minutes}`, within(minutes));
  await shows("#now", within(15));
  const all = await read("/api/v1/coverage/stations?minutes=15&profile=standard");
  assert.equal(all.unserved.households, all.total.households - within(15));
  assert.ok(all.unserved.households > 0, "the demo town serves everybody");
  await leaves("now", all);
  const rows = page.locator("#areas .area-row");
  assert.equal(await rows.count(), Math.min(100, served.areas.length));
  assert.ok((await rows.first().innerText()).startsWith(served.areas[0].name), "the worst served first");
  assert.match(await page.locator("#farthest").innerText(), /最远的 5% 住户.*平均要走 \d+ 分 \d+ 秒/);
  assert.equal(await page.locator("#histogram i").evaluateAll((bars) => bars.filter((b) => b.offsetHeight > 0).length > 3), true);
});

test("a station clicked on the map shows its streets, outline and buildings, and its own count", async () => {
  const [station] = on.info.stations;
  await drawn(["station"]);
  await clickMap([station.lon, station.lat]);
  await drawn(["reach-street", "plan-outline-fill", "plan-building"]);
  const reach = await read(`/api/v1/coverage/reach?minutes=15&profile=standard&station=${station.code}`);
  const [most] = reach.features.map((f) => f.properties).filter((p) => p.kind === "outline" && p.minutes === 15);
  await shows("#own", Number(`15${most.households}`));
  const { total } = await read("/api/v1/coverage/stations?minutes=15&profile=standard");
  const unreached = await page.locator("#own-unserved").innerText();
  assert.deepEqual(unreached.replace(/[^\d户栋，]/g, "").match(/\d+(?=户|栋)/g).map(Number), [total.households - most.households, total.buildings - most.buildings], unreached);
  const { buildings } = await read(`/api/v1/coverage/buildings?minutes=15&profile=standard&station=${station.code}`);
  const bands = await page.evaluate(() => window.yuntuPlanner.bands());
  const counted = [0, 300, 600].map((from) => buildings.filter((b) => (from === 0 ? b.seconds >= 0 : b.seconds > from) && b.seconds <= from + 300).length);
  assert.deepEqual([bands[1] ?? 0, bands[2] ?? 0, bands[3] ?? 0], counted);
});

test("minutes and profile change what is reached", async () => {
  const standard = await number("#now");
  await page.locator("#profile").getByText("轮椅").click();
  const { total } = await read("/api/v1/coverage/areas?level=estate&profile=wheelchair");
  await shows("#within-5", total.served[0].households);
  await page.locator("#profile").getByText("标准").click();
  await page.locator(".minutes .segments").getByText("5 分", { exact: true }).click();
  await page.getByText("5 分钟步行可达").waitFor();
  await page.waitForFunction((n) => Number(document.querySelector("#now").textContent.replace(/[^\d]/g, "")) < n, standard);
  // Half as fast for 10 minutes is as far as 5.
  const five = await number("#within-5");
  await page.fill("#speed", "0.55");
  await page.locator("#speed").blur();
  await shows("#within-10", five);
  assert.equal((await plan()).profile, "standard@0.55");
  await page.locator("#profile").getByText("标准").click();
  await shows("#within-5", five);
  assert.equal(await page.locator("#speed").inputValue(), "1.1");
  await page.fill("#minutes", "7");
  await page.locator("#minutes").blur();
  await page.getByText("7 分钟步行可达").waitFor();
  await leaves("now", await read("/api/v1/coverage/stations?minutes=7&profile=standard"));
  await page.locator(".minutes .segments").getByText("5 分", { exact: true }).click();
});

test("a dragged station moves the numbers before it is let go, one question at a time", async () => {
  let flying = 0;
  let most = 0;
  const isAsked = (request) => request.url().endsWith("/coverage/what-if");
  page.on("request", (request) => { if (isAsked(request)) most = Math.max(most, ++flying); });
  const ended = (request) => { if (isAsked(request)) flying -= 1; };
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);

  const handle = page.locator('.plan-handle[data-chosen="true"]');
  const box = await handle.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const today = await number("#now");
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 24; step++) await page.mouse.move(x - 5 * step, y + 2 * step);
  // Still in hand.
  await page.waitForFunction((n) => {
    const now = Number.parseInt(document.querySelector("#then").textContent.replace(/[^\d]/g, ""), 10);
    return window.yuntuPlanner.plan().draft && Number.isFinite(now) && now !== n;
  }, today);
  assert.equal((await plan()).edits.length, 0, "nothing is in the list before the station is let go");
  await page.mouse.up();
  await settled(1);
  assert.equal(most, 1, "questions in flight at once");

  const { edits: list, minutes } = await plan();
  const answer = await on.town.call(PLANNER, "POST", "/api/v1/coverage/what-if", { minutes, profile: "standard", edits: list });
  assert.deepEqual([await number("#now"), await number("#then")], [answer.before.households, answer.after.households]);
  const { total } = await read(`/api/v1/coverage/stations?minutes=${minutes}&profile=standard`);
  await leaves("now", { total, served: answer.before });
  await leaves("then", { total, served: answer.after });
  const told = [answer.gained.households, answer.gained.buildings, answer.lost.households, answer.lost.buildings];
  assert.ok(told.some((n) => n > 0), "the station moved to where it serves the same");
  assert.deepEqual((await page.locator("#gained-lost").innerText()).replace(/[^\d户栋]/g, "").match(/\d+/g).map(Number), told);
  const by = answer.after.households - answer.before.households;
  assert.equal(await edits().first().locator(".edit-effect").innerText(), `${by < 0 ? "−" : by > 0 ? "+" : ""}${Math.abs(by)} 户`);
  await drawn(["plan-line-moved", "plan-mark"]);
});

test("a station added, a street closed, a bridge of two clicks: each with its effect, undone with Z", async () => {
  const [station, other] = on.info.stations;
  await page.locator('[data-tool="add_station"]').click();
  await page.getByText("点地图上新驿站的位置").waitFor();
  await clickMap([(station.lon + other.lon) / 2, (station.lat + other.lat) / 2]);
  await settled(2);
  assert.equal(await page.locator("#station").inputValue(), "+1", "the new one is chosen");
  await page.locator('[data-tool="close_street"]').click();
  await clickMap([station.lon, station.lat + 0.001]);
  await settled(3);
  await page.locator('[data-tool="add_link"]').click();
  await clickMap([station.lon + 0.0005, station.lat + 0.0005]);
  await page.getByText("再点连廊的终点").waitFor();
  await clickMap([station.lon + 0.001, station.lat + 0.002]);
  await settled(4);
  await shoot("planner_plan");
  const { edits: list, minutes } = await plan();
  assert.deepEqual(list.map((e) => e.edit), ["move_station", "add_station", "close_street", "add_link"]);
  const answer = await on.town.call(PLANNER, "POST", "/api/v1/coverage/what-if", { minutes, profile: "standard", edits: list });
  assert.equal(await number("#then"), answer.after.households);
  await page.locator("#map canvas").first().focus();
  for (const left of [3, 2]) {
    await page.keyboard.press("z");
    await settled(left);
  }
  await edits().first().getByRole("button").click();
  await settled(1);
  assert.deepEqual((await plan()).edits.map((e) => e.edit), ["add_station"]);
  await page.keyboard.press("z");
  await page.keyboard.press("z");
  await page.keyboard.press("z");
  await settled(0);
  await shows("#then", await number("#now"));
});

test("a place without a street is refused in words, and the plan stays", async () => {
  const far = pointOf(on.info, -0.3, 0.5);
  await look(far.lon, far.lat, 14);
  await page.locator('[data-tool="add_station"]').click();
  await clickMap([far.lon, far.lat]);
  await page.getByText("这一处 100 米内没有路").first().waitFor();
  await page.keyboard.press("z");
  await settled(0);
});

test("barriers are listed with what they would bring, shown, and taken into the plan", async () => {
  await page.locator("#find-barriers").click();
  const { openings } = await read("/api/v1/coverage/barriers?minutes=5&profile=standard&most=20");
  await page.waitForFunction((n) => document.querySelectorAll("#openings li").length === n, openings.length);
  assert.ok(openings.length > 0, "the demo town has none");
  await page.locator("#openings .opening").first().click();
  await drawn(["plan-opening-mark"]);
  await page.locator('#openings .opening[aria-pressed="true"]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.row), "1", "who chose a row stands on it");
  await page.locator("#openings").getByText("加入方案").click();
  await settled(1);
  const gain = await number("#edits .edit-effect");
  assert.ok(gain === openings[0].households, `${gain} of ${openings[0].households} households`);
  await page.locator("#undo").click();
  await page.locator("#find-barriers").click();
});

test("siting runs to its end, its picks are shown and go into the plan", async () => {
  await page.locator("#tab-siting").click();
  const table = [["A1", "甲", 0.2, 0.2], ["A2", "乙", 0.8, 0.8], ["A3", "丙", 0.5, 0.5], ["A4", "丁", 0.8, 0.2]]
    .map(([code, name, across, up]) => ({ code, name, ...pointOf(on.info, across, up) }));
  await page.fill("#candidates-text", `编号,名称,经度,纬度\n${table.map((c) => [c.code, c.name, c.lon, c.lat].join()).join("\n")}\nA5,戊,,35`);
  await page.getByText("读入", { exact: true }).click();
  await page.getByText("4 个候选点").waitFor();
  await page.getByText("第 6 行：经度或纬度不是数。").waitFor();
  await page.fill("#picks-wanted", "2");
  await page.locator("#keep-stations").uncheck();
  await page.locator("#siting-run").click();
  await page.waitForFunction(() => document.querySelectorAll("#picks li").length === 2);
  const [first] = await page.locator("#picks .opening-words").allInnerTexts();
  assert.ok(table.some((c) => c.name === first), first);
  await look((on.info.bbox[0] + on.info.bbox[2]) / 2, (on.info.bbox[1] + on.info.bbox[3]) / 2, 14);
  await drawn(["plan-candidate-mark", "plan-candidate-number"]);
  assert.match(await page.locator("#siting").innerText(), /服务到 [\d.]+%，没服务到 [\d\s]+ 户（[\d.]+%）。/);
  await shoot("planner_siting");
  await page.getByText("全部加入方案").click();
  await settled(2);
  assert.ok((await edits().first().innerText()).includes(first));
  await page.keyboard.press("Escape");
  await page.locator("#undo").click();
});

test("a run of siting can be cancelled", async () => {
  // Long walks from many places keep the server busy for half a second; a hand would be too late, so the page
  // presses the button as soon as it is shown. A run that was done even so is begun again.
  await page.fill("#minutes", "60");
  await page.locator("#minutes").blur();
  const many = Array.from({ length: 2000 }, (_, i) => {
    const { lon, lat } = pointOf(on.info, 0.05 + 0.9 * ((i * 0.618034) % 1), 0.05 + (0.9 * i) / 2000);
    return `C${i},点${i},${lon},${lat}`;
  });
  await page.setInputFiles("#candidates-file", { name: "candidates.csv", mimeType: "text/csv", buffer: Buffer.from(`code,name,lon,lat\n${many.join("\n")}`) });
  await page.getByText("2 000 个候选点").waitFor();
  await page.fill("#picks-wanted", "40");
  const cancelled = () => page.evaluate((limit) => new Promise((resolve, reject) => {
    const siting = document.querySelector("#siting");
    const button = (id) => siting.querySelector(id);
    let isPressed = false;
    // Called for every change, before the next frame.
    const watch = new MutationObserver(() => {
      if (!isPressed && button("#siting-cancel").checkVisibility()) {
        isPressed = true;
        button("#siting-cancel").click();
      } else if (isPressed && button("#siting-run").checkVisibility()) {
        watch.disconnect();
        resolve(siting.innerText.includes("已取消"));
      }
    });
    watch.observe(siting, { attributes: true, childList: true, characterData: true, subtree: true });
    // Begun and done between two frames: there was nothing to press.
    setTimeout(() => { if (!isPressed) resolve(false); }, 10_000);
    setTimeout(() => reject(new Error(`the run did not end: ${siting.innerText}`)), limit);
    button("#siting-run").click();
  }), WAIT_MS);
  let tries = 0;
  while (!(await cancelled())) assert.ok(++tries < 10, "ten runs, none cancelled");
});

test("how far a run of siting has come is shown and rises until its picks are there", async () => {
  // With the candidates of the run before. Every value that the page shows is kept, words and bar.
  const progress = () => page.evaluate((limit) => new Promise((resolve, reject) => {
    const siting = document.querySelector("#siting");
    const [share, bar, run] = ["#siting-share", ".siting-bar", "#siting-run"].map((id) => siting.querySelector(id));
    const shown = [];
    let isBegun = false;
    const watch = new MutationObserver(() => {
      if (share.checkVisibility()) {
        isBegun = true;
        const one = JSON.stringify([share.textContent, bar.value]);
        if (shown.at(-1) !== one) shown.push(one);
      } else if (isBegun && run.checkVisibility()) {
        watch.disconnect();
        resolve(shown.map((words) => JSON.parse(words)));
      }
    });
    watch.observe(siting, { attributes: true, childList: true, characterData: true, subtree: true });
    setTimeout(() => reject(new Error(`the run did not end: ${siting.innerText}`)), limit);
    run.click();
  }), WAIT_MS);
  // The run is over sooner than a page can draw: the first answers about it are those of a longer one, each
  // until the page shows it.
  const steps = [0, 0.25, 0.5];
  let at = 0;
  const share = page.locator("#siting-share");
  const answers = /\/api\/v1\/siting\/[^/?]+$/;
  await page.route(answers, async (route) => {
    if (await share.isVisible() && await share.textContent() === `已算 ${steps[at] * 100}%`) at += 1;
    if (route.request().method() !== "GET" || at >= steps.length) return route.continue();
    const response = await route.fetch();
    const { id } = await response.json();
    return route.fulfill({ response, json: { id, state: "running", done: steps[at] } });
  });
  const shown = await progress();
  await page.unroute(answers);
  assert.deepEqual(shown, [["已算 0%", 0], ["已算 25%", 0.25], ["已算 50%", 0.5]]);
  await page.waitForFunction(() => document.querySelectorAll("#picks li").length > 0);
});

test("the tables are files, the way back leads to the command map", async () => {
  await page.locator("#tab-reach").click();
  for (const [id, rows] of [["#sheet", 5], ["#station-sheet", on.info.stations.length]]) {
    const { text } = await saved(id);
    assert.ok(text.startsWith("\uFEFFrow,code,name,"), text.slice(0, 100));
    assert.ok(text.split("\r\n").length > rows, text.slice(0, 200));
  }
  assert.equal(await page.locator('.bar a[href="/"]').innerText(), "指挥地图");
});

test("at a time of day only the stations open then count, and the closed ones are grey", async () => {
  await page.locator(".minutes .segments").getByText("15 分", { exact: true }).click();
  await page.selectOption("#when", "saturday_evening");
  const { at } = await plan();
  assert.match(at, /T20:00:00\+08:00$/);
  const asked = `profile=standard&at=${encodeURIComponent(at)}`;
  const { stations, served } = await read(`/api/v1/coverage/stations?minutes=15&${asked}`);
  const closed = stations.filter((s) => s.open === false);
  assert.ok(closed.length > 0 && closed.length < stations.length, `${closed.length} of ${stations.length} are closed`);
  const { total } = await read(`/api/v1/coverage/areas?level=estate&${asked}`);
  assert.equal(total.served[2].households, served.households);
  assert.ok(served.households < (await read("/api/v1/coverage/areas?level=estate&profile=standard")).total.served[2].households);
  await shows("#within-15", served.households);
  await page.getByText(`${stations.length} 个驿站中 ${stations.length - closed.length} 个此时开门`).waitFor();
  assert.equal(await page.locator("#station option", { hasText: "此时不开门" }).count(), closed.length);
  const { lon, lat } = on.info.stations.find((s) => s.code === closed[0].code);
  await page.selectOption("#station", "");
  await look(lon, lat, 15);
  await page.waitForFunction((code) => window.yuntuPlanner.map.queryRenderedFeatures({ layers: ["station"] }).some((f) => f.properties.code === code && f.properties.closed), closed[0].code);
  await page.selectOption("#station", closed[0].code);
  await page.getByText(/此时不开门。开放时间：周.*\d\d:\d\d/).waitFor();
  await page.locator('.plan-handle[data-chosen="true"][data-closed="true"]').waitFor();
  await shoot("planner_saturday");
  await page.selectOption("#when", "all");
  await page.locator("#own-alone").waitFor();
  const alone = (await read("/api/v1/coverage/stations?minutes=15&profile=standard")).stations.find((s) => s.code === closed[0].code).alone.households;
  assert.match(await page.locator("#own-alone").innerText(), new RegExp(`^其中 ${alone} 户只有本站能到`));
});

test("where stations say what they are for, one kind of them can be looked at", async () => {
  const { kinds } = await read("/api/v1/coverage/stations?minutes=15&profile=standard");
  const named = kinds.filter((one) => one.kind !== null);
  assert.equal(await page.locator("#kind").isVisible(), named.length > 0);
  if (named.length === 0) return;
  const [{ kind, stations }] = named;
  await page.selectOption("#kind", kind);
  const { total } = await read(`/api/v1/coverage/areas?level=estate&profile=standard&kind=${encodeURIComponent(kind)}`);
  await shows("#within-15", total.served[2].households);
  await page.getByText(`${kind} ${stations} 个`).waitFor();
  await page.selectOption("#kind", "");
});

test("nothing left the server's origin", () => desk.assertQuiet(on.town.url, /status of 422/));
