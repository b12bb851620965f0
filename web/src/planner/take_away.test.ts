import { expect, it } from "vitest";
import { csvText } from "./csv";
import { FIRST_PLAN, type Edit, type Plan } from "./plan";
import type { Answer } from "./questions";
import { planGeoJson, planTable, type Takings } from "./take_away";

const STATIONS = [{ code: "ST01", name: "明珠驿", lon: 118.5, lat: 35 }, { code: "ST02", name: "河东驿", lon: 118.6, lat: 35 }];
const EDITS: readonly Edit[] = [
  { edit: "open_street", lon: 118.51, lat: 35.01 }, { edit: "remove_station", station: "ST02" }, { edit: "add_link", from: [118.5, 35], to: [118.501, 35] },
];
const people = (buildings: number, households: number) => ({ buildings, households, older: null });
const REACH = { street_m: 900, streets: { type: "MultiLineString", coordinates: [] }, outlines: [{ ...people(3, 40), minutes: 15, reached_outside: 0, unreached_inside: 0, geometry: { type: "MultiPolygon", coordinates: [] } }] };

/** The plan's first and second edit are answered, the third is not yet. */
function answered(households: readonly number[]): Takings["answer"] {
  return ({ edits }): Answer | undefined => {
    const n = households[edits.length - 1];
    if (n === undefined) return undefined;
    const none = { ...people(0, 0), codes: [] };
    return { ok: { before: people(80, 800), after: people(n / 10, n), gained: none, lost: none, shorter: 0, longer: 0 } };
  };
}
const takings = (change: Partial<Plan> = {}): Takings => ({
  plan: { ...FIRST_PLAN, edits: EDITS, ...change }, stations: STATIONS, words: (edit, at) => `${at}:${edit.edit}`, answer: answered([900, 750]),
  today: people(80, 800), whole: people(100, 1000), reach: REACH,
});

it("a table begins with the mark that spreadsheets know UTF-8 by, and quotes what would break a row", () => {
  expect(csvText([["名称", "户"], ["老,粮库", 3], ['"北"门', null], ["两\n行", 0.5]])).toBe('\uFEFF名称,户\r\n"老,粮库",3\r\n"""北""门",\r\n"两\n行",0.5\r\n');
});

it("no text is worked out as a formula, and a number stays one", () => {
  const [, ...rows] = csvText([["x"], ["=1+1"], ["+86"], ["-1"], ["@SUM(A1)"], ["=A1,\"B\""], ["\t=1"], ["a=b"], [-157]]).slice(1).split("\r\n");
  expect(rows.slice(0, -1)).toEqual(["'=1+1", "'+86", "'-1", "'@SUM(A1)", '"\'=A1,""B"""', "'\t=1", "a=b", "-157"]);
});

it("the plan's table has a row of today, and after each edit what is left unserved; what is not known yet is empty", () => {
  const [heading, ...rows] = planTable(takings());
  expect(heading?.slice(0, 7)).toEqual(["序号", "改动", "增减（户）", "能到（户）", "到不了（户）", "到不了（%）", "到不了（栋）"]);
  expect(rows).toEqual([
    [0, "现状", null, 800, 200, 20, 20, null, null, 15, "standard"],
    [1, "0:open_street", 100, 900, 100, 10, 10, 118.51, 35.01, 15, "standard"],
    [2, "1:remove_station", -150, 750, 250, 25, 25, null, null, 15, "standard"],
    [3, "2:add_link", null, null, null, null, null, 118.5, 35, 15, "standard"],
  ]);
});

it("the plan's GeoJSON has the stations that stay, its edits, and the reach of the chosen station only", () => {
  const kinds = (plan: Partial<Plan>) => planGeoJson(takings(plan)).features.map((one) => [one.properties?.["kind"], one.geometry.type]);
  const rest = [["station", "Point"], ["open_street", "Point"], ["add_link", "LineString"]];
  expect(kinds({})).toEqual(rest);
  expect(kinds({ station: "ST01" })).toEqual([["outline", "MultiPolygon"], ["streets", "MultiLineString"], ...rest]);
  const [moved] = planGeoJson(takings({ edits: [{ edit: "move_station", station: "ST01", lon: 118.52, lat: 35 }] })).features;
  expect([moved?.geometry, moved?.properties?.["name"]]).toEqual([{ type: "Point", coordinates: [118.52, 35] }, "明珠驿"]);
});
