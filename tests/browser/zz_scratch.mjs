import { readFileSync } from "node:fs";
import { Town } from "./support/town.mjs";
import { Desk, openBrowser } from "./support/desk.mjs";
const town = await Town.make();
const browser = await openBrowser();
try {
  town.addUser("规", "planner");
  const desk = await Desk.open(browser);
  const { page } = desk;
  const b = JSON.parse(readFileSync(town.files + "/buildings.geojson"));
  const info = await town.call("command", "GET", "/api/v1/map");
  const mid = (f) => { const r = f.geometry.coordinates.flat(f.geometry.type === "Polygon" ? 1 : 2); return [r.reduce((s, p) => s + p[0], 0) / r.length, r.reduce((s, p) => s + p[1], 0) / r.length]; };
  const dist = (p, q) => Math.hypot((p[0] - q[0]) * 91100, (p[1] - q[1]) * 111195) * 1.35 / 1.1;
  const all = b.features.map((f) => ({ code: f.properties.code ?? f.properties.BM, at: mid(f), hh: f.properties.households ?? 10, p: f.properties }));
  console.log(all[0]);
  await page.route("**/api/v1/coverage/buildings?*", (r) => {
    const u = new URL(r.request().url()); const lim = u.searchParams.get("minutes") * 60;
    const st = u.searchParams.get("station"); const os = st ? info.stations.filter((s) => s.code === st).map((s) => [s.lon, s.lat]) : u.searchParams.get("lon") ? [[+u.searchParams.get("lon"), +u.searchParams.get("lat")]] : info.stations.map((s) => [s.lon, s.lat]);
    r.fulfill({ json: { buildings: all.map((x) => ({ code: x.code, seconds: Math.min(...os.map((o) => dist(o, x.at))) })).filter((x) => x.seconds <= lim) } });
  });
  await page.route("**/api/v1/coverage/reach?*", (r) => {
    const u = new URL(r.request().url()); const st = info.stations.find((s) => s.code === u.searchParams.get("station")) ?? { lon: +u.searchParams.get("lon"), lat: +u.searchParams.get("lat") };
    const m = +u.searchParams.get("minutes");
    const ring = (min) => Array.from({ length: 41 }, (_, i) => [st.lon + Math.cos(i / 40 * 2 * Math.PI) * min * 49 / 91100, st.lat + Math.sin(i / 40 * 2 * Math.PI) * min * 49 / 111195]);
    r.fulfill({ json: { type: "FeatureCollection", features: [{ type: "Feature", properties: { kind: "streets", minutes: m, street_m: 28099 }, geometry: { type: "MultiLineString", coordinates: [[[st.lon - .004, st.lat], [st.lon + .004, st.lat]], [[st.lon, st.lat - .004], [st.lon, st.lat + .004]]] } },
      ...[5, 10, 15].filter((x) => x <= m).map((x) => ({ type: "Feature", properties: { kind: "outline", minutes: x, buildings: 40 * x, households: 280 * x, reached_outside: 0, unreached_inside: 3 }, geometry: { type: "MultiPolygon", coordinates: [[ring(x)]] } }))] } });
  });
  await page.route("**/api/v1/coverage/areas?*", (r) => {
    const served = (n, f) => [5, 10, 15].map((m, i) => ({ minutes: m, buildings: 10, households: Math.round(n * Math.min(1, f * (i + 1) / 2)) }));
    const names = ["北关老街", "望河园", "御景园", "翠湖苑", "锦绣花园", "书香门第", "滨河小区二期东区", "凤凰城"];
    r.fulfill({ json: { level: "estate", profile: "standard", minutes: [5, 10, 15], areas: names.map((name, i) => ({ code: "E" + i, name, buildings: 20, households: 233 + 70 * i, served: served(233 + 70 * i, .2 + i * .11) })),
      total: { buildings: 400, households: 5871, served: served(5871, .47) }, farthest: { households: 293, mean_s: 1300, unreached_households: 12, areas: [{ code: "E1", name: "望河园" }] }, histogram: [30, 60, 110, 170, 240, 260, 250, 230, 210, 180, 170, 190, 220, 230, 220, 150, 110, 80, 60, 45, 30, 20, 15, 8, 4, 0, 0, 0, 0, 0, 0] } });
  });
  let n = 0;
  await page.route("**/api/v1/coverage/what-if", (r) => { const q = r.request().postDataJSON(); n++; r.fulfill({ json: { limit_s: 900, profile: "standard", before: { buildings: 300, households: 4139 }, after: { buildings: 340, households: 4139 + q.edits.length * 180 }, gained: { buildings: 5, households: 200, codes: all.slice(0, 8).map((x) => x.code) }, lost: { buildings: 2, households: 20, codes: all.slice(30, 33).map((x) => x.code) }, lost_with_street: 0, shorter: 0, longer: 0, saved_household_s: 1, lengthened_household_s: 1 } }); });
  await page.route("**/api/v1/coverage/barriers?*", (r) => r.fulfill({ json: { openings: info.stations.slice(0, 3).map((s, i) => ({ kind: i ? "link" : "gate", from: [s.lon, s.lat + .001], to: [s.lon + .0004, s.lat + .001], length_m: 36, buildings: 4, households: 240 - 60 * i, shorter: 2, saved_household_s: 3 })) } }));
  await page.goto(town.link("规").replace("/#", "/planner.html#"));
  await page.waitForFunction(() => window.yuntuPlanner?.ready).catch((e) => console.log(String(e)));
  await page.waitForTimeout(1500);
  await page.screenshot({ path: "/tmp/p0.png" });
  await page.selectOption("#station", info.stations[0].code);
  await page.waitForTimeout(4000);
  const box = await page.locator('.plan-handle').first().boundingBox();
  await page.mouse.move(box.x + 14, box.y + 14); await page.mouse.down();
  for (let i = 1; i < 20; i++) await page.mouse.move(box.x + 14 + 5 * i, box.y + 14 + 2 * i);
  await page.waitForTimeout(800);
  await page.screenshot({ path: "/tmp/p1.png" });
  await page.mouse.up();
  await page.click("#find-barriers");
  await page.waitForTimeout(1500);
  await page.locator("#openings .opening").first().click();
  await page.waitForTimeout(3000);
  await page.screenshot({ path: "/tmp/p2.png" });
  await page.click("#tab-siting");
  await page.waitForTimeout(1000);
  await page.screenshot({ path: "/tmp/p3.png" });
  console.log(n, desk.errors, desk.violations);
} finally { await browser.close(); await town.close(); }
