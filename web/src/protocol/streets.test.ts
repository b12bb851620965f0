import { expect, it } from "vitest";
import { readStreets } from "./streets";

it("streets are read line by line; a place out of range is named", () => {
  const coordinates = [[[118.3, 35], [118.301, 35]], [[118.3, 35], [118.3, 35.001]]];
  expect(readStreets({ type: "MultiLineString", coordinates })).toEqual(coordinates);
  expect(readStreets({ type: "MultiLineString", coordinates: [] })).toEqual([]);
  expect(() => readStreets({ coordinates: [[[118.3, 35], [118.3, 135]]] })).toThrow("streets.coordinates[0][1]");
});
