// The bytes that the C++ tests hold the server to (tests/server/protocol/golden), read by this page.
import { describe, expect, it } from "vitest";
import { decode } from "./decode";

// Node's own module: the page's sources have no types for it, and no need of them elsewhere.
interface NodeFiles { readFileSync(path: URL, encoding: "utf8"): string }
const MODULE = "node:fs";
const files = (await import(/* @vite-ignore */ MODULE)) as NodeFiles;

function golden(name: string): Uint8Array {
  const folder = new URL("../../../tests/server/protocol/golden/", import.meta.url);
  const digits = files.readFileSync(new URL(`${name}.hex`, folder), "utf8").replace(/\s/g, "");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const START_MS = 1_795_132_800_000;

describe("the server's golden bytes", () => {
  it("hello", () => {
    expect(decode(golden("hello"))).toEqual({
      type: "hello", epoch: "9f3a", seq: 12, tick: 900, time_ms: START_MS + 123, user: "u1", role: "command",
    });
  });

  it("a snapshot with a block of three workers", () => {
    const areas = { subdistrict: "S1", community: "C1", grid: "G1" };
    expect(decode(golden("snapshot"))).toMatchObject({
      type: "snapshot",
      seq: 12,
      tick: 900,
      workers: [
        { id: "w1", lon: 118.3512345, lat: 35.0512345, accuracy_m: 6, time_ms: START_MS, areas },
        { id: "w2", lon: 118.3512, lat: 35.0513, accuracy_m: 15.5, time_ms: START_MS - 1500, areas },
        { id: "网格员三", lon: 118.3498765, lat: 35.0499999, accuracy_m: 0, time_ms: START_MS + 3_600_000, areas: {} },
      ],
      incidents: [],
      reaches: [],
    });
  });

  it("moves of workers, with areas where they changed", () => {
    expect(decode(golden("moves"))).toEqual({
      type: "changes",
      tick: 904,
      since: 900,
      workers: [
        { id: "w1", lon: 118.3512346, lat: 35.0512345, accuracy_m: 6, time_ms: START_MS + 1000 },
        {
          id: "w2", lon: 118.3512, lat: 35.0513, accuracy_m: 15.5, time_ms: START_MS + 500,
          areas: { subdistrict: "S1", community: "C1", grid: "G1" },
        },
        { id: "w3", lon: 118.35, lat: 35.05, accuracy_m: 1, time_ms: START_MS + 1000 },
        { id: "w3", lon: 118.35, lat: 35.05, accuracy_m: 1, time_ms: START_MS + 1000 },
      ],
      incidents: [],
      reaches: [],
      counts: [],
      removes: [],
    });
  });

  it("incidents with what burns, what is paused and what was missed", () => {
    const incident = { category: "供水", lon: 118.35, lat: 35.05, areas: {}, time_ms: START_MS };
    expect(decode(golden("deadlines"))).toMatchObject({
      type: "changes",
      seq: 15,
      incidents: [
        {
          ...incident, id: "i1", stage: "in_progress", severity: "urgent", version: 4, title: "水管爆裂",
          due: { milestone: "on_site", at_ms: START_MS + 21_600_000, from_ms: START_MS }, overdue: ["contact"],
          department: "water", level: 2, assignee: "w1",
        },
        { ...incident, id: "i2", stage: "assigned", severity: "routine", category: "路灯", version: 3, title: "灯不亮", paused: true },
      ],
    });
  });

  it("changes with an incident, a reach and removes", () => {
    expect(decode(golden("changes"))).toMatchObject({
      type: "changes",
      seq: 13,
      tick: 901,
      workers: [],
      incidents: [{
        id: "123e4567-e89b-42d3-a456-426614174000",
        stage: "classified",
        severity: "critical",
        category: "water",
        lon: -123.1234567,
        lat: 49.25,
        areas: { subdistrict: "S1", grid: "G2" },
        version: 2,
        time_ms: START_MS - 60_000,
        title: "水管爆裂",
      }],
      reaches: [{
        id: "T1",
        limit_s: 900,
        buildings: 12,
        households: 288,
        streets: [[[118.35, 35.05], [118.3500001, 35.0499999]], [[-123.1, 49.25], [-123.2, 49.25]]],
      }],
      removes: [{ layer: "worker", id: "w2" }, { layer: "reach", id: "T9" }],
    });
  });

  it("counts of areas", () => {
    expect(decode(golden("counts"))).toMatchObject({
      type: "changes",
      tick: 902,
      counts: [
        { id: "G1", level: "grid", lon: 118.3512345, lat: 35.0512345, workers: 300, routine: 12, urgent: 1, critical: 2 },
        { id: "371301", level: "subdistrict", lon: -123.1, lat: -49.25, workers: 0, routine: 0, urgent: 0, critical: 0 },
      ],
      removes: [{ layer: "count", id: "G2" }],
    });
  });

  it("plans, one of which fits the town no longer", () => {
    const counts = (buildings: number, households: number, older: number) => ({ buildings, households, older });
    expect(decode(golden("plans"))).toMatchObject({
      type: "changes",
      plans: [
        {
          id: "p1", name: "河东加站", owner: "u1", owner_name: "陈立", role: "planner", editor: "u2", editor_name: "", version: 7, saved_version: 3, minutes: 15, profile: "elder",
          edits: [
            { edit: "move_station", station: "T1", lon: 118.3512345, lat: 35.0512345 },
            { edit: "remove_station", station: "T2" },
            { edit: "add_link", from: [-123.1, -49.25], to: [-123.1, 49.25] },
          ],
          answer: {
            before: counts(12, 300, 70), after: counts(13, 310, 72), gained: { ...counts(2, 40, 9), codes: ["b1", "b2"] },
            lost: { ...counts(1, 30, 7), codes: ["b9"] }, shorter: 5, longer: 6,
          },
          problem: null,
        },
        { id: "p2", name: "x", owner: "u3", owner_name: "", role: "command", version: 1, saved_version: null, minutes: 7.5, profile: "standard", edits: [], answer: null, problem: 'edits[0]: there is no station "T9"' },
      ],
      removes: [{ layer: "plan", id: "p3" }],
    });
  });

  it("an acknowledgement", () => {
    expect(decode(golden("ack"))).toEqual({
      type: "ack",
      device: "tablet-7",
      boot: 3,
      accepted: [[1, 4], [6, 6]],
      rejected: [{ seq: 5, reason: "too_fast" }],
      flagged: [{ seq: 6, reason: "late" }],
      conflicts: [2, 300],
      acked_through: 6,
    });
  });

  it("forget, resync and problem", () => {
    expect(decode(golden("forget"))).toEqual({
      type: "forget", removes: [{ layer: "worker", id: "w1" }, { layer: "incident", id: "i1" }],
    });
    expect(decode(golden("resync"))).toEqual({ type: "resync", reason: "too_old" });
    expect(decode(golden("problem"))).toEqual({
      type: "problem", title: "Malformed message", detail: '"zoom" is missing', status: 400,
    });
  });
});
