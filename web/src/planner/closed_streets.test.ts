import { describe, expect, it } from "vitest";
import type { Closure } from "../protocol/closures";
import { closureFeatures, closureWords, lineAt, type Line } from "./closed_streets";

const NOW = new Date(2026, 10, 20, 14).getTime();
const closure: Closure = { id: "c1", lon: 118.3, lat: 35, reason: "路面塌陷", until_ms: null, incident: "i1" };
/** 0.0001 degrees of latitude are 11 m. */
const north: Line = [[118.299, 35.0001], [118.301, 35.0001]];
const south: Line = [[118.299, 34.99995], [118.3, 34.99995], [118.301, 34.99995]];
const far: Line = [[118.299, 35.0003], [118.301, 35.0003]];

describe("the street of a closure", () => {
  it("is the nearest within 20 m, by its whole length and not by its ends", () => {
    expect(lineAt([118.3, 35], [far, north, south])).toBe(south);
    expect(lineAt([118.3, 35], [far, north])).toBe(north);
    expect(lineAt([118.3, 35], [far])).toBeNull();
  });

  it("is the first in the server's order where several meet", () => {
    const west: Line = [[118.299, 35], [118.3, 35]];
    const east: Line = [[118.3, 35], [118.301, 35]];
    expect(lineAt([118.3, 35], [west, east])).toBe(west);
    expect(lineAt([118.3, 35], [east, west])).toBe(east);
  });

  it("ends where the line ends", () => {
    expect(lineAt([118.302, 35.0001], [north])).toBeNull();
    expect(lineAt([118.3, 35], [[]])).toBeNull();
  });
});

describe("what the map draws of closures", () => {
  it("is the line and a mark with the reason; the mark alone where no street is known", () => {
    const [line, mark] = closureFeatures([closure], [south], NOW);
    expect(line).toMatchObject({ geometry: { type: "LineString", coordinates: south }, properties: { id: "c1" } });
    expect(mark).toMatchObject({ geometry: { type: "Point", coordinates: [118.3, 35] }, properties: { id: "c1", words: "封路：路面塌陷" } });
    expect(closureFeatures([closure], [], NOW).map((one) => one.geometry.type)).toEqual(["Point"]);
  });

  it("says until when, and cuts what is long", () => {
    expect(closureWords({ ...closure, until_ms: NOW + 4 * 3_600_000 }, NOW)).toBe("封路：路面塌陷（至 18:00）");
    expect(closureWords({ ...closure, reason: "" }, NOW)).toBe("封路");
    expect(closureWords({ ...closure, reason: "路".repeat(20) }, NOW)).toBe(`封路：${"路".repeat(16)}…`);
  });
});
