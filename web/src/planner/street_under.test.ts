import { expect, it } from "vitest";
import { linesOf, nearestOnLines } from "./street_under";

const street = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 50 }];

it("a click beside a street means the nearest place on it", () => {
  expect(nearestOnLines([street], { x: 40, y: 6 })).toEqual({ x: 40, y: 0 });
  expect(nearestOnLines([street], { x: 95, y: 30 })).toEqual({ x: 100, y: 30 });
  expect(nearestOnLines([street], { x: -5, y: -5 })).toEqual({ x: 0, y: 0 });
  expect(nearestOnLines([street, [{ x: 0, y: 9 }, { x: 100, y: 9 }]], { x: 40, y: 6 })).toEqual({ x: 40, y: 9 });
});

it("a click far from every street means itself", () => {
  expect(nearestOnLines([street], { x: 40, y: 15 })).toBeNull();
  expect(nearestOnLines([], { x: 40, y: 0 })).toBeNull();
  expect(nearestOnLines([[]], { x: 40, y: 0 })).toBeNull();
});

it("streets come in one line or several", () => {
  expect(linesOf({ type: "LineString", coordinates: [[1, 2]] })).toEqual([[[1, 2]]]);
  expect(linesOf({ type: "MultiLineString", coordinates: [[[1, 2]], [[3, 4]]] })).toHaveLength(2);
  expect(linesOf({ type: "Point", coordinates: [1, 2] })).toEqual([]);
});
