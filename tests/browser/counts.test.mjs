// Areas as chips where the map shows too much for single marks: what they count, what they hide, where they lead.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { FakeLive, say } from "./support/fake_live.mjs";
import { setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ definition: "county.toml", signedIn: false });
const SCREENS = join(root, "build/reports/screens");

/** The areas of a layer, each with its box and the middle of it. */
async function areasOf(layer) {
  const { features } = await on.town.call("command", "GET", `/api/v1/layers/${layer}`);
  const boxes = new Map();
  for (const { properties, geometry } of features) {
    const box = boxes.get(properties.code) ?? [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2)) {
      box.splice(0, 4, Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat));
    }
    boxes.set(properties.code, box);
  }
  return [...boxes].map(([code, box]) => ({ code, box, lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 }));
}

/** A county's ordinary afternoon: something everywhere, much in a few places, the worst in two. */
function afternoon(areas, level) {
  return areas.map(({ code, lon, lat }, i) => ({
    id: code, level, lon, lat,
    workers: level === "grid" ? i % 3 : 4 + ((i * 5) % 9),
    routine: level === "grid" ? (i * 7) % 5 : 2 + ((i * 11) % 31),
    urgent: i % 5 === 1 ? 1 + (i % 3) : 0,
    critical: i % 17 === 2 ? 1 : 0,
  }));
}

/** One incident a severity in each of three areas. */
function incidentsIn(areas) {
  return areas.slice(0, 3).flatMap(({ code, lon, lat }, i) => ["critical", "urgent", "routine"].map((severity, j) => ({
    id: `${severity}-${code}`, severity, lon: lon + j * 0.0006, lat: lat + i * 0.0002, title: "井盖缺失", time_ms: Date.now(),
  })));
}

test("an area's chip counts what its zoom hides, and a click leads to the area", async () => {
  const desk = await Desk.open(on.browser);
  const { page } = desk;
  const live = await FakeLive.prepare(desk);
  await page.goto(on.town.link());
  const [communities, grids] = [await areasOf("community"), await areasOf("grid")];
  const [w, s, e, n] = on.info.bbox;
  const middle = [(w + e) / 2, (s + n) / 2];
  const incidents = incidentsIn(grids);
  const counted = (areas, level) => ({ seq: 1, tick: 1, incidents, counts: afternoon(areas, level) });
  const drawn = (layer) => page.evaluate((id) => window.inFrame([id]).map((f) => f.properties), layer);
  const severities = async () => new Set((await drawn("incident")).map((f) => f.severity));

  await live.connect([say.hello(), say.snapshot({ incidents })]);
  await desk.ready();
  // A server that counts nothing: every incident stays a pin at any zoom.
  await desk.look(...middle, 10.5);
  assert.equal((await severities()).size, 3);

  await live.deliver([say.snapshot(counted(communities, "community"))]);
  await page.waitForFunction((wanted) => new Set(window.inFrame(["count"]).map((f) => f.properties.id)).size === wanted, communities.length);
  await page.waitForFunction(() => window.inFrame(["incident"]).length === 0);
  const worst = (await drawn("count")).find((f) => f.worst === "critical");
  assert.deepEqual([worst.s1, worst.s4], ["critical", "duty"]);
  assert.match(await page.locator(".legend-count").innerText(), /每社区合计[^]*特急[^]*紧急[^]*常规[^]*在岗人数/);
  assert.equal(await page.locator("#incident-list .row").count(), incidents.length, "the list keeps everything");

  // Nearer, the worst comes out of the chips, then the urgent.
  await desk.look(...middle, 11.5);
  await page.waitForFunction(() => window.inFrame(["incident"]).length > 0);
  assert.deepEqual(await severities(), new Set(["critical"]));
  assert.equal((await live.asked()).at(-1).resume, null, "another zoom is another question");
  await live.deliver([say.snapshot(counted(grids, "grid"))]);
  await desk.look(...middle, 13.2);
  await page.waitForFunction(() => window.inFrame(["incident"]).some((f) => f.properties.severity === "urgent"));
  assert.deepEqual(await severities(), new Set(["critical", "urgent"]));
  assert.ok((await drawn("count")).every((f) => f.s1 === "routine" && f.s4 === "none"));

  // Away from the pins, and on top of its neighbours.
  const target = grids.slice(20).find(({ code }) => afternoon(grids, "grid").find((c) => c.id === code)?.routine === 4);
  await desk.click(target.lon, target.lat);
  await page.waitForFunction(([west, south, east, north]) => {
    const b = window.yuntu.map.getBounds();
    return window.yuntu.map.getZoom() > 14 && b.getWest() < west && b.getSouth() < south && b.getEast() > east && b.getNorth() > north;
  }, target.box);
  await page.waitForFunction(() => window.inFrame(["count"]).length === 0);
  await page.waitForFunction(() => window.inFrame(["incident"]).length === 0 || window.yuntu.map.getZoom() >= 14);
  desk.assertQuiet(on.town.url);
  await desk.close();
});

/** Zoom, and how much farther apart the chips stand than in the demo county, which is a tenth of a real one. */
const VIEWS = [["subdistrict", 10.4, 14], ["community", 11.6, 9], ["grid", 13.2, 3]];

for (const [name, size, query] of [["desk", { width: 1440, height: 900 }, ""], ["wall", { width: 1920, height: 1080 }, "?theme=dark&wall"]]) {
  test(`pictures of the chips on the ${name}`, async () => {
    mkdirSync(SCREENS, { recursive: true });
    const desk = await Desk.open(on.browser);
    const { page } = desk;
    const live = await FakeLive.prepare(desk);
    await page.setViewportSize(size);
    await page.goto(on.town.link().replace("/#", `/${query}#`));
    await live.connect([say.hello(), say.snapshot()]);
    await desk.ready();
    const [w, s, e, n] = on.info.bbox;
    const [x, y] = [(w + e) / 2, (s + n) / 2];
    for (const theme of query ? ["dark"] : ["light", "dark"]) {
      if (theme === "dark" && !query) await page.getByRole("button", { name: "深色或浅色" }).click();
      for (const [level, zoom, apart] of VIEWS) {
        const areas = (await areasOf(level)).map(({ code, lon, lat }) => ({ code, lon: x + (lon - x) * apart, lat: y + (lat - y) * apart }));
        await desk.look(x, y, zoom);
        await live.deliver([say.snapshot({ incidents: incidentsIn(areas), counts: afternoon(areas, level) })]);
        await page.waitForFunction((wanted) => window.inFrame(["count"]).some((f) => f.properties.level === wanted), level);
        await desk.painted();
        await page.screenshot({ path: join(SCREENS, `counts_${name}_${theme}_${level}.png`) });
      }
    }
    desk.assertQuiet(on.town.url);
    await desk.close();
  });
}
