import { expect, it } from "vitest";
import { readClosures } from "./closures";

it("closures are read with the incident that blocks the street, or none", () => {
  const item = { id: "c1", lon: 118.3, lat: 35, reason: "", until: null, incident: null };
  expect(readClosures({ items: [item, { ...item, incident: "i1", until: "2026-11-28T08:00:00+08:00" }], next: null })).toEqual([
    { id: "c1", lon: 118.3, lat: 35, reason: "", until_ms: null, incident: null },
    { id: "c1", lon: 118.3, lat: 35, reason: "", until_ms: Date.parse("2026-11-28T00:00:00Z"), incident: "i1" },
  ]);
  expect(() => readClosures({ items: [{ ...item, incident: 3 }] })).toThrow("closures.items[0].incident");
});
