import { describe, expect, it } from "vitest";
import type { Closure } from "../protocol/closures";
import type { Position } from "../protocol/live";
import { closureFeatures, closureWords } from "./closed_streets";

const NOW = new Date(2026, 10, 20, 14).getTime();
const closure: Closure = { id: "c1", lon: 118.3, lat: 35, station: null, street: null, reason: "路面塌陷", until_ms: null, incident: "i1" };
const south: Position[] = [[118.299, 34.99995], [118.3, 34.99995], [118.301, 34.99995]];

describe("what the map draws of closures", () => {
  it("is the line and a mark with the reason; the mark alone where no street is known", () => {
    const [line, mark] = closureFeatures([{ ...closure, street: south }], NOW);
    expect(line).toMatchObject({ geometry: { type: "LineString", coordinates: south }, properties: { id: "c1" } });
    expect(mark).toMatchObject({ geometry: { type: "Point", coordinates: [118.3, 35] }, properties: { id: "c1", words: "封路：路面塌陷" } });
    expect(closureFeatures([closure], NOW).map((one) => one.geometry.type)).toEqual(["Point"]);
  });

  it("says until when, and cuts what is long", () => {
    expect(closureWords({ ...closure, until_ms: NOW + 4 * 3_600_000 }, NOW)).toBe("封路：路面塌陷（至 18:00）");
    expect(closureWords({ ...closure, reason: "" }, NOW)).toBe("封路");
    expect(closureWords({ ...closure, station: "T1", reason: "" }, NOW)).toBe("驿站关闭");
    expect(closureWords({ ...closure, station: "T1", reason: "停电" }, NOW)).toBe("驿站关闭：停电");
    expect(closureWords({ ...closure, reason: "路".repeat(20) }, NOW)).toBe(`封路：${"路".repeat(16)}…`);
  });
});
