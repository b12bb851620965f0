import { expect, it } from "vitest";
import { ApiError } from "../api";
import { readAreasServed, readReach, readSitingJob, readWhatIf } from "../protocol/coverage";
import { farthestWords } from "./areas_part";
import { fieldsOf, readCandidates, textOf } from "./candidates";
import { signed, wayOf } from "./edits_part";
import { failureWords } from "./failure";
import { percent, wholePercent } from "./figures";
import { barsOf } from "./histogram";
import { changeFeatures, handlesOf, restOf } from "./marks";
import { FIRST_PLAN, moved } from "./plan";
import { bandOf } from "./plan_map";
import { createSiting } from "./siting";
import { withClicked } from "./siting_part";

const STATIONS = [{ code: "ST01", name: "明珠驿", lon: 118.5, lat: 35 }, { code: "ST02", name: "河东驿", lon: 118.6, lat: 35 }];

it("a table of candidates is read by its header, or in the order it is asked for", () => {
  expect(readCandidates("经度,纬度,名称,编号\n118.5,35.1,\"老,粮库\",A1\n").candidates).toEqual([{ code: "A1", name: "老,粮库", lon: 118.5, lat: 35.1 }]);
  expect(readCandidates("A1\t粮库\t118.5\t35.1").candidates).toEqual([{ code: "A1", name: "粮库", lon: 118.5, lat: 35.1 }]);
  expect(fieldsOf('a,"b ""c""",d')).toEqual(["a", 'b "c"', "d"]);
});

it("each line that does not fit is named, the others are taken", () => {
  const { candidates, faults } = readCandidates("code,name,lon,lat\nA,a,118,35\nA,b,118,35\nB,b,,35\nC,c,35,118\n");
  expect(candidates.map((c) => c.code)).toEqual(["A"]);
  expect(faults).toEqual(["第 3 行：编号 A 重复。", "第 4 行：经度或纬度不是数。", "第 5 行：经纬度超出范围，可能写反了。"]);
});

it("a capacity is a whole number, and none is no limit", () => {
  const { candidates, faults } = readCandidates("编号,经度,纬度,容量\nA,118,35,300\nB,118,35,\nC,118,35,许多\nD,118,35,-1");
  expect(candidates.map((c) => c.capacity)).toEqual([300, undefined]);
  expect(faults).toEqual(["第 4 行：容量不是整数（不限就空着）。", "第 5 行：容量不是整数（不限就空着）。"]);
});

it("what is assigned where room is short is read with the picks", () => {
  const counts = { buildings: 1, households: 2 };
  const pick = { code: "A", name: "甲", lon: 1, lat: 2, adds: counts, newly: 5, load: 6, capacity: 6 };
  const result = { picks: [pick], off_street: [], before: counts, after: counts, total: counts, gap: 0 };
  const read = (more: object): unknown => readSitingJob({ id: "x", state: "done", done: 1, result: { ...result, ...more } }).result;
  expect(read({ assigned: { before: 1, after: 6 } })).toMatchObject({ assigned: { before: 1, after: 6 }, picks: [{ newly: 5, load: 6 }] });
  expect(read({})).toMatchObject({ assigned: null });
});

it("a table that a spreadsheet wrote in GB 18030 is readable", () => {
  expect(textOf(new Uint8Array([0xc3, 0xfb]).buffer)).toBe("名");
  expect(textOf(new TextEncoder().encode("名").buffer as ArrayBuffer)).toBe("名");
});

it("clicked candidates get codes that nobody has", () => {
  const first = withClicked([{ code: "P2", name: "", lon: 1, lat: 2 }], 3, 4);
  expect(first.map((c) => c.code)).toEqual(["P2", "P3"]);
});

it("numbers are signed, shares never round up to all", () => {
  expect([signed(1312), signed(-40), signed(0)]).toEqual(["+1\u2009312", "\u221240", "0"]);
  expect([percent(4738, 5871), percent(999_999, 1_000_000), percent(1, 0)]).toEqual(["80.7", "99.9", ""]);
  expect([wholePercent(999, 1000), wholePercent(1000, 1000)]).toEqual(["99", "100"]);
});

it("directions are the eight of the compass", () => {
  expect([wayOf([0, 0], [1, 0]), wayOf([0, 0], [0, 1]), wayOf([0, 0], [-1, 0]), wayOf([0, 0], [0, -1]), wayOf([0, 0], [1, -1])]).toEqual([0, 2, 4, 6, 7]);
});

it("bands end with their last second", () => {
  expect([0, 300, 301, 600, 601].map(bandOf)).toEqual([1, 1, 2, 2, 3]);
});

