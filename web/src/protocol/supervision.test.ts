import { expect, it } from "vitest";
import { readSupervision } from "./supervision";

const item = {
  id: "i1", title: "燃气泄漏", category: "", department: "", assignee: "u1", severity: "critical", stage: "assigned", areas: {},
  level: 1, level_since: "2026-11-20T06:00:00Z", in_level_s: 60, paused: false,
  overdue: [{ milestone: "contact", due: "2026-11-20T06:01:00Z" }],
  forecast: [{ milestone: "on_site", due: "2026-11-20T06:05:00Z", expected: "2026-11-20T06:12:00Z" }],
};

it("reads the ladder's names and what each incident is late with", () => {
  const read = readSupervision({ levels: ["常规哨", "重点哨"], items: [item], next: null });
  expect(read.levels).toEqual(["常规哨", "重点哨"]);
  expect(read.items).toEqual([{
    id: "i1", level: 1, level_since_ms: Date.UTC(2026, 10, 20, 6), assignee: "u1",
    overdue: [{ milestone: "contact", due_ms: Date.UTC(2026, 10, 20, 6, 1) }],
    forecast: [{ milestone: "on_site", due_ms: Date.UTC(2026, 10, 20, 6, 5), expected_ms: Date.UTC(2026, 10, 20, 6, 12) }],
  }]);
});

it("says which field does not fit", () => {
  const bad = { ...item, forecast: [{ milestone: "on_site", due: "2026-11-20T06:05:00Z" }] };
  expect(() => readSupervision({ levels: [], items: [bad] })).toThrow("supervision.items[0].forecast[0].expected");
});
