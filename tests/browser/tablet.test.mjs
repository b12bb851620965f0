// The grid worker's page on the real server: duty, own tasks to the end, without network in between, conflicts, findings.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { pointOf, setUp } from "./support/fixture.mjs";
import { picture } from "./support/picture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false });
const SCREENS = join(root, "build/reports/screens");
const WORKER = "李敏";
/** What the browser writes by itself: no network, somebody else was faster. */
const EXPECTED = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket connection to|status of 412/;
let at;
let worker;
let tablet;

const shoot = (name, page = tablet.page) => page.screenshot({ path: join(SCREENS, `${name}.png`) });
const incident = (id) => on.town.call("command", "GET", `/api/v1/incidents/${id}`);

/** Reported and assigned by the command centre. */
async function assigned(text, more = {}) {
  const id = randomUUID();
  await on.town.call("command", "POST", "/api/v1/incidents", { id, channel: "command", text, lon: at.lon, lat: at.lat, ...more });
  for (const action of ["classify", "assign"]) await act(id, { action });
  return id;
}

const act = (id, body) => on.town.call("command", "POST", `/api/v1/incidents/${id}/actions`, body, { "If-Match": "*" });

/** Until the server says so. */
async function serverSays(id, holds) {
  const end = Date.now() + 60_000;
  for (;;) {
    const now = await incident(id);
    if (holds(now)) return now;
    if (Date.now() > end) throw new Error(`the server has ${JSON.stringify(now.history)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function openTask(id) {
  const { page } = tablet;
  await page.locator("#nav-tasks").click();
  await page.locator(`#tasks .row[data-id="${id}"]`).click();
  await page.locator("#task .step-bar").waitFor();
}

/** A receiver goes on saying where it is, until the server knows. */
async function goTo(longitude, latitude) {
  for (const end = Date.now() + 60_000; ;) {
    await tablet.context.setGeolocation({ longitude, latitude, accuracy: 6 });
    const now = (await on.town.call("command", "GET", "/api/v1/workers")).items.find((one) => one.id === worker.user);
    if (now?.lon && Math.hypot(now.lon - longitude, now.lat - latitude) < 1e-6) return now;
    if (Date.now() > end) throw new Error(`the server has ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const main = (action) => tablet.page.locator(`#main[data-action="${action}"]`);

test("a grid worker signs in by a link", async () => {
  mkdirSync(SCREENS, { recursive: true });
  const { town, info, browser } = on;
  at = pointOf(info, 0.55, 0.55);
  const owner = await town.call("command", "GET", `/api/v1/owner?lon=${at.lon}&lat=${at.lat}`);
  assert.ok(owner.areas.grid, "the point lies in a grid");
  worker = town.addUser(WORKER, "grid_worker", [owner.areas.grid.code]);
  tablet = await Desk.open(browser, {
    viewport: { width: 820, height: 1180 }, hasTouch: true, permissions: ["geolocation"],
    geolocation: { longitude: at.lon - 0.0004, latitude: at.lat - 0.0002, accuracy: 90 },
  });
  await tablet.signIn(town.link(WORKER).replace("/#", "/tablet.html?theme=light#"));
  assert.doesNotMatch(tablet.page.url(), /signin/);
  await tablet.page.getByText("手上没有任务").waitFor();
});
after(() => tablet?.close());

test("the officer on duty is told whose page this is", async () => {
  const other = await Desk.open(on.browser);
  await other.page.goto(on.town.link().replace("/#", "/tablet.html#"));
  await other.page.getByText("这个页面给网格员用").waitFor();
  other.assertQuiet(on.town.url);
  await other.close();
});

test("on duty the position is reported, and nothing from before", async () => {
  const { page } = tablet;
  const duty = page.locator("#duty");
  await page.locator('#duty[aria-checked="false"]:enabled').waitFor();
  await shoot("tablet_off_duty");
  await duty.click();
  await page.locator('#duty[aria-checked="true"]').waitFor();
  await page.getByText("只在在岗时记录位置").waitFor();
  // A fix from before does not count; here is the next one.
  await tablet.context.setGeolocation({ longitude: at.lon - 0.0004, latitude: at.lat - 0.0002, accuracy: 6 });
  await page.waitForFunction(() => document.querySelector("#accuracy").textContent.includes("±6"));
  await page.waitForFunction(() => window.yuntuTablet.fixes() === 0 && window.yuntuTablet.orders().every((order) => order.state === "sent"));
  const now = await goTo(at.lon - 0.0004, at.lat - 0.0002);
  assert.equal(Math.round(now.accuracy_m), 6);
  assert.equal(await page.locator("#no-position").isHidden(), true);
  await page.waitForFunction(() => window.inFrame(["worker"]).some((f) => f.properties.id === "me"));
});

test("what nobody has is taken, worked off and finished with a note and a photo", async () => {
  const { page } = tablet;
  const id = await assigned("3 号楼水管爆裂，一楼进水", { severity: "critical" });
  await assigned("垃圾清运不及时");
  await page.locator(`#free .row[data-id="${id}"]`).waitFor();
  await page.waitForFunction((key) => window.inFrame(["incident"]).some((f) => f.properties.id === key), id);
  await tablet.painted();
  await shoot("tablet_tasks");
  await openTask(id);
  await main("accept").click();
  await main("contact").waitFor();
  await serverSays(id, (now) => now.assignee === worker.user && now.stage === "in_progress");
  await main("contact").click();
  await main("arrive").waitFor();
  await goTo(at.lon - 0.0001, at.lat - 0.0001);
  assert.match(await main("arrive").innerText(), /距地点 \d+ 米 · 精度 ±6 米/);
  await tablet.painted();
  await shoot("tablet_task");
  await main("arrive").click();
  await main("finish").click();
  const taken = await picture(page, 2400, 1200, "image/png");
  await page.locator('[data-form="finish"] input[type=file]').setInputFiles({ name: "IMG_1.png", mimeType: "image/png", buffer: taken });
  await page.locator(".picture img").waitFor();
  assert.deepEqual(await page.locator(".picture img").evaluate(async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }), [1600, 800]);
  await page.locator("textarea[name=note]").fill("已关总阀，换了水管");
  await shoot("tablet_finish");
  await page.locator("#form-done").click();
  const done = await serverSays(id, (now) => now.stage === "done");
  assert.deepEqual(done.history.map((step) => step.action), ["classify", "assign", "accept", "contact", "arrive", "finish"]);
  const last = done.history.at(-1);
  assert.deepEqual([last.actor, last.note], [worker.user, "已关总阀，换了水管"]);
  assert.equal(done.photos.length, 1);
  const [{ digest, actor, media_type }] = done.photos;
  assert.deepEqual([last.evidence, actor, media_type], [digest, worker.user, "image/jpeg"], "the stored photo is the evidence");
  const { proof } = done.history.find((step) => step.action === "arrive");
  assert.ok(proof.distance_m < 20 && Math.round(proof.accuracy_m) === 6, JSON.stringify(proof));
  await page.locator("#nav-tasks").click();
  await page.waitForFunction((key) => !document.querySelector(`#tasks .row[data-id="${key}"]`), id);
});

test("a pause asks for its reason before it is sent", async () => {
  const { page } = tablet;
  const id = await assigned("楼道堆物");
  await openTask(id);
  await main("accept").click();
  await serverSays(id, (now) => now.stage === "in_progress");
  await page.locator('#task .others [data-action="pause"]').click();
  await page.locator("#form-done").click();
  await page.getByText("要先写一句原因").waitFor();
  await page.locator("textarea[name=note]").fill("等住户回家");
  await page.locator("#form-done").click();
  await serverSays(id, (now) => now.paused && now.history.at(-1).note === "等住户回家");
  await page.locator('#task .others [data-action="resume"]').click();
  await serverSays(id, (now) => !now.paused);
  await page.locator('#task .others [data-action="transfer"]').click();
  await page.locator("textarea[name=note]").fill("不归本网格，应给物业");
  await page.locator("#form-done").click();
  await serverSays(id, (now) => now.stage === "assigned");
  await page.locator("#nav-tasks").click();
  await page.waitForFunction((key) => !document.querySelector(`#mine .row[data-id="${key}"]`), id);
});

test("without network the work goes on, is kept over a closed page, and is sent in order with the times of the doing", async () => {
  const { page, context } = tablet;
  const id = await assigned("井盖缺失");
  await openTask(id);
  await main("accept").waitFor();
  await context.setOffline(true);
  await main("accept").click();
  await main("contact").click();
  await main("arrive").waitFor();
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll(".step-bar [data-waiting]")].map((step) => step.dataset.step)), ["accept", "contact"]);
  const left = Date.now();
  await page.locator("#waiting", { hasText: "2 条待发" }).waitFor();
  await page.locator("#notice", { hasText: "没有网络" }).waitFor();
  await shoot("tablet_offline");
  await page.locator("#waiting").click();
  await shoot("tablet_queue");
  assert.equal((await incident(id)).stage, "assigned");
  assert.equal(await page.locator('#queue .queue-item[data-state="waiting"]').count(), 2);

  // The page is closed; what waits is on the tablet.
  await page.close();
  await context.setOffline(false);
  tablet.page = await context.newPage();
  await tablet.page.goto(`${on.town.url}/tablet.html?theme=light`);
  await tablet.ready();
  const now = await serverSays(id, (one) => one.history.length === 4);
  assert.deepEqual(now.history.map((step) => step.action), ["classify", "assign", "accept", "contact"]);
  const [accept, contact] = now.history.slice(2).map((step) => Date.parse(step.time));
  assert.ok(accept <= contact && contact <= left, "the times are those of the doing");
  await openTask(id);
  await main("arrive").waitFor();
});

test("somebody else was faster: both versions are told, and the worker decides", async () => {
  const { context } = tablet;
  const { page } = tablet;
  const id = await assigned("路灯不亮");
  await openTask(id);
  await main("accept").click();
  await serverSays(id, (one) => one.stage === "in_progress");
  await main("contact").waitFor();
  await context.setOffline(true);
  await main("contact").click();
  await page.locator("#waiting").waitFor();
  await act(id, { action: "supervise", note: "住户又来电" });
  await context.setOffline(false);
  const item = page.locator('#task .queue-item[data-state="conflict"]');
  await item.waitFor();
  const words = await item.innerText();
  assert.match(words, /您：\d\d:\d\d 已联系群众/);
  assert.match(words, /服务器：.+ \d\d:\d\d 督办（住户又来电），现在督办中/);
  await shoot("tablet_conflict");
  await item.getByRole("button", { name: "按对方的" }).click();
  await item.waitFor({ state: "detached" });
  assert.equal((await incident(id)).history.at(-1).action, "supervise");
});

test("what the server refuses stays with its reason", async () => {
  const { page } = tablet;
  const id = await assigned("占道经营");
  await openTask(id);
  await main("accept").waitFor();
  await tablet.context.setOffline(true);
  await main("accept").click();
  await main("contact").waitFor();
  await act(id, { action: "accept" });
  await act(id, { action: "finish" });
  await tablet.context.setOffline(false);
  await page.locator("#nav-queue").click();
  const item = page.locator('#queue .queue-item[data-state="conflict"], #queue .queue-item[data-state="refused"]');
  await item.waitFor();
  await item.getByRole("button", { name: "仍按我的办" }).click();
  const refused = page.locator('#queue .queue-item[data-state="refused"]');
  await refused.waitFor();
  assert.match(await refused.innerText(), /现在不能“接单”：这件诉求已办结/);
  await shoot("tablet_refused");
  await refused.getByRole("button", { name: "删去这条" }).click();
  await refused.waitFor({ state: "detached" });
});

test("a finding is reported from the map, and reaches the command centre", async () => {
  const { page } = tablet;
  await page.locator("#nav-find").click();
  await page.locator("#find-send").click();
  await page.getByText("还没有写发现了什么").waitFor();
  await page.locator("#find textarea").fill("绿化带内有杂物");
  await page.locator('#find .chip[data-severity="urgent"]').click();
  await page.locator("#find-on-map").click();
  await page.getByText("请在上面的地图上点一下").waitFor();
  await tablet.click(at.lon, at.lat);
  await page.locator("#find-on-map", { hasText: "已在地图上选好" }).waitFor();
  await shoot("tablet_find");
  await page.locator("#find-send").click();
  await page.locator('#queue .queue-item[data-state="sent"]', { hasText: "绿化带内有杂物" }).waitFor();
  const { items } = await on.town.call("command", "GET", "/api/v1/incidents");
  const found = items.find((one) => one.text === "绿化带内有杂物");
  assert.deepEqual([found.channel, found.severity], ["patrol", "urgent"]);
  assert.ok(Math.abs(found.lon - at.lon) < 3e-5 && Math.abs(found.lat - at.lat) < 3e-5);
});

test("every target is large enough for a glove, and the page keeps to its server", async () => {
  const { page } = tablet;
  for (const view of ["#nav-tasks", "#nav-find", "#nav-queue"]) {
    await page.locator(view).click();
    const small = await page.evaluate(() => [...document.querySelectorAll("button, summary, textarea, input:not(.unseen)")]
      .map((element) => ({ words: element.textContent || element.name, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 64 || box.width < 64)).map(({ words, box }) => `${words} ${box.width}x${box.height}`));
    assert.deepEqual(small, [], view);
  }
  tablet.assertQuiet(on.town.url, EXPECTED);
});

test("by night, and lying on its side", async () => {
  const { page } = tablet;
  await page.goto(`${on.town.url}/tablet.html?theme=dark`);
  await tablet.ready();
  await page.locator("#tasks .row").first().waitFor();
  await tablet.painted();
  await shoot("tablet_dark");
  await page.setViewportSize({ width: 1180, height: 820 });
  await tablet.painted();
  await shoot("tablet_landscape");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
});
