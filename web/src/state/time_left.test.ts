import { describe, expect, it } from "vitest";
import type { Incident } from "../protocol/live";
import { leftWords } from "../words";
import { compare } from "./incidents";
import { arcPath, ringName, timeLeft } from "./time_left";

const HOUR = 3_600_000;
const due = { milestone: "on_site", at_ms: 6 * HOUR, from_ms: 0 } as const;

describe("time left", () => {
  it("is told from the due time and the clock, to the last instant", () => {
    expect(timeLeft({ due }, 0)).toEqual({ kind: "left", milestone: "on_site", ms: 6 * HOUR, step: 48 });
    expect(timeLeft({ due }, 3 * HOUR)).toMatchObject({ kind: "left", step: 24 });
    expect(timeLeft({ due }, 6 * HOUR)).toMatchObject({ kind: "left", ms: 0, step: 0 });
    expect(timeLeft({ due }, 6 * HOUR + 1)).toEqual({ kind: "over", milestone: "on_site", ms: 1, step: 48 });
    expect(timeLeft({ due, paused: true }, HOUR)).toEqual({ kind: "paused" });
    expect(timeLeft({}, HOUR)).toEqual({ kind: "none" });
  });

  it("has a ring never fuller than whole, and never past empty", () => {
    expect(timeLeft({ due }, -HOUR)).toMatchObject({ step: 48 });
    expect(timeLeft({ due: { ...due, from_ms: due.at_ms } }, due.at_ms)).toMatchObject({ step: 0 });
  });

  it("is said in the words of the list", () => {
    const words = (now: number): string => leftWords(timeLeft({ due }, now));
    expect(words(6 * HOUR - 26 * 60_000)).toBe("余 26 分");
    expect(words(6 * HOUR - 1)).toBe("余 1 分");
    expect(words(0)).toBe("余 6 时 0 分");
    expect(words(6 * HOUR + 18 * 60_000)).toBe("超 18 分");
    expect(words(6 * HOUR + 1)).toBe("刚超时");
    expect(words(34 * HOUR)).toBe("超 1 天 4 时");
    expect(leftWords({ kind: "paused" })).toBe("暂停");
    expect(leftWords({ kind: "none" })).toBe("");
  });

  it("names one sprite for each step of the ring", () => {
    expect(ringName(timeLeft({ due }, 3 * HOUR))).toBe("24");
    expect(ringName(timeLeft({ due }, 7 * HOUR))).toBe("over");
    expect(ringName({ kind: "paused" })).toBe("paused");
    expect(ringName({ kind: "none" })).toBe("");
  });

  it("is drawn from 12 o'clock clockwise", () => {
    expect(arcPath(10, 10, 8, 12)).toBe("M10,2A8,8 0 0,1 18,10");
    expect(arcPath(10, 10, 8, 36)).toBe("M10,2A8,8 0 1,1 2,10");
    expect(arcPath(10, 10, 8, 0)).toBe("");
    expect(arcPath(10, 10, 8, 48)).toContain("a8,8");
  });
});

describe("the order of the list", () => {
  const incident = (id: string, severity: Incident["severity"], at_ms: number | null, more: Partial<Incident> = {}): Incident => ({
    id, severity, stage: "in_progress", category: "", lon: 0, lat: 0, areas: {}, version: 1, time_ms: 0, title: "",
    ...(at_ms !== null && { due: { milestone: "done" as const, at_ms, from_ms: 0 } }), ...more,
  });
  it("is critical first, then what is due first; what is paused or has no deadline is last", () => {
    const rows = [
      incident("none", "urgent", null), incident("paused", "urgent", 1, { paused: true }), incident("late", "routine", 30),
      incident("soon", "urgent", 20), incident("over", "routine", 10), incident("critical", "critical", 99),
    ];
    expect(rows.sort(compare).map((i) => i.id)).toEqual(["critical", "over", "soon", "late", "none", "paused"]);
  });
});
