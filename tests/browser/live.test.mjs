// What the page makes of the stream, message by message: pace, memory, ageing, badge. The server's half is a stand-in.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { FakeLive, say } from "./support/fake_live.mjs";
import { pointOf, setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false });
const SCREENS = join(root, "build/reports/screens");
const WORKERS = 10_000;
const MESSAGES = 10;
const HOUR_MS = 3_600_000;

/** A signed-in desk whose stream says what the test says. `before` may change the page first. */
async function open(before = async () => {}) {
  const desk = await Desk.open(on.browser);
  const live = await FakeLive.prepare(desk);
  await before(desk);
  await desk.page.goto(on.town.link());
  return { desk, page: desk.page, live };
}

/** Ten thousand workers in rows over the town, `step` steps to the east, in as many messages. */
function crowd(step, time_ms) {
  const workers = Array.from({ length: WORKERS }, (_, i) => {
    const at = pointOf(on.info, 0.05 + 0.9 * ((i % 100) / 100), 0.05 + 0.9 * (Math.floor(i / 100) / 100));
    return { id: `w${i}`, lon: at.lon + step * 2e-6, lat: at.lat, time_ms };
  });
  const size = WORKERS / MESSAGES;
  return Array.from({ length: MESSAGES }, (_, n) => workers.slice(n * size, (n + 1) * size));
}

const counters = (page) => page.evaluate(() => window.yuntu.counters());

