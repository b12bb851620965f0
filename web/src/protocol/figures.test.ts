import { expect, test } from "vitest";
import { readFigures } from "./figures";

const ANSWER = {
  as_of: "2026-11-20T08:00:00.000Z",
  total: { counts: { received: 12, closed: 9, due: 10 }, rates: { closing_rate: 90, rework_rate: null } },
  definitions: {
    counts: [
      { name: "closed", title: "结案", words: "已结案的" },
      { name: "due", title: "应结案", words: "时限已过的" },
    ],
    rates: [{ name: "closing_rate", title: "结案率", formula: "结案 ÷ 应结案 × 100%", numerator: "closed", denominator: "due" }],
  },
};

test("counts, rates and what they mean are read by name; no rate of nothing", () => {
  const figures = readFigures(ANSWER);
  expect(figures.as_of_ms).toBe(Date.UTC(2026, 10, 20, 8));
  expect(figures.counts.get("received")).toBe(12);
  expect(figures.rates.get("closing_rate")).toBe(90);
  expect(figures.rates.get("rework_rate")).toBeNull();
  expect(figures.words.get("closed")).toBe("已结案的");
  expect(figures.words.get("closing_rate")).toBe("结案 ÷ 应结案 × 100%\n结案：已结案的\n应结案：时限已过的");
});

test("a figure that is no number is named", () => {
  const wrong = { ...ANSWER, total: { ...ANSWER.total, counts: { received: "12" } } };
  expect(() => readFigures(wrong)).toThrow("figures.total.counts.received");
});
