import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";

const on = setUp();

test("the frame holds the town: buildings, streets, lines and one name each", async () => {
  const { desk } = on;
  await desk.drawn();
  const codes = async (layer) => new Set((await desk.rendered(layer)).map((f) => f.code));
  const buildings = await codes("building");
  assert.ok(buildings.size > 100, `${buildings.size} buildings in the frame`);
  assert.ok((await desk.rendered("street-main")).length > 0, "main streets");
  assert.ok((await desk.rendered("street-minor")).length > 0, "minor streets");
  assert.equal((await codes("grid-line")).size, 8);
  const grids = await desk.rendered("grid-label");
  assert.ok(grids.length >= 6, `${grids.length} names of grids`);
  assert.equal(new Set(grids.map((f) => f.code)).size, grids.length, "no name twice");
  assert.ok((await desk.rendered("estate-label")).length > 5, "names of estates");
  assert.equal((await codes("station")).size, on.info.stations.length);
});

test("a position posted through the API is drawn at its place, and moves", async () => {
  const { desk, town } = on;
  const from = pointOf(on.info, 0.52, 0.53);
  const to = { lon: from.lon + 0.0004, lat: from.lat };
  const send = (seq, at, ago_ms) => town.call("gateway", "POST", "/api/v1/positions", {
    device: "tablet-7", boot: 1, worker: "w7",
    reports: [{ seq, time: new Date(Date.now() - ago_ms).toISOString(), ...at, accuracy_m: 20 }],
  });
  await town.call("gateway", "POST", "/api/v1/duty", { on: true, worker: "w7", time: new Date(Date.now() - 60_000).toISOString() });
  assert.deepEqual((await send(1, from, 20_000)).accepted, [[1, 1]]);
  await desk.drawnAt("worker", "w7", from.lon, from.lat);
  assert.deepEqual((await send(2, to, 0)).accepted, [[2, 2]]);
  await desk.drawnAt("worker", "w7", to.lon, to.lat);

  const workers = await desk.rendered("worker");
  assert.equal(workers.length, 1);
  assert.equal(workers[0].mark, "drop");
  assert.ok(Math.abs(workers[0].heading - 90) < 1, `walking east, not ${workers[0].heading}°`);
  await desk.page.waitForFunction(() => window.inFrame(["trail"]).some((f) => f.properties.id === "w7"));
  assert.deepEqual([...new Set((await desk.rendered("trail")).map((f) => f.id))], ["w7"]);
  const areas = await desk.page.evaluate(() => window.yuntu.world().workers.get("w7").areas);
  const owner = await town.call("command", "GET", `/api/v1/owner?lon=${to.lon}&lat=${to.lat}`);
  const codes = Object.entries(owner.areas).filter(([, area]) => area).map(([level, area]) => [level, area.code]);
  assert.deepEqual(areas, Object.fromEntries(codes));

  await town.call("gateway", "POST", "/api/v1/duty", { on: false, worker: "w7" });
  await desk.page.waitForFunction(() => window.inFrame(["worker", "trail"]).length === 0);
});

test("an incident posted through the API is drawn at its place by its severity", async () => {
  const { desk, town } = on;
  for (const [severity, across, up] of [["critical", 0.45, 0.72], ["urgent", 0.3, 0.3], ["routine", 0.7, 0.35]]) {
    const id = randomUUID();
    const at = pointOf(on.info, across, up);
    await town.call("command", "POST", "/api/v1/incidents", { id, channel: "hotline", text: "井盖缺失", severity, ...at });
    await desk.drawnAt("incident", id, at.lon, at.lat);
    const pin = (await desk.rendered("incident")).find((f) => f.id === id);
    assert.equal(pin.mark.split("-")[0], severity);
    await desk.page.locator(`#incident-list .row[data-id="${id}"][data-severity="${severity}"]`).waitFor();
  }
  assert.equal((await desk.rendered("incident")).length, 3);
});

test("the list keeps what lies outside the frame, the frame only workers in it", async () => {
  const { desk, town } = on;
  const here = pointOf(on.info, 0.2, 0.2);
  await town.call("gateway", "POST", "/api/v1/duty", { on: true, worker: "w8" });
  await town.call("gateway", "POST", "/api/v1/positions", {
    device: "tablet-8", boot: 1, worker: "w8", reports: [{ seq: 1, time: new Date().toISOString(), ...here, accuracy_m: 6 }],
  });
  await desk.drawnAt("worker", "w8", here.lon, here.lat);
  await desk.look(here.lon + 0.5, here.lat, 16);
  await desk.page.waitForFunction(() => !window.yuntu.world().workers.has("w8"));
  const held = await desk.page.evaluate(() => ({ incidents: window.yuntu.world().incidents.size, reaches: window.yuntu.world().reaches.size }));
  assert.deepEqual(held, { incidents: 3, reaches: on.info.stations.length });
  await desk.page.keyboard.press("0");
  await desk.drawnAt("worker", "w8", here.lon, here.lat);
});

test("the stream as JSON says what the binary one says", async () => {
  const { desk, town } = on;
  const { page } = desk;
  const held = () => page.evaluate(() => {
    const { workers, incidents, reaches } = window.yuntu.world();
    return [workers, incidents, reaches].map((map) => [...map.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  });
  const binary = await held();
  assert.deepEqual(binary.map((things) => things.length), [1, 3, on.info.stations.length]);
  await page.goto(`${town.url}/?live=json`);
  await desk.ready();
  await page.waitForFunction(() => window.yuntu.world().workers.size === 1);
  assert.deepEqual(await held(), binary);
  assert.equal(desk.requests.filter((url) => url.endsWith("/live?format=json")).length, 1);
});

test("nothing left the server's origin while the map was used", () => {
  const { desk, town } = on;
  for (const kind of ["/tiles/building/", "/tiles/street/", "/live", "/api/v1/map", "/assets/"]) {
    assert.ok(desk.requests.some((url) => new URL(url).pathname.startsWith(kind)), `${kind} was seen by the record`);
  }
  assert.equal(desk.requests.filter((url) => url.endsWith("/live")).length, 1, "one connection a page");
  desk.assertQuiet(town.url);
});
