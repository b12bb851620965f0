import { expect, it } from "vitest";
import { ApiError } from "../api";
import { readAreasServed, readOpenings, readReach, readSitingJob, readWhatIf } from "../protocol/coverage";
import { farthestWords } from "./areas_part";
import { editFor } from "./barriers_part";
import { fieldsOf, readCandidates, textOf } from "./candidates";
import { signed, wayOf } from "./edits_part";
import { failureWords } from "./failure";
import { percent, wholePercent } from "./figures";
import { guardedCalls } from "./guarded";
import { barsOf } from "./histogram";
import { changeFeatures, handlesOf, restOf } from "./marks";
import { FIRST_PLAN, moved } from "./plan";
import { bandOf } from "./plan_map";
import { sitingBody } from "./planner_api";
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

it("codes and names longer than the server takes are told by row, in bytes as it counts them", () => {
  const { candidates, faults } = readCandidates(`${"A".repeat(64)},${"名".repeat(85)},118,35\n${"B".repeat(65)},b,118,35\nC,${"名".repeat(86)},118,35`);
  expect(candidates.map((c) => c.code.length)).toEqual([64]);
  expect(faults).toEqual(["第 2 行：编号太长，最多 64 个字母或 21 个汉字。", "第 3 行：名称太长，最多 256 个字母或 85 个汉字。"]);
});

it("a gate is a closed street to open, at a place of it where the server says one; only what is missing is built", () => {
  const opening = { kind: "gate", from: [118, 35], to: [118.002, 35], length_m: 9, buildings: 1, households: 2, shorter: 0 };
  const [gate, placed, link] = readOpenings({ openings: [opening, { ...opening, place: [118.0005, 35.0001] }, { ...opening, kind: "link" }] });
  expect(editFor(gate!)).toEqual({ edit: "open_street", lon: 118.001, lat: 35 });
  expect(editFor(placed!)).toEqual({ edit: "open_street", lon: 118.0005, lat: 35.0001 });
  expect(editFor(link!)).toEqual({ edit: "add_link", from: [118, 35], to: [118.002, 35] });
});

it("a siting says which stations count and how long the solver may take only where that is chosen", () => {
  const question = { candidates: [], picks: 1, minutes: 15, profile: "standard", weight: "households", has_stations: true } as const;
  expect(sitingBody({ ...question, exact_s: 0, at: "", kind: "" })).toEqual(question);
  expect(sitingBody({ ...question, exact_s: 30, at: "2026-11-28T12:00:00Z", kind: "养老" })).toEqual({ ...question, exact_s: 30, at: "2026-11-28T12:00:00Z", kind: "养老" });
});

it("a lost session ends the page at whatever call finds it out, and the caller hears of it too", async () => {
  let ended = 0;
  const calls = guardedCalls({ fine: async (n: number) => n + 1, lost: async () => { throw new ApiError(401, ""); }, busy: async () => { throw new ApiError(503, ""); } }, () => { ended += 1; });
  expect(await calls.fine(1)).toBe(2);
  await expect(calls.busy()).rejects.toThrow();
  expect(ended).toBe(0);
  await expect(calls.lost()).rejects.toThrow();
  expect(ended).toBe(1);
});

it("what is assigned where room is short is read with the picks", () => {
  const counts = { buildings: 1, households: 2 };
  const pick = { code: "A", name: "甲", lon: 1, lat: 2, adds: counts, newly: 5, load: 6, capacity: 6 };
  const result = { picks: [pick], off_street: [], before: counts, after: counts, total: counts, gap: 0 };
  const read = (more: object): unknown => readSitingJob({ id: "x", state: "done", done: 1, result: { ...result, ...more } }).result;
  expect(read({ assigned: { before: 1, after: 6 } })).toMatchObject({ assigned: { before: 1, after: 6 }, picks: [{ newly: 5, load: 6 }] });
  expect(read({})).toMatchObject({ assigned: null, exact_error: "", capacity_ignored: false });
  expect(readSitingJob({ id: "x", state: "failed", done: 0.2, problem: { status: 422, title: "Too much to choose from", detail: "memory ran out" } })).toMatchObject({ state: "failed", problem: { status: 422, detail: "memory ran out" } });
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
  expect(failureWords(new ApiError(422, "edits[0]: no street lies within 20 m of 118.5 35.1"), "trying")).toContain("20 米内没有路");
  expect(failureWords(new ApiError(422, "no street is within 100 m of station \"T1\""), "reading")).toContain("100 米内没有路");
  expect(failureWords(new ApiError(422, "a walk reaches too far to be drawn; ask for a shorter walk"), "reading")).toContain("缩短步行时间");
  expect(failureWords(new ApiError(422, "edits[1]: a link is at most 1 km long, this one 1300 m"), "trying")).toContain("1 公里");
  expect(failureWords(new ApiError(409, "No streets"), "reading")).toContain("步行路网");
  expect(failureWords(new ApiError(409, "2 sitings run already; cancel one or wait until it is done"), "siting")).toContain("两项选址");
  expect(failureWords(new ApiError(409, "your siting x1 runs; cancel it or wait until it is done"), "siting")).toContain("您还有一项选址");
  expect(failureWords(new ApiError(422, "memory ran out; give fewer candidates or minutes"), "siting")).toContain("请减少候选点");
  expect(failureWords(new ApiError(409, "no walk layer is loaded; import one with --layer walk"), "siting")).toContain("步行路网");
  expect(failureWords(new ApiError(404, "no station is of the kind \"养老\"; there are 便民"), "reading")).toContain("这类驿站");
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