test("ten thousand workers that all move each second are drawn, applied once a frame, in flat memory", async () => {
  const { desk, page, live } = await open();
  const start = Date.now();
  await live.connect([say.hello({ time_ms: start }), say.snapshot({ workers: crowd(0, start).flat() })]);
  await desk.ready();
  await page.waitForFunction((wanted) => new Set(window.inFrame(["worker"]).map((f) => f.properties.id)).size === wanted, WORKERS);

  let tick = 1;
  const round = () => {
    tick += 1;
    return crowd(tick, start + tick * 1000).map((workers) => say.changes({ tick, workers }));
  };
  await desk.painted();
  // All messages of a round in one task: nothing of them shows before the frame, then all at once.
  // Silent no longer than that: the page gives up a connection it hears nothing from.
  const { before, within } = await page.evaluate((texts) => {
    window.fakeLive.silent = true;
    const sample = () => ({ ...window.yuntu.counters(), lon: window.yuntu.world().workers.get("w7").lon });
    const first = sample();
    window.fakeLive.deliver(texts);
    return { before: first, within: sample() };
  }, round());
  assert.equal(within.messages, before.messages + MESSAGES);
  assert.equal(within.applications, before.applications);
  assert.equal(within.lon, before.lon);
  await page.waitForFunction((n) => window.yuntu.counters().applications > n, before.applications);
  const after = await counters(page);
  assert.equal(after.applications, before.applications + 1);
  assert.equal(after.handed.worker, before.handed.worker + 1);
  assert.equal(after.handed.incident, before.handed.incident, "what did not change is not handed over again");
  await page.evaluate(() => { window.fakeLive.silent = false; });

  // Each message in a task of its own: still no more applications than frames (a late frame is helped by a timer).
  const paced = await page.evaluate((texts) => new Promise((done) => {
    const began = performance.now();
    const first = window.yuntu.counters().applications;
    let drawn = 0;
    const frame = () => { drawn += 1; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    const next = () => {
      const text = texts.shift();
      if (text) { window.fakeLive.deliver([text]); setTimeout(next, 0); return; }
      done({ applications: window.yuntu.counters().applications - first, drawn, seconds: (performance.now() - began) / 1000 });
    };
    next();
  }), round());
  assert.ok(paced.applications <= paced.drawn + Math.ceil(paced.seconds), JSON.stringify(paced));

  const cdp = await desk.context.newCDPSession(page);
  await cdp.send("HeapProfiler.enable");
  // With nothing under way to the map any more, or back.
  const heap = async () => {
    await desk.painted();
    await cdp.send("HeapProfiler.collectGarbage");
    return (await cdp.send("Runtime.getHeapUsage")).usedSize;
  };
  const rounds = async (n) => {
    for (let i = 0; i < n; i += 1) {
      const applied = (await counters(page)).applications;
      await live.deliver(round());
      await page.waitForFunction((seen) => window.yuntu.counters().applications > seen, applied);
    }
  };
  // A page that is moved by its user meanwhile answers.
  await page.keyboard.press("l");
  await rounds(5);
  await page.locator('#card[data-kind="layers"]').waitFor();
  await page.keyboard.press("Escape");
  const settled = await heap();
  await rounds(12);
  const grown = (await heap()) - settled;
  console.log(`heap after 5 rounds ${(settled / 1e6).toFixed(1)} MB, 12 rounds later ${(grown / 1e6).toFixed(1)} MB more`);
  // 120,000 positions: held as the stream brings them they would be more than 20 MB.
  assert.ok(grown < 8e6, `${grown} bytes more`);
  const points = await page.evaluate(() => [...window.yuntu.world().trails.values()].reduce((sum, trail) => sum + trail.length, 0));
  assert.ok(points <= 40_000, `${points} points in all trails`);
  assert.equal(await page.evaluate(() => window.yuntu.world().workers.size), WORKERS);
  desk.assertQuiet(on.town.url);
  await desk.close();
});

test("a mark turns hollow and says its age by the server's time, whatever the device's clock says", async () => {
  const { desk, page, live } = await open((d) => d.context.addInitScript((ms) => {
    const real = Date.now;
    Date.now = () => real() - ms;
  }, HOUR_MS));
  const now = Date.now();
  const [fresh, old] = [pointOf(on.info, 0.4, 0.5), pointOf(on.info, 0.6, 0.5)];
  await live.connect([say.hello({ time_ms: now }), say.snapshot({ workers: [
    { id: "fresh", ...fresh, time_ms: now - 60_000 }, { id: "old", ...old, time_ms: now - 6.5 * 60_000 },
  ] })]);
  await desk.ready();
  await desk.drawnAt("worker", "old", old.lon, old.lat);
  const marks = Object.fromEntries((await desk.rendered("worker")).map((f) => [f.id, f]));
  assert.equal(marks.fresh.mark, "disc");
  assert.equal(marks.old.mark, "stale");
  assert.equal(marks.old.words, "6 分钟前");
  await page.waitForFunction(() => window.inFrame(["worker-age"]).some((f) => f.properties.id === "old"));
  assert.match(await page.locator(".legend").innerText(), /失联 5 分以上/);
  mkdirSync(SCREENS, { recursive: true });
  for (const theme of ["light", "dark"]) {
    if (theme === "dark") await page.getByRole("button", { name: "深色或浅色" }).click();
    await desk.painted();
    await page.screenshot({ path: join(SCREENS, `stale_${theme}.png`) });
  }
  desk.assertQuiet(on.town.url);
  await desk.close();
});

test("the badge goes from live to offline by shape and word, and back by itself", async () => {
  const { desk, page, live } = await open((d) => d.page.clock.install());
  await live.connect([say.hello(), say.snapshot()]);
  await desk.ready();
  mkdirSync(SCREENS, { recursive: true });
  // From here on time passes, and something comes, by the test's word only.
  await page.evaluate(() => { window.fakeLive.silent = true; });
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  // What falls due in a jump is done once, and drawn in the frame after it.
  const pass = async (ms) => {
    await page.clock.fastForward(ms - 100);
    await page.clock.runFor(100);
  };
  const shows = async (state, words) => {
    await page.locator(`#live[data-state="${state}"]`).waitFor();
    assert.match(await page.locator("#live .live-words").innerText(), words);
    await page.locator("header").screenshot({ path: join(SCREENS, `badge_${state}.png`) });
  };
  await live.deliver([say.changes({ seq: 1, tick: 1 })]);
  await page.clock.runFor(1_100);
  await shows("live", /^实时 · [01] 秒前$/);
  await pass(7_000);
  await shows("delayed", /^延迟 · [78] 秒前$/);
  assert.equal(await page.locator("#live [role=status]").textContent(), "延迟");
  await pass(8_000);
  await shows("reconnecting", /^重连中 · 1[56] 秒前$/);
  // Silence has ended the connection; the page tries again after a time of its own choice, here soon or late.
  assert.equal(await page.evaluate(() => window.fakeLive.sockets[0].closed), true);
  await pass(61_000);
  await shows("offline", /^离线 · 1 分钟前$/);
  await page.locator('.band[data-kind="lost"]').waitFor();
  await page.screenshot({ path: join(SCREENS, "offline.png") });
  // A try that met silence too is given up; the next is not more than half a minute away.
  const listens = () => page.evaluate(() => !window.fakeLive.sockets.at(-1).closed);
  for (let waited = 0; waited < 60 && !(await listens()); waited += 1) await page.clock.runFor(1_000);
  assert.ok(await listens(), "the page did not try again");
  await live.deliver([say.hello(), say.changes({ seq: 1, tick: 1 })]);
  await page.clock.runFor(1_100);
  await shows("live", /^实时 · [01] 秒前$/);
  await page.locator('.band[data-kind="back"]').waitFor();
  assert.deepEqual((await live.asked()).at(-1).resume, { seq: 1, tick: 1 });
  desk.assertQuiet(on.town.url);
  await desk.close();
});

test("moving the map asks for the difference and shows it; rights that are lost leave at once", async () => {
  const { desk, page, live } = await open();
  const here = pointOf(on.info, 0.5, 0.5);
  const there = { lon: here.lon + 0.2, lat: here.lat };
  const time_ms = Date.now();
  const worker = (id, at) => ({ id, ...at, time_ms });
  await live.connect([say.hello(), say.snapshot({ seq: 3, tick: 5, workers: [worker("a", here), worker("b", here)] })]);
  await desk.ready();
  await desk.look(here.lon, here.lat, 16);
  await live.deliver([say.snapshot({ seq: 3, tick: 5, workers: [worker("a", here), worker("b", here)] })]);
  await desk.drawnAt("worker", "a", here.lon, here.lat);
  await live.deliver([say.forget([{ layer: "worker", id: "b" }])]);
  await page.waitForFunction(() => !window.yuntu.world().workers.has("b"));

  await page.evaluate(([x, y]) => window.yuntu.map.jumpTo({ center: [x + 1e-5, y] }), [here.lon, here.lat]);
  await desk.look(there.lon, there.lat, 16);
  const asked = await live.askedUntil(({ bbox: [west, south, east, north] }) =>
    west < there.lon && east > there.lon && south < there.lat && north > there.lat && east - west < 0.1);
  for (const [i, next] of asked.slice(1).entries()) assert.notDeepEqual(next.bbox, asked[i].bbox, "a small move asks for nothing");
  assert.deepEqual(asked.at(-1).resume, { seq: 3, tick: 5 });
  assert.deepEqual(asked.at(-1).layers, [1, 2, 3, 5]);
  // Of the old view, still under way; then the difference.
  await live.deliver([
    say.changes({ tick: 6, workers: [worker("a", here)] }),
    say.changes({ seq: 3, tick: 6, workers: [worker("c", there)], removes: [{ layer: "worker", id: "a" }] }),
  ]);
  await desk.drawnAt("worker", "c", there.lon, there.lat);
  assert.deepEqual(await page.evaluate(() => [...window.yuntu.world().workers.keys()]), ["c"]);
  await live.deliver([say.resync(), say.snapshot({ seq: 4, tick: 7, workers: [worker("d", there)] })]);
  await desk.drawnAt("worker", "d", there.lon, there.lat);
  assert.deepEqual(await page.evaluate(() => [...window.yuntu.world().workers.keys()]), ["d"]);
  desk.assertQuiet(on.town.url);
  await desk.close();
});
