import { expect, test } from "vitest";
import type { Figures } from "../protocol/figures";
import { overdueOpen, readingOf } from "./day_figures";

const figures: Figures = {
  as_of_ms: 0,
  counts: new Map([["received", 1234], ["closed", 0]]),
  rates: new Map([["on_time_rate", 75.82], ["same_day_rate", null]]),
  words: new Map([["received", "期内报来的"]]),
};

test("counts are set apart by thousands, rates have one decimal, no rate is a dash", () => {
  expect(readingOf("received", figures)).toEqual({ value: "1\u2009234", unit: "件", words: "期内报来的" });
  expect(readingOf("closed", figures).value).toBe("0");
  expect(readingOf("on_time_rate", figures)).toEqual({ value: "75.8", unit: "%", words: "" });
  expect(readingOf("same_day_rate", figures)).toEqual({ value: "—", unit: "", words: "" });
});

test("overdue are the open ones that a time is over for; a pause stops the clock", () => {
  const due = (at_ms: number) => ({ milestone: "contact" as const, at_ms, from_ms: 0 });
  expect(overdueOpen([
    { stage: "assigned", due: due(101) },
    { stage: "assigned", due: due(99) },
    { stage: "assigned", due: due(99), paused: true },
    { stage: "done", due: due(99) },
    { stage: "received" },
  ], 100)).toBe(1);
});
