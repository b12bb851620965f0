import { describe, expect, it } from "vitest";
import { decodeJson } from "./decode_json";
import { DecodeError } from "./decode_error";

const decoded = (value: unknown) => decodeJson(JSON.stringify(value));
const changes = (upserts: unknown[], removes: unknown[] = []) => decoded({ type: "changes", seq: 13, tick: 901, upserts, removes });
const place = { lon: 118.35, lat: 35.05 };

describe("the JSON form", () => {
  it("says of a worker, an incident, a reach and a count what the binary form says", () => {
    const message = changes([
      { layer: "worker", id: "w1", ...place, accuracy_m: 6, time: "2026-11-20T08:00:00.500+08:00", areas: { grid: "G1" } },
      { layer: "incident", id: "i1", ...place, stage: "received", severity: "urgent", category: "water", areas: {}, version: 2, time: "2026-11-20T00:00:00Z", title: "水管爆裂" },
      { layer: "reach", id: "S1", limit_s: 900, buildings: 12, households: 288, streets: { type: "MultiLineString", coordinates: [[[118.35, 35.05], [118.36, 35.05]]] } },
      { layer: "count", id: "371399001001", level: "community", ...place, workers: 14, routine: 26, urgent: 9, critical: 2 },
    ], [{ layer: "count", id: "c9" }]);
    const time_ms = Date.UTC(2026, 10, 20);
    expect(message).toEqual({
      type: "changes", seq: 13, tick: 901, since: 0,
      workers: [{ id: "w1", ...place, accuracy_m: 6, time_ms: time_ms + 500, areas: { grid: "G1" } }],
      incidents: [{ id: "i1", ...place, stage: "received", severity: "urgent", category: "water", areas: {}, version: 2, time_ms, title: "水管爆裂" }],
      reaches: [{ id: "S1", limit_s: 900, buildings: 12, households: 288, streets: [[[118.35, 35.05], [118.36, 35.05]]] }],
      counts: [{ id: "371399001001", level: "community", ...place, workers: 14, routine: 26, urgent: 9, critical: 2 }],
      removes: [{ layer: "count", id: "c9" }],
    });
  });

  it("says of a plan what the binary form says", () => {
    const counts = { buildings: 1, households: 2 };
    const answer = { before: counts, after: counts, gained: { ...counts, codes: ["b1"] }, lost: { ...counts, codes: [] }, shorter: 3, longer: 4 };
    const plan = {
      id: "p1", name: "河东", owner: "u1", owner_name: "", role: "planner", editor: "u2", editor_name: "", version: 2, saved_version: null, minutes: 10, profile: "elder",
      edits: [{ edit: "add_link", from: [118.35, 35.05], to: [118.36, 35.05] }, { edit: "move_station", station: "T1", lon: 118.35, lat: 35.05 }], problem: null,
    };
    const older = { ...counts, older: null };
    expect(changes([{ layer: "plan", ...plan, answer }])).toMatchObject({ plans: [{ ...plan, answer: { ...answer, before: older, after: older } }] });
    expect(changes([{ layer: "plan", ...plan, answer: null, problem: "edits[0]: no street" }])).toMatchObject({ plans: [{ answer: null, problem: "edits[0]: no street" }] });
    expect(() => changes([{ layer: "plan", ...plan, answer, edits: [{ edit: "fly", lon: 1, lat: 2 }] }])).toThrow(DecodeError);
  });

  it("tells an absent cursor from one that is zero", () => {
    expect(decoded({ type: "changes", seq: 0, upserts: [], removes: [] })).toMatchObject({ seq: 0 });
    expect(decoded({ type: "changes", upserts: [], removes: [] })).not.toHaveProperty("seq");
    expect(decoded({ type: "snapshot", seq: 3, tick: 4, upserts: [] })).toMatchObject({ type: "snapshot", seq: 3, tick: 4, counts: [] });
  });

  it("reads what is not about things", () => {
    expect(decoded({ type: "forget", removes: [{ layer: "worker", id: "w1" }] })).toEqual({ type: "forget", removes: [{ layer: "worker", id: "w1" }] });
    expect(decoded({ type: "resync", reason: "too_old" })).toEqual({ type: "resync", reason: "too_old" });
    expect(decoded({ type: "problem", title: "no", status: 400 })).toEqual({ type: "problem", title: "no", detail: "", status: 400 });
    expect(decoded({
      type: "ack", device: "t7", boot: 3, accepted: [[1, 4]], rejected: [{ seq: 5, reason: "too_fast" }], flagged: [{ seq: 6, flag: "late" }], conflicts: [2], acked_through: 6,
    })).toMatchObject({ accepted: [[1, 4]], rejected: [{ seq: 5, reason: "too_fast" }], flagged: [{ seq: 6, reason: "late" }], acked_through: 6 });
  });

  it("refuses what it cannot trust, naming the place", () => {
    expect(() => decodeJson("{")).toThrow(DecodeError);
    expect(() => decoded({ type: "later" })).toThrow(/no message of type later/);
    expect(() => changes([{ layer: "weather", id: "x" }])).toThrow(/upserts\[0\]: upsert of an unknown layer weather/);
    expect(() => changes([{ layer: "count", id: "c", level: "estate", ...place, workers: 0, routine: 0, urgent: 0, critical: 0 }])).toThrow(/level "estate"/);
    expect(() => changes([{ layer: "count", id: "c", level: "grid", lon: 181, lat: 0, workers: 0, routine: 0, urgent: 0, critical: 0 }])).toThrow(/outside ±180/);
    expect(() => changes([], [{ layer: "weather", id: "x" }])).toThrow(/removes\[0\]/);
  });
});
