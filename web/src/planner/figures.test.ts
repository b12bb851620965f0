import { expect, it } from "vitest";
import { readAreasServed, readStationServices } from "../protocol/coverage";
import { percent, servedToday, unservedOf, type Tried } from "./figures";

const NOTHING: Tried = { answer: null, waiting: false, failed: null };
const people = (buildings: number, households: number) => ({ buildings, households, older: null });
const within = (minutes: number, buildings: number, households: number) => ({ minutes, buildings, households });
const areas = readAreasServed({
  areas: [], farthest: { households: 0, mean_s: null, unreached_households: 0, areas: [] }, histogram: [10, 20, 30, 40, 50, 60, 70],
  total: { ...people(200, 22_000), served: [within(5, 50, 150), within(10, 150, 15_000), within(15, 180, 20_766)] },
});
const services = (value: unknown, waiting = false) => ({ value: value ? readStationServices(value) : null, waiting, failed: null });
const seven = { stations: [], served: people(70, 280) };

it("whom nobody serves is the rest of all, in households, buildings and percent", () => {
  expect(unservedOf(areas.total, areas.total.served[2]!)).toEqual({ buildings: 20, households: 1234, percent: "5.7" });
  expect(unservedOf(people(1, 0), people(0, 0))).toEqual({ buildings: 1, households: 0, percent: "" });
  expect(unservedOf(areas.total, { buildings: null, households: 22_000 })).toEqual({ buildings: null, households: 0, percent: "0.0" });
});

it("both percents make a hundred, and nobody left out is told as none", () => {
  for (const [served, whole] of [[4738, 5871], [999_999, 1_000_000], [57, 1000], [0, 3], [3, 3]] as const) {
    expect(Number(percent(served, whole)) + Number(unservedOf({ buildings: 0, households: whole }, { buildings: 0, households: served }).percent)).toBeCloseTo(100, 9);
  }
  expect(unservedOf(people(9, 1_000_000), people(9, 999_999)).percent).toBe("0.1");
});

it("whom the stations serve today: of a plan's answer, of the table, of the stations, else of the histogram", () => {
  const answer = { before: people(3, 4), after: people(5, 6), gained: { ...people(2, 2), codes: [] }, lost: { ...people(0, 0), codes: [] }, shorter: 0, longer: 0 };
  expect(servedToday({ ...NOTHING, answer }, areas, services(seven), 7)).toMatchObject({ buildings: 3, households: 4 });
  expect(servedToday(NOTHING, areas, services(seven), 15)).toMatchObject({ buildings: 180, households: 20_766 });
  expect(servedToday(NOTHING, areas, services(seven), 7)).toMatchObject({ buildings: 70, households: 280 });
  expect(servedToday(NOTHING, areas, services(seven, true), 7), "the answer may be of other minutes").toEqual({ buildings: null, households: 280 });
  expect(servedToday(NOTHING, null, services(null), 7)).toBeNull();
});
