import { expect, it } from "vitest";
import { boxOf, readBoxes } from "./boxes";
import { readOwner } from "./json";
import { readStaffing } from "./staffing";

const figures = { posts: 5, filled: 3, vacant: 2, heads_required: 4, heads: 2, heads_deficit: 2 };
const answer = { as_of: "2026-11-20T14:32:08+08:00", level: "grid", items: [{ code: "G1", name: null, households: 120, ...figures }], totals: figures };

it("reads the staffing of a level, a name that is missing included", () => {
  const table = readStaffing(answer);
  expect(table.as_of_ms).toBe(Date.UTC(2026, 10, 20, 6, 32, 8));
  expect(table.rows).toEqual([{ code: "G1", name: "", households: 120, ...figures }]);
  expect(table.totals).toEqual(figures);
});

it("names the figure that does not fit", () => {
  expect(() => readStaffing({ ...answer, items: [{ code: "G1", name: "", households: 1, ...figures, heads: "2" }] })).toThrow(/staffing\.items\[0\]\.heads: expected a number/);
  expect(() => readStaffing({ ...answer, totals: undefined })).toThrow(/staffing\.totals: expected an object/);
});

it("the people of a place come nearest first; a vacant post has no name", () => {
  const none = { subdistrict: null, community: null, estate: null, grid: null, microgrid: null, building: null };
  const people = [
    { post: "building_head", name: "张**", phone: "138****8000", person: "p0001", area: "B1" },
    { post: "grid_worker", name: null, phone: null, person: null, area: "G1", vacant: true },
  ];
  const owner = readOwner({ lon: 1, lat: 2, areas: none, ambiguous: false, people, station: null });
  expect(owner.people.map((p) => [p.post, p.name, p.vacant])).toEqual([["building_head", "张**", false], ["grid_worker", "", true]]);
});

it("an area of several parts has one box", () => {
  const ring = (x: number, y: number) => [[[x, y], [x + 1, y], [x + 1, y + 2], [x, y]]];
  const feature = (code: string, type: string, coordinates: unknown) => ({ type: "Feature", properties: { code }, geometry: { type, coordinates } });
  const boxes = readBoxes({ type: "FeatureCollection", features: [
    feature("a", "Polygon", ring(0, 0)), feature("b", "MultiPolygon", [ring(5, 5), ring(8, 1)]), feature("a", "Polygon", ring(3, 3)),
  ] });
  expect(boxes.get("a")).toEqual([0, 0, 4, 5]);
  expect(boxes.get("b")).toEqual([5, 1, 9, 7]);
  expect(boxOf([])).toBeNull();
  expect(() => readBoxes({ features: [{ properties: { code: "a" }, geometry: { coordinates: "x" } }] })).toThrow(/coordinates/);
});
