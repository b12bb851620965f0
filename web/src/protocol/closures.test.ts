import { expect, it } from "vitest";
import { readClosures } from "./closures";

it("closures are read with the incident that they are for and the station, or none", () => {
  const line = [[118.299, 35], [118.301, 35]];
  const item = { id: "c1", lon: 118.3, lat: 35, station: null, street: line, reason: "", until: null, incident: null };
  expect(readClosures({ items: [item, { ...item, station: "T1", street: null, incident: "i1", until: "2026-11-28T08:00:00+08:00" }], next: null })).toEqual([
    { id: "c1", lon: 118.3, lat: 35, station: null, street: line, reason: "", until_ms: null, incident: null },
    { id: "c1", lon: 118.3, lat: 35, station: "T1", street: null, reason: "", until_ms: Date.parse("2026-11-28T00:00:00Z"), incident: "i1" },
  ]);
  expect(() => readClosures({ items: [{ ...item, incident: 3 }] })).toThrow("closures.items[0].incident");
  expect(() => readClosures({ items: [{ ...item, street: [[118.3, 35], 7] }] })).toThrow("closures.items[0].street[1]");
  expect(() => readClosures({ items: [{ ...item, street: [[118.3, 135], [118.3, 35]] }] })).toThrow("closures.items[0].street[0]");
});
