// The map at six zooms by day and by night, and on a wall: what must and must not show, and the pictures to look at.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { drawnLayers, LABEL_LAYERS, namesSideBySide, wrongLabels } from "./support/frame.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ definition: "county.toml" });
const SCREENS = join(root, "build/reports/screens");
const NAMES_APART_PX = 100;

/** Layer by zoom: `shows` where the server has it loaded. */
const VIEWS = [
  { zoom: 11, shows: ["subdistrict-line", "subdistrict-label", "community-line", "street-main", "water"],
    hides: ["grid-line", "grid-label", "estate-label", "building", "street-minor", "microgrid-line", "station"] },
  { zoom: 12.5, shows: ["subdistrict-line", "community-line", "community-label", "grid-line", "street-main", "water", "landuse"],
    hides: ["subdistrict-label", "grid-label", "estate-label", "building", "street-lane", "microgrid-line"] },
  { zoom: 13.8, shows: ["community-label", "grid-line", "estate-fill", "street-minor", "landuse"],
    hides: ["grid-label", "estate-label", "building", "station", "microgrid-line", "street-path", "street-main-label"] },
  { zoom: 15, shows: ["grid-label", "estate-label", "grid-line", "estate-line", "building", "street-main-label"],
    hides: ["community-label", "building-label", "microgrid-line", "street-path", "gate"] },
  { zoom: 16.5, shows: ["grid-line", "microgrid-line", "estate-label", "building-label", "building-outline", "street-path", "gate"],
    hides: ["community-label", "building-address", "entrance", "shop", "entrance-label"] },
  { zoom: 18, shows: ["building-label", "building-outline", "entrance", "shop"],
    hides: ["community-label", "subdistrict-label", "entrance-label"] },
];

/** The tile layer a style layer draws; null for what the page itself holds. */
async function sourceOf(page, id) {
  return page.evaluate((name) => window.yuntu.map.getLayer(name)?.source ?? null, id);
}

/** Whether the whole county lies in the frame. */
function wholeInFrame(page) {
  return page.evaluate(([w, s, e, n]) => {
    const b = window.yuntu.map.getBounds();
    return b.getWest() < w && b.getSouth() < s && b.getEast() > e && b.getNorth() > n;
  }, on.info.bbox);
}

async function holdsTable(page, { zoom, shows, hides }, expected) {
  const drawn = await drawnLayers(page);
  for (const id of shows) {
    // Without that data the style leaves the layer out.
    if ((await sourceOf(page, id)) === null) continue;
    if (expected.has(id)) assert.ok(drawn[id] > 0, `zoom ${zoom}: ${id} is missing`);
  }
  for (const id of hides) assert.equal(drawn[id], undefined, `zoom ${zoom}: ${id} must not show`);
  if (!(await wholeInFrame(page))) return;
  for (const { layer, features } of on.info.layers) {
    const line = `${layer}-line`;
    if (shows.includes(line) && layer !== "estate") assert.equal(drawn[line], features, `zoom ${zoom}: every ${layer}`);
  }
}

async function look(desk, theme, view) {
  const { page } = desk;
  const { lon, lat } = pointOf(on.info, 0.45, 0.45);
  await desk.look(lon, lat, view.zoom);
  await desk.painted();
  await page.screenshot({ path: join(SCREENS, `${theme}_${view.zoom}.png`) });
  // Steps, gates and the like are not in every frame; what areas and roads there are is.
  const rare = new Set(["gate", "entrance", "shop", "street-path", "microgrid-line", "landuse"]);
  await holdsTable(page, view, new Set(view.shows.filter((id) => view.zoom < 16 || !rare.has(id))));
  // Where names go does not depend on their colour: once is enough.
  if (theme !== "light") return;
  assert.deepEqual(await wrongLabels(page, LABEL_LAYERS), [], `zoom ${view.zoom}`);
  if (view.zoom >= 15) assert.deepEqual(await namesSideBySide(page, NAMES_APART_PX), [], `zoom ${view.zoom}`);
}

for (const theme of ["light", "dark"]) {
  test(`at six zooms the ${theme} map shows each level where it belongs, one name each, inside its area`, async () => {
    mkdirSync(SCREENS, { recursive: true });
    const { desk } = on;
    if (theme === "dark") await desk.page.getByRole("button", { name: "深色或浅色" }).click();
    for (const view of VIEWS) await look(desk, theme, view);
  });
}

test("on a wall the words of the map keep the least size", async () => {
  const { desk } = on;
  await desk.page.setViewportSize({ width: 1920, height: 1080 });
  await desk.page.goto(`${on.town.url}/?theme=dark&wall`);
  await desk.ready();
  const { lon, lat } = pointOf(on.info, 0.5, 0.5);
  await desk.look(lon, lat, 15.8);
  await desk.painted();
  await desk.page.screenshot({ path: join(SCREENS, "wall_15.8.png") });
  const sizes = await desk.page.evaluate(() => ["grid-label", "estate-label", "street-main-label", "station-label"]
    .map((id) => window.yuntu.map.getLayoutProperty(id, "text-size")));
  for (const size of sizes) assert.ok(size >= 19.9, `${size} px of 1920`);
  assert.ok((await drawnLayers(desk.page))["grid-label"] > 0);
  desk.assertQuiet(on.town.url);
});
