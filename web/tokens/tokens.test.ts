import { describe, expect, it } from "vitest";
import { ciede2000, contrast, difference, isWarm, type Sight } from "./colour_math";
import { palettes, tokensCss, type Theme, type Token } from "./tokens";

const THEMES: readonly Theme[] = ["dark", "light"];
const SIGHTS: readonly Sight[] = ["normal", "protan", "deutan", "tritan"];

/** [ink, ground, least ratio]: text 4.5, marks and rings 3. */
const CONTRAST: readonly [Token, Token, number][] = [
  ["text1", "bg", 4.5], ["text1", "surface", 4.5], ["text2", "surface", 4.5], ["text3", "surface", 4.5],
  ["text3", "surface2", 4.5], ["text3", "row_hover", 4.5], ["accent_ink", "surface", 4.5], ["accent_ink", "accent_tint", 4.5],
  ["text3", "accent_tint", 4.5], ["on_accent", "accent", 4.5], ["ok_ink", "surface", 4.5], ["yellow_ink", "surface", 4.5],
  ["orange_ink", "surface", 4.5], ["red_ink", "surface", 4.5], ["yellow_ink", "yellow_tint", 4.5],
  ["orange_ink", "orange_tint", 4.5], ["red_ink", "red_tint", 4.5], ["red_ink", "accent_tint", 4.5],
  ["orange_ink", "accent_tint", 4.5], ["yellow_ink", "accent_tint", 4.5], ["on_yellow", "yellow", 4.5],
  ["on_orange", "orange", 4.5], ["on_red", "red", 4.5], ["duty_ink", "surface", 4.5], ["honour_ink", "surface", 4.5],
  ["warned_ink", "surface", 4.5], ["label", "land", 4.5], ["label", "building", 4.5], ["label2", "block", 4.5],
  ["water_label", "water", 4.5], ["line_strong", "surface", 3], ["focus", "surface", 3], ["focus", "land", 3],
  ["yellow_edge", "land", 3], ["orange_edge", "land", 3], ["red_edge", "land", 3], ["duty_edge", "land", 3],
  ["label2", "commercial", 4.5], ["label2", "school", 4.5], ["label2", "industrial", 4.5], ["label2", "park", 4.5],
  ["label2", "road", 4.5], ["label2", "road_minor", 4.5], ["border", "land", 3], ["border", "block", 3], ["border", "water", 3],
  ["rail", "land", 2.5], ["rail", "rail_gap", 2.5], ["bridge_casing", "water", 1.8],
  ["station", "land", 3], ["iso_line", "land", 3], ["iso_line", "iso15", 3], ["text1", "land", 3],
];

/** [one, other, least CIEDE2000] for every kind of sight. */
const APART: readonly [Token, Token, number][] = [
  ["yellow", "orange", 12], ["orange", "red", 12], ["yellow", "red", 20], ["duty", "yellow", 12], ["duty", "orange", 12],
  ["duty", "red", 12], ["duty", "accent", 10], ["duty", "stale", 12], ["duty", "station", 10], ["honour", "red", 12],
  ["honour", "yellow", 12], ["warned", "orange", 12], ["honour", "warned", 12], ["iso_line", "duty", 12],
  ["iso_line", "red", 12], ["iso_line", "accent", 8], ["iso5", "iso10", 6], ["iso10", "iso15", 6], ["mood1", "mood2", 6],
  ["mood2", "mood3", 6], ["mood3", "mood4", 6], ["mood4", "mood5", 6], ["cov1", "cov2", 6], ["cov2", "cov3", 6],
  ["cov3", "cov4", 5], ["ok", "red", 12], ["water", "land", 3], ["building", "block", 2], ["building", "commercial", 2], ["building", "school", 2], ["building", "industrial", 2],
  ["park", "land", 2], ["school", "park", 2], ["park", "water", 3], ["border", "accent", 6],
];

describe.each(THEMES)("tokens, %s", (theme) => {
  const p = palettes[theme];

  it.each(CONTRAST)("%s on %s keeps a contrast of %d", (ink, ground, least) => {
    expect(contrast(p[ink], p[ground])).toBeGreaterThanOrEqual(least);
  });

  it.each(APART)("%s and %s stay apart by %d for every eye", (one, other, least) => {
    for (const sight of SIGHTS) expect(difference(p[one], p[other], sight), sight).toBeGreaterThanOrEqual(least);
  });
});

it("the arithmetic gives the published figures", () => {
  expect(contrast("#FFFFFF", "#000000")).toBeCloseTo(21);
  expect(contrast(palettes.light.text1, palettes.light.surface)).toBeCloseTo(17.5, 1);
  // First and 17th pair of Sharma, Wu and Dalal's test data.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
});

it("critical keeps its own rim and white words, because red is dark for some eyes", () => {
  for (const theme of THEMES) expect(contrast(palettes[theme].red_rim, palettes[theme].land)).toBeGreaterThanOrEqual(3);
});

/** What the ground and the fills of the map are made of. */
const GROUND: readonly Token[] = [
  "land", "block", "building", "building_line", "building_public", "water", "park", "commercial", "school", "industrial",
  "rail_ground", "rail", "rail_gap", "road", "road_minor", "road_casing", "bridge_casing", "estate_line", "border",
  "grid_line", "label", "label2", "water_label", "cov1", "cov2", "cov3", "cov4",
];

it("nothing of the ground is warm: those hues say how bad something is", () => {
  for (const theme of THEMES) for (const token of GROUND) expect(isWarm(palettes[theme][token]), `${theme} ${token}`).toBe(false);
  expect(isWarm(palettes.light.orange) && isWarm(palettes.dark.red) && isWarm(palettes.dark.yellow)).toBe(true);
});

it("every token is a plain colour and both themes have the same ones", () => {
  expect(Object.keys(palettes.light).sort()).toEqual(Object.keys(palettes.dark).sort());
  for (const theme of THEMES) for (const value of Object.values(palettes[theme])) expect(value).toMatch(/^#[0-9A-F]{6}$/);
});

it("the style sheet has both themes, the sizes and the fonts", () => {
  const css = tokensCss();
  expect(css).toContain(`--red-ink:${palettes.light.red_ink}`);
  expect(css).toContain(':root[data-theme="dark"]{');
  expect(css).toContain("--size-body:14px");
  expect(css).toContain('"Noto Sans CJK SC"');
});
