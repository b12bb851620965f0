import { describe, expect, it } from "vitest";
import type { Incident } from "../protocol/live";
import type { Supervision, SupervisionItem } from "../protocol/supervision";
import { supervisedOf } from "./supervision";

const MINUTE = 60_000;
const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id, severity: "routine", time_ms: 1, stage: "assigned", version: 1, category: "", lon: 0, lat: 0, areas: {}, title: id, assignee: "u1", ...more,
});
const item = (id: string, more: Partial<SupervisionItem> = {}): SupervisionItem => ({
  id, level: 0, level_since_ms: 0, assignee: "u1", overdue: [], forecast: [], ...more,
});
const answer = (...items: SupervisionItem[]): Supervision => ({ levels: ["常规哨", "重点哨"], items });
const late = (due_ms: number) => [{ milestone: "on_site", due_ms, expected_ms: due_ms + MINUTE }] as const;
const ids = (found: ReturnType<typeof supervisedOf>) => found.map((one) => one.incident.id);

describe("what somebody should look at", () => {
  it("needs no answer: missed deadlines, the ladder and supervision are on the stream", () => {
    const found = supervisedOf([
      incident("quiet"), incident("late", { overdue: ["contact"] }), incident("high", { level: 2 }),
      incident("watched", { stage: "supervised" }), incident("closed", { stage: "done", level: 3 }),
    ], null, 0);
    expect(ids(found)).toEqual(["high", "late", "watched"]);
    expect(found[0]).toMatchObject({ level: 2, since_ms: null, forecast: [] });
  });

  it("has the highest first, then what is late longest or will be late first", () => {
    const found = supervisedOf([incident("soon"), incident("over", { overdue: ["done"] }), incident("high", { level: 1 }), incident("later")], answer(
      item("later", { forecast: late(9 * MINUTE) }), item("soon", { forecast: late(5 * MINUTE) }),
      item("over", { overdue: [{ milestone: "done", due_ms: 1 * MINUTE }] }), item("high", { level: 1, level_since_ms: 7 }),
    ), 2 * MINUTE);
    expect(ids(found)).toEqual(["high", "over", "soon", "later"]);
    expect(found[0]!.since_ms).toBe(7);
  });

  it("a forecast whose time has come, of another assignee or of a paused incident is none", () => {
    const told = answer(item("a", { forecast: late(5 * MINUTE) }));
    expect(ids(supervisedOf([incident("a")], told, 5 * MINUTE - 1))).toEqual(["a"]);
    expect(supervisedOf([incident("a")], told, 5 * MINUTE)).toEqual([]);
    expect(supervisedOf([incident("a", { assignee: "u2" })], told, 0)).toEqual([]);
    expect(supervisedOf([incident("a", { paused: true })], told, 0)).toEqual([]);
  });

  it("a level that the stream has changed since has no time yet", () => {
    const [found] = supervisedOf([incident("a", { level: 2 })], answer(item("a", { level: 1, level_since_ms: 5 })), 0);
    expect(found).toMatchObject({ level: 2, since_ms: null });
  });
});
