import { expect, it } from "vitest";
import { readFindings, readImport, readReport, type Import } from "../protocol/imports";
import { byRule, decision, FIRST, hypothesesOf, isOver, isUnderWay, mainFile, numbered, optionsOf, share, size, stepOf, stepped, withJob } from "./imports";

const raw = (more: Record<string, unknown> = {}): unknown => ({
  id: "a", user: "u7", layer: "grid", file: "网格.zip", options: {}, phase: "ready", reason: "", files: [], began: "2026-11-20T08:00:00Z",
  changed: "2026-11-20T08:01:00Z", version: "0123456789abcdef", report: null, check: null, errors: 0, ...more,
});
const job = (more: Record<string, unknown> = {}): Import => readImport(raw(more));

const HYPOTHESIS = {
  crs: "EPSG:4549", datum: "gcj02", axes: "xy", easting: "as_is", probability: 0.97, residual_m: 3.1, offset_m: 517,
  evidence: ["1104 of 1104 in the county"], bbox: [118.4, 34.9, 118.6, 35.1],
};
/** As `yuntu import` prints it once its detective has looked. */
const DETECTIVE = {
  verdict: "accepted", chosen: HYPOTHESIS, hypotheses: [HYPOTHESIS, { ...HYPOTHESIS, datum: "wgs84", probability: 0.03, residual_m: undefined }],
  deciding_option: "--datum gcj02", warnings: ["the declared datum is off by 517 m"],
};
const finding = (rule: string, level: string) => ({
  type: "Feature", geometry: { type: "Point", coordinates: [118.5, 35] },
  properties: { rule, level, layer: "grid", codes: ["G1"], lon: 118.5, lat: 35, size_m2: null, hint: "do this" },
});

it("the step follows from where the import stands", () => {
  const at = (phase: string, errors = 0) => stepOf({ ...FIRST, job: job({ phase, errors }) });
  expect(stepOf(FIRST)).toBe("choose");
  expect(at("uploading")).toBe("choose");
  expect(at("reading")).toBe("report");
  expect(at("failed")).toBe("report");
  expect(at("ready", 2)).toBe("findings");
  expect(at("ready")).toBe("decide");
  expect(at("accepted")).toBe("decide");
  expect(stepOf({ ...FIRST, job: job(), upload: { sent: 1, total: 2 } })).toBe("choose");
});

it("an import is under way, over or waits for its steward", () => {
  expect(isUnderWay(job({ phase: "checking" }))).toBe(true);
  expect(isUnderWay(job())).toBe(false);
  expect(isOver(job({ phase: "lost" }))).toBe(true);
  expect(isOver(job({ phase: "failed" }))).toBe(false);
});

it("another version takes the findings of the old one from the screen", () => {
  const state = { ...FIRST, job: job(), findings: numbered(readFindings({ features: [finding("gap", "error")] })), chosen: 1 };
  expect(withJob(state, job({ errors: 1 })).chosen).toBe(1);
  expect(withJob(state, job({ version: null })).findings).toEqual([]);
  expect(withJob(state, null).job).toBeNull();
});

it("findings are numbered worst first and walked through without leaving the list", () => {
  const findings = numbered(readFindings({ features: [finding("bad_code", "note"), finding("gap", "error"), finding("gap", "error")] }));
  expect(findings.map((f) => [f.number, f.level])).toEqual([[1, "error"], [2, "error"], [3, "note"]]);
  expect(byRule(findings)).toEqual([["gap", 2], ["bad_code", 1]]);
  const at = (chosen: number, by: 1 | -1) => stepped({ ...FIRST, findings, chosen }, by);
  expect([at(0, 1), at(0, -1), at(1, 1), at(3, 1), at(1, -1)]).toEqual([1, 3, 2, 3, 1]);
  expect(stepped(FIRST, 1)).toBe(0);
});

it("errors must be taken upon oneself, and nothing is decided before its time", () => {
  expect(decision({ ...FIRST, job: job() })).toBe("free");
  expect(decision({ ...FIRST, job: job({ errors: 3 }) })).toBe("errors");
  expect(decision({ ...FIRST, job: job({ phase: "reading" }) })).toBe("no");
  expect(decision(FIRST)).toBe("no");
});

it("the detective's report is read with what it leaves out", () => {
  const report = readReport({ read: 3, written: 2, refused: [{ row: 2, reason: "x" }], detective: DETECTIVE, repaired: [{ row: 1, reason: "bow tie", lon: 118.5, lat: 35, area_change_m2: -2.5 }] });
  expect(report.detective?.verdict).toBe("accepted");
  expect(report.detective?.hypotheses[1]?.residual_m).toBeNull();
  expect(report.repaired[0]?.area_change_m2).toBe(-2.5);
  expect(report.refused_total).toBe(1);
  const shown = job({ report: { detective: DETECTIVE } });
  expect(hypothesesOf(shown).length).toBe(2);
  expect(optionsOf(hypothesesOf(shown)[0]!)).toEqual({ crs: "EPSG:4549", datum: "gcj02" });
  expect(hypothesesOf(job())).toEqual([]);
  expect(readReport({}).detective).toBeNull();
});

it("a report that is none is refused by the field's name", () => {
  expect(() => readReport({ detective: { verdict: 7 } })).toThrow("report.detective.verdict");
  expect(() => readReport({ detective: { verdict: "x", hypotheses: [{ bbox: [1, 2, 3] }] } })).toThrow("bbox");
});

it("of files picked together the main one is found", () => {
  const names = (list: string[]) => mainFile(list.map((name) => ({ name })))?.name ?? null;
  expect(names(["网格.dbf", "网格.SHP", "网格.shx"])).toBe("网格.SHP");
  expect(names(["roads.osm.pbf"])).toBe("roads.osm.pbf");
  expect(names(["readme.txt"])).toBeNull();
});

it("sizes and shares have few figures", () => {
  expect([size(0), size(999), size(12_345_678), size(2_147_483_648)]).toEqual(["0\u2009B", "999\u2009B", "12.3\u2009MB", "2.1\u2009GB"]);
  expect(share({ sent: 1, total: 4 })).toBe(0.25);
  expect(share({ sent: 0, total: 0 })).toBe(1);
});