it("a moved station has a handle in its new place, a ghost in the old one, and no other mark", () => {
  const plan = { ...FIRST_PLAN, station: "ST01", draft: moved([], "ST01", 118.51, 35) };
  const handles = handlesOf(plan, STATIONS, (code) => code);
  expect(handles).toEqual([{ station: "ST01", name: "ST01", place: [118.51, 35], chosen: true }]);
  expect(restOf(plan, STATIONS, handles).map((s) => s.code)).toEqual(["ST02"]);
  const { lines, marks } = changeFeatures(plan, STATIONS);
  expect([lines.length, marks[0]?.properties?.["words"]]).toEqual([1, "911 米"]);
});

it("failures are said in the reader's words", () => {
  expect(failureWords(new ApiError(422, "edits[0]: no open street lies within 100 m of the place, 118 35"), "trying")).toContain("没有路");
  expect(failureWords(new ApiError(422, "edits[1]: a link is at most 1 km long, this one 1300 m"), "trying")).toContain("1 公里");
  expect(failureWords(new ApiError(409, "No streets"), "reading")).toContain("步行路网");
  expect(failureWords(new ApiError(409, "two run already"), "siting")).toContain("两项选址");
  expect(failureWords(new ApiError(0, "x"), "reading")).toContain("没有回应");
});

it("bars go on to the last household, and at least to the limit", () => {
  expect(barsOf([...Array<number>(22).fill(1), ...Array<number>(9).fill(0)], 15).length).toBe(22);
  expect(barsOf(Array<number>(31).fill(0), 5).length).toBe(20);
});

it("the farthest are told in one sentence, also when none of them reaches a station", () => {
  const counts = { buildings: 1, households: 100 };
  const areas = (farthest: object) => readAreasServed({ areas: [], total: { ...counts, served: [] }, histogram: [], farthest });
  expect(farthestWords(areas({ households: 5, mean_s: 1300, unreached_households: 2, areas: [{ code: "a", name: "望河园" }, { code: "b" }] })))
    .toMatch(/^平均要走 21 分 40 秒，其中 2 户走不到，主要在望河园、b。/);
  expect(farthestWords(areas({ households: 5, mean_s: null, unreached_households: 5, areas: [] }))).toMatch(/^都走不到驿站。/);
});

it("answers without people of 60 and more are whole", () => {
  const counts = { buildings: 1, households: 2 };
  const changed = { ...counts, codes: ["b1"] };
  const answer = readWhatIf({ before: counts, after: { ...counts, older: 7 }, gained: changed, lost: { ...changed, codes: [] }, shorter: 0, longer: 0 });
  expect([answer.before.older, answer.after.older, answer.gained.codes]).toEqual([null, 7, ["b1"]]);
  const reach = readReach({ features: [
    { properties: { kind: "outline", minutes: 15, ...counts, reached_outside: 0, unreached_inside: 1 }, geometry: null },
    { properties: { kind: "outline", minutes: 5, ...counts, reached_outside: 0, unreached_inside: 1 }, geometry: null },
    { properties: { kind: "streets", minutes: 15, street_m: 12 }, geometry: { type: "MultiLineString", coordinates: [] } },
  ] });
  expect([reach.street_m, ...reach.outlines.map((o) => o.minutes)]).toEqual([12, 5, 15]);
  expect(() => readSitingJob({ id: "x", state: "odd" })).toThrow("siting.state");
});

it("a run of siting that is cancelled keeps what the server had, which comes a moment later", async () => {
  const counts = { buildings: 1, households: 2, older: null };
  const result = { picks: [], off_street: [], before: counts, after: counts, total: counts, assigned: null, gap: 0.1 };
  const job = (state: "running" | "cancelled", some: typeof result | null = null) => ({ id: "s1", state, done: 0.4, result: some });
  const told = [job("running"), job("cancelled"), job("cancelled", result)];
  const api = { beginSiting: async () => job("running"), siting: async () => told.shift()!, cancelSiting: async () => job("cancelled") };
  const seen: string[] = [];
  const siting = createSiting(api, async () => { if (told.length === 2) await siting.cancel(); }, () => seen.push(siting.get().job?.state ?? "none"));
  await siting.run({ picks: 1, minutes: 15, profile: "standard", weight: "households", has_stations: true });
  expect([siting.get().job, siting.get().failed, told.length]).toEqual([job("cancelled", result), null, 0]);
  expect(seen.indexOf("running", seen.indexOf("cancelled"))).toBe(-1);
});
