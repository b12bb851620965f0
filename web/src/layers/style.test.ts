import { describe, expect, it } from "vitest";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { palettes } from "../../tokens/tokens";
import { LAND_TINTS } from "./ground";
import { MARK_IDS } from "./icons";
import { buildStyle, type StyleInput } from "./style";
import { codeFilter, LAYERS_OF_CLASS } from "./thematic";

const ALL = new Set([
  "subdistrict", "community", "estate", "grid", "microgrid", "building", "street", "water", "station",
  "landuse", "gate", "entrance", "shop", "fence",
]);
const style = (over: Partial<StyleInput> = {}) =>
  buildStyle({ theme: "light", layers: ALL, origin: "http://127.0.0.1:8080", raised: false, scale: 1, ...over });
const ids = (over: Partial<StyleInput> = {}) => style(over).layers.map((l) => l.id);
const layer = (id: string, over: Partial<StyleInput> = {}) => {
  const found = style(over).layers.find((l) => l.id === id);
  if (!found) throw new Error(`no layer ${id}`);
  return found as typeof found & { minzoom?: number; maxzoom?: number; paint?: Record<string, unknown>; layout?: Record<string, unknown> };
};
const shownAt = (zoom: number) => style().layers
  .filter((l) => (l.minzoom ?? 0) <= zoom && zoom < (l.maxzoom ?? 24)).map((l) => l.id);

it("is valid in both themes, on desk and wall", () => {
  for (const theme of ["light", "dark"] as const) {
    for (const scale of [1, 3.3]) expect(validateStyleMin(style({ theme, scale }))).toEqual([]);
  }
});

it("asks only its own server for tiles, and for neither glyphs nor sprite", () => {
  const built = style();
  expect(built.glyphs).toBeUndefined();
  expect(built.sprite).toBeUndefined();
  for (const source of Object.values(built.sources)) {
    if (source.type === "vector") expect(source.tiles?.[0]).toMatch(/^http:\/\/127\.0\.0\.1:8080\/tiles\/\w+\/\{z\}\/\{x\}\/\{y\}\.mvt$/);
  }
});

it("has a source and layers only for what the server has loaded", () => {
  const layers = new Set(["grid"]);
  expect(Object.keys(style({ layers }).sources)).toContain("grid");
  expect(Object.keys(style({ layers }).sources)).not.toContain("building");
  expect(ids({ layers })).toEqual(expect.arrayContaining(["land", "grid-line", "staffing-4", "worker"]));
  for (const id of ["building", "landuse", "gate", "shop-label", "bridge-main"]) expect(ids({ layers })).not.toContain(id);
});

it("every id is there once", () => {
  expect(new Set(ids()).size).toBe(ids().length);
});

describe("order", () => {
  const inOrder = (order: string[]) => {
    const at = order.map((id) => ids().indexOf(id));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  };

  it("goes from the ground to the people and the pins", () => {
    inOrder([
      "land", "estate-fill", "landuse", "water", "street-lane-casing", "street-minor-casing", "street-main-casing",
      "street-lane", "street-minor", "street-main", "street-rail", "street-rail-gap", "bridge-main-casing", "bridge-main",
      "building", "staffing-4", "reach-street", "microgrid-line", "grid-line", "community-line", "subdistrict-line", "fence-line",
      "grid-selected", "building-3d", "trail", "station", "worker", "count", "incident", "place",
    ]);
  });

  it("gives grid numbers the right of way over estates, stations, roads, buildings, doors", () => {
    inOrder([
      "shop-label", "building-label", "street-minor-label", "street-main-label", "station-label", "estate-label", "grid-label",
      "community-label", "subdistrict-label",
    ]);
  });

  it("keeps raised buildings under every word", () => {
    const words = style().layers.findIndex((l) => l.type === "symbol");
    expect(ids().indexOf("building-3d")).toBeLessThan(words);
  });
});

/** The table of 3b: what must and must not be drawn at a zoom. */
it.each([
  [10, ["subdistrict-line", "subdistrict-label", "street-main", "water"], ["community-line", "grid-line", "landuse", "street-minor", "building", "fence-line"]],
  [11.5, ["subdistrict-label", "community-line", "community-label", "landuse"], ["grid-line", "street-minor", "building", "grid-label"]],
  [13, ["grid-line", "fence-line", "community-label", "street-minor", "estate-fill"], ["subdistrict-label", "grid-label", "building", "station", "estate-label", "fence-label", "street-lane"]],
  [14.6, ["grid-label", "fence-label", "estate-label", "building", "street-main-label"], ["community-label", "microgrid-line", "building-label", "street-path", "gate"]],
  [16, ["microgrid-line", "estate-label", "gate", "building-3d", "street-path"], ["building-label", "entrance", "shop", "community-label"]],
  [17.2, ["building-label", "entrance", "gate-label", "building-outline"], ["shop", "entrance-label"]],
  [18.6, ["building-label", "entrance-label", "shop-label"], ["community-label"]],
] as const)("at zoom %d it shows what an officer needs there and no more", (zoom, wanted, unwanted) => {
  const shown = shownAt(zoom);
  expect(shown).toEqual(expect.arrayContaining([...wanted]));
  for (const id of unwanted) expect(shown).not.toContain(id);
});

it("levels are told apart by weight: subdistrict over community over grid", () => {
  const widest = (id: string): number => {
    const width = layer(id).paint?.["line-width"] as unknown[];
    return width.at(-1) as number;
  };
  expect(widest("subdistrict-line")).toBe(3);
  expect(widest("community-line")).toBe(2.2);
  expect(widest("grid-line")).toBeLessThan(widest("community-line"));
  expect(layer("grid-line").paint).toHaveProperty("line-dasharray");
  expect(layer("microgrid-line").layout).toMatchObject({ "line-cap": "round" });
});

it("a wall's words and lines are larger by its scale, and its names wait for the room they need", () => {
  expect(layer("estate-label", { scale: 2 }).layout?.["text-size"]).toBe(26);
  expect(layer("estate-label", { scale: 2 }).minzoom).toBe(15.5);
  expect(layer("microgrid-line", { scale: 2 }).paint?.["line-width"]).toBe(4);
});

it("every kind of land use has its tint in both themes", () => {
  for (const theme of ["light", "dark"] as const) {
    const colour = JSON.stringify(layer("landuse", { theme }).paint?.["fill-color"]);
    for (const [kind, token] of Object.entries(LAND_TINTS)) expect(colour).toContain(`"${kind}","${palettes[theme][token]}"`);
  }
});

it("raised buildings are there only when asked for", () => {
  expect(layer("building-3d").layout?.["visibility"]).toBe("none");
  expect(layer("building-3d", { raised: true }).layout?.["visibility"]).toBe("visible");
});

it("draws every image that it names", () => {
  for (const id of ["plate", "gate", "hatch", "station", "place", "pin-critical", "pin-urgent", "pin-routine", "pin-done", "count-critical", "count-urgent", "count-routine", "count-none", "worker-drop", "worker-disc", "worker-stale"]) {
    expect(MARK_IDS).toContain(id);
  }
});

it("a thematic layer without areas shows nothing, and each class has its layers", () => {
  expect(codeFilter([])).toEqual(["==", ["get", "code"], ""]);
  expect(codeFilter(["a", "b"])).toEqual(["match", ["get", "code"], ["a", "b"], true, false]);
  for (const id of Object.values(LAYERS_OF_CLASS).flat()) expect(ids()).toContain(id);
});
