import { expect, it } from "vitest";
import { readStationServices } from "../protocol/coverage";
import { withClosed } from "./marks";
import { fieldOf, hoursWords, renewed, timeOf } from "./open_at";

/** A Friday, 23:30 in the county. */
const FRIDAY = Date.parse("2026-11-27T23:30:20+08:00");

it("times are those of the county's clock, whatever the clock of the machine says", () => {
  expect(timeOf("now", FRIDAY, "")).toBe("2026-11-27T23:30:00+08:00");
  expect(timeOf("all", FRIDAY, "")).toBe("");
  expect(fieldOf("2026-11-27T15:30:00Z")).toBe("2026-11-27T23:30");
});

it("a workday and a Saturday are the next ones, today included", () => {
  expect(timeOf("workday", FRIDAY, "")).toBe("2026-11-27T10:00:00+08:00");
  expect(timeOf("saturday_evening", FRIDAY, "")).toBe("2026-11-28T20:00:00+08:00");
  const saturday = Date.parse("2026-11-28T00:10:00+08:00");
  expect(timeOf("saturday", saturday, "")).toBe("2026-11-28T10:00:00+08:00");
  expect(timeOf("workday_evening", saturday, "")).toBe("2026-11-30T20:00:00+08:00");
});

it("a time of one's own is taken when it is whole", () => {
  expect(timeOf("other", FRIDAY, "2026-12-01T07:45")).toBe("2026-12-01T07:45:00+08:00");
  expect(timeOf("other", FRIDAY, "")).toBe("");
});

it("hours are told in the reader's words, and kept as they are where they have another form", () => {
  expect(hoursWords("Mo-Fr 08:30-12:00,13:30-17:30; Sa,Su 09:00-16:00")).toBe("周一至周五 08:30-12:00,13:30-17:30；周六、周日 09:00-16:00");
  expect([hoursWords("24/7"), hoursWords("Mo-Sa 08:00-18:00; We off"), hoursWords("dawn-dusk")]).toEqual(["全天", "周一至周六 08:00-18:00；周三休息", "dawn-dusk"]);
});

it("stations that are closed are marked, those of unknown hours are not", () => {
  const counts = { buildings: 1, households: 2 };
  const service = (code: string, open: boolean | null) => ({ code, kind: null, hours: null, open, ...counts, alone: counts, shared: counts });
  const services = readStationServices({ stations: [service("A", false), service("B", true), service("C", null)], served: counts });
  expect([...services.by_code.values()].map((one) => one.open)).toEqual([false, true, null]);
  const point = (code: string) => ({ type: "Feature" as const, geometry: { type: "Point" as const, coordinates: [0, 0] }, properties: { code } });
  expect(withClosed([point("A"), point("B")], new Set(["A"])).map((f) => f.properties?.["closed"])).toEqual([true, false]);
});

it("stations open now are those of this minute, not of the minute of the choice; a shared plan keeps its moment", () => {
  const plan = { when: "now", at: timeOf("now", FRIDAY, "") } as const;
  expect(renewed(plan, FRIDAY + 20_000, false)).toBe(plan);
  expect(renewed(plan, FRIDAY + 60_000, false)).toEqual({ when: "now", at: "2026-11-27T23:31:00+08:00" });
  expect(renewed(plan, FRIDAY + 60_000, true)).toEqual({ when: "other", at: plan.at });
  const workday = { when: "workday", at: timeOf("workday", FRIDAY, "") } as const;
  expect(renewed(workday, FRIDAY + 60_000, false)).toBe(workday);
});
