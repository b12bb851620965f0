import { expect, it } from "vitest";
import { readComing, readDifferences } from "../protocol/imports";
import { FIRST, withStep } from "../state/imports";
import { changeWords } from "./differences";
import { boxOfChanges } from "./extent";
import { isChanged, reasonWords } from "./reasons";

const feature = (number: number, change: string, side: string, more: Record<string, unknown> = {}) => ({
  type: "Feature", geometry: { type: "Point", coordinates: [118.5, 35] },
  properties: { number, change, side, code: `G${number}`, name: "", name_before: "", lon: 118.5, lat: 35, area_before_m2: null, area_after_m2: null, moved_m2: null, ...more },
});
const raw = {
  type: "FeatureCollection", counts: { removed: 1, moved: 1, added: 0, edited: 0, same: 7 }, total: 2, shown: 2,
  features: [feature(1, "removed", "before", { area_before_m2: 1200 }), feature(2, "moved", "before"), feature(2, "moved", "after", { area_before_m2: 1000, area_after_m2: 1250.4, moved_m2: 300 })],
};

it("differences are listed once each, however many parts are drawn", () => {
  const read = readDifferences(raw);
  expect(read.changes.map((c) => [c.number, c.change])).toEqual([[1, "removed"], [2, "moved"]]);
  expect([read.total, read.counts.same]).toEqual([2, 7]);
  expect(read.geojson).toBe(raw);
});

it("a difference is looked at whole, as it was and as it will be", () => {
  const at = (number: number, lon: number) => ({ geometry: { coordinates: [lon, 35] }, properties: { number } });
  const geojson = { features: [at(1, 118), at(2, 119), at(2, 120)] };
  expect(boxOfChanges(geojson, 2)).toEqual([119, 35, 120, 35]);
  expect(boxOfChanges(geojson, 0)).toEqual([118, 35, 120, 35]);
  expect(boxOfChanges(geojson, 9)).toBeNull();
});

it("a difference says how much land it is about", () => {
  const [removed, moved] = readDifferences(raw).changes;
  expect(changeWords(removed!)).toBe("1\u2009200 平方米");
  expect(changeWords(moved!)).toBe("大了 250 平方米 · 进出的地 300 平方米");
  expect(changeWords({ ...moved!, area_after_m2: 1000, moved_m2: null })).toBe("面积不变");
  expect(changeWords({ ...moved!, change: "edited", name: "新名", name_before: "旧名" })).toBe("原名 旧名");
  expect(changeWords({ ...moved!, change: "edited" })).toContain("属性");
});

it("J and K walk through the differences while the map shows them", () => {
  const differences = readDifferences(raw);
  const state = withStep({ ...FIRST, shows: "differences", differences }, 1);
  expect([state.change, state.chosen]).toEqual([1, 0]);
  expect(withStep(withStep(state, 1), 1).change).toBe(2);
  expect(withStep({ ...FIRST, differences }, 1)).toEqual({ ...FIRST, differences });
});

it("versions to come keep the time as it came", () => {
  const item = { layer: "grid", version: "0123456789abcdef", features: 8, effective: "2026-12-01T00:00:00+08:00" };
  expect(readComing({ items: [item], next: null })[0]).toEqual({ ...item, effective_ms: Date.parse(item.effective) });
});

it("why it was not accepted is said with the layers that have changed", () => {
  const reason = 'since it was checked, these layers in use have changed: community (c1 then, c2 now), grid (none then, g2 now); have it checked again ({"action":"check"}) and look at what it finds';
  expect(isChanged(reason)).toBe(true);
  expect(reasonWords(reason)).toBe("检查之后，现用的社区、网格变了。请重新检查，看过结果再决定。");
  expect(reasonWords("it is decided and will be stored as soon as the disk has room; until then it is not in use")).toContain("硬盘");
});
