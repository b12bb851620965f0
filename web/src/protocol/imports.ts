// Imports of the steward's page (server/protocol/README.md, "Imports"): unknown until decoded here.
import { bool, list, nullable, number, object, text, time, within, type Json } from "./check";
import type { Bbox } from "./live";

export const IMPORT_PHASES = [
  "uploading", "queued", "reading", "checking", "ready", "accepting", "failed", "accepted", "refused", "lost",
] as const;
export type ImportPhase = (typeof IMPORT_PHASES)[number];

export interface ImportOptions {
  readonly source_layer?: string;
  readonly crs?: string;
  readonly datum?: string;
  readonly encoding?: string;
  readonly map?: readonly { readonly field: string; readonly source: string }[];
  readonly repair?: boolean;
}

/** A row, or the place of a mended one. */
export interface RowNote {
  readonly row: number;
  readonly reason: string;
}

export interface Repaired extends RowNote {
  readonly lon: number;
  readonly lat: number;
  readonly area_change_m2: number;
}

/** One reading of a file's coordinates. */
export interface Hypothesis {
  readonly crs: string;
  readonly datum: string;
  readonly axes: string;
  readonly easting: string;
  readonly probability: number;
  readonly residual_m: number | null;
  readonly offset_m: number | null;
  readonly evidence: readonly string[];
  readonly bbox: Bbox | null;
}

export interface Detective {
  readonly verdict: string;
  readonly chosen: Hypothesis | null;
  /** Best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly deciding_option: string;
  readonly warnings: readonly string[];
}

export interface ImportReport {
  readonly read: number;
  readonly written: number;
  /** The first of them; `refused_total` counts all. */
  readonly refused: readonly RowNote[];
  readonly refused_total: number;
  readonly repaired: readonly Repaired[];
  readonly crs: string;
  readonly datum: string;
  readonly encoding: string;
  readonly notes: readonly string[];
  readonly detective: Detective | null;
}

export interface Certificate {
  readonly data_hash: string;
  readonly seal: string;
  readonly layers: readonly { readonly layer: string; readonly version: string; readonly areas: number; readonly parts: number; readonly corners: number }[];
  readonly rules: readonly string[];
  readonly thresholds: readonly (readonly [string, number])[];
  readonly within_tolerance: number;
}

export interface ImportCheck {
  readonly ok: boolean;
  readonly as_of_ms: number | null;
  readonly findings: number;
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
  readonly certificate: Certificate | null;
}

export interface Import {
  readonly id: string;
  readonly layer: string;
  readonly file: string;
  readonly phase: ImportPhase;
  readonly reason: string;
  readonly files: readonly { readonly part: string; readonly received: number; readonly size: number | null; readonly whole: boolean }[];
  readonly began_ms: number;
  readonly changed_ms: number;
  readonly version: string;
  readonly report: ImportReport | null;
  readonly check: ImportCheck | null;
  /** Findings that should be mended before it is used. */
  readonly errors: number;
}

/** One defect as it is listed and drawn; `number` counts from 1. */
export interface Finding {
  readonly number: number;
  readonly rule: string;
  readonly level: string;
  readonly layer: string;
  readonly codes: readonly string[];
  readonly lon: number;
  readonly lat: number;
  readonly size_m2: number | null;
  readonly hint: string;
  readonly geometry: unknown;
}

const count = (value: unknown, where: string): number => nullable(value, where, number) ?? 0;
const words = (value: unknown, where: string): string => nullable(value, where, text) ?? "";
const some = <T>(value: unknown, where: string, read: (v: unknown, w: string) => T): T[] => nullable(value, where, (v, w) => list(v, w, read)) ?? [];

function readBbox(value: unknown, where: string): Bbox {
  const [w, s, e, n] = list(value, where, (v, at) => within(v, at, 180));
  return [number(w, where), number(s, where), number(e, where), number(n, where)];
}

function readHypothesis(value: unknown, where: string): Hypothesis {
  const o = object(value, where);
  return {
    crs: words(o["crs"], `${where}.crs`), datum: words(o["datum"], `${where}.datum`), axes: words(o["axes"], `${where}.axes`),
    easting: words(o["easting"], `${where}.easting`), probability: count(o["probability"], `${where}.probability`),
    residual_m: nullable(o["residual_m"], `${where}.residual_m`, number), offset_m: nullable(o["offset_m"], `${where}.offset_m`, number),
    evidence: some(o["evidence"], `${where}.evidence`, text), bbox: nullable(o["bbox"], `${where}.bbox`, readBbox),
  };
}

function readDetective(value: unknown, where: string): Detective {
  const o = object(value, where);
  return {
    verdict: text(o["verdict"], `${where}.verdict`),
    chosen: nullable(o["chosen"], `${where}.chosen`, readHypothesis),
    hypotheses: some(o["hypotheses"], `${where}.hypotheses`, readHypothesis),
    deciding_option: words(o["deciding_option"], `${where}.deciding_option`),
    warnings: some(o["warnings"], `${where}.warnings`, text),
  };
}

function readRow(value: unknown, where: string): RowNote {
  const o = object(value, where);
  return { row: number(o["row"], `${where}.row`), reason: words(o["reason"], `${where}.reason`) };
}

function readRepaired(value: unknown, where: string): Repaired {
  const o = object(value, where);
  return {
    ...readRow(value, where), lon: within(o["lon"], `${where}.lon`, 180), lat: within(o["lat"], `${where}.lat`, 90),
    area_change_m2: count(o["area_change_m2"], `${where}.area_change_m2`),
  };
}

/** Fields that a reader who could make nothing of the file leaves out are empty. */
export function readReport(value: unknown, where = "report"): ImportReport {
  const o = object(value, where);
  const refused = some(o["refused"], `${where}.refused`, readRow);
  return {
    read: count(o["read"], `${where}.read`), written: count(o["written"], `${where}.written`), refused,
    refused_total: nullable(o["refused_total"], `${where}.refused_total`, number) ?? refused.length,
    repaired: some(o["repaired"], `${where}.repaired`, readRepaired),
    crs: words(o["crs"], `${where}.crs`), datum: words(o["datum"], `${where}.datum`), encoding: words(o["encoding"], `${where}.encoding`),
    notes: some(o["notes"], `${where}.notes`, text),
    detective: nullable(o["detective"], `${where}.detective`, readDetective),
  };
}

function readCertificate(value: unknown, where: string): Certificate {
  const o = object(value, where);
  return {
    data_hash: text(o["data_hash"], `${where}.data_hash`), seal: text(o["seal"], `${where}.seal`),
    layers: list(o["layers"], `${where}.layers`, (v, w) => {
      const layer: Json = object(v, w);
      return {
        layer: text(layer["layer"], `${w}.layer`), version: text(layer["version"], `${w}.version`),
        areas: number(layer["areas"], `${w}.areas`), parts: number(layer["parts"], `${w}.parts`), corners: number(layer["corners"], `${w}.corners`),
      };
    }),
    rules: list(o["rules"], `${where}.rules`, text),
    thresholds: Object.entries(object(o["thresholds"], `${where}.thresholds`)).map(([name, v]) => [name, number(v, `${where}.${name}`)] as const),
    within_tolerance: count(o["within_tolerance"], `${where}.within_tolerance`),
  };
}

function readCheck(value: unknown, where: string): ImportCheck {
  const o = object(value, where);
  return {
    ok: bool(o["ok"], `${where}.ok`),
    as_of_ms: nullable(o["as_of"], `${where}.as_of`, time),
    findings: count(o["findings"], `${where}.findings`),
    skipped: some(o["skipped"], `${where}.skipped`, (v, w) => {
      const one = object(v, w);
      return { rule: words(one["rule"], `${w}.rule`), reason: words(one["reason"], `${w}.reason`) };
    }),
    certificate: nullable(o["certificate"], `${where}.certificate`, readCertificate),
  };
}

export function readImport(value: unknown, where = "import"): Import {
  const o = object(value, where);
  const phase = text(o["phase"], `${where}.phase`);
  return {
    id: text(o["id"], `${where}.id`), layer: text(o["layer"], `${where}.layer`), file: text(o["file"], `${where}.file`),
    phase: IMPORT_PHASES.find((p) => p === phase) ?? "lost", reason: words(o["reason"], `${where}.reason`),
    files: some(o["files"], `${where}.files`, (v, w) => {
      const file = object(v, w);
      return {
        part: text(file["part"], `${w}.part`), received: number(file["received"], `${w}.received`),
        size: nullable(file["size"], `${w}.size`, number), whole: bool(file["whole"], `${w}.whole`),
      };
    }),
    began_ms: time(o["began"], `${where}.began`), changed_ms: time(o["changed"], `${where}.changed`),
    version: words(o["version"], `${where}.version`),
    report: nullable(o["report"], `${where}.report`, readReport), check: nullable(o["check"], `${where}.check`, readCheck),
    errors: count(o["errors"], `${where}.errors`),
  };
}

export function readImports(value: unknown): Import[] {
  return list(object(value, "imports")["items"], "imports.items", readImport);
}

export function readFindings(value: unknown): Finding[] {
  return list(object(value, "findings")["features"], "findings.features", (v, w) => {
    const feature = object(v, w);
    const p = object(feature["properties"], `${w}.properties`);
    return {
      number: 0, rule: text(p["rule"], `${w}.rule`), level: text(p["level"], `${w}.level`), layer: text(p["layer"], `${w}.layer`),
      codes: some(p["codes"], `${w}.codes`, text), lon: within(p["lon"], `${w}.lon`, 180), lat: within(p["lat"], `${w}.lat`, 90),
      size_m2: nullable(p["size_m2"], `${w}.size_m2`, number), hint: words(p["hint"], `${w}.hint`), geometry: feature["geometry"],
    };
  });
}

export const CHANGES = ["removed", "moved", "added", "edited"] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** What becomes of one thing of the layer in use; `number` counts from 1. */
export interface LayerChange {
  readonly number: number;
  readonly change: ChangeKind;
  readonly code: string;
  readonly name: string;
  readonly name_before: string;
  readonly lon: number;
  readonly lat: number;
  readonly area_before_m2: number | null;
  readonly area_after_m2: number | null;
  readonly moved_m2: number | null;
}

export interface Differences {
  readonly counts: Readonly<Record<ChangeKind | "same", number>>;
  /** Of all; `changes` may be the first of them. */
  readonly total: number;
  readonly changes: readonly LayerChange[];
  /** To be drawn as it came. */
  readonly geojson: unknown;
}

function readChange(value: unknown, where: string): LayerChange {
  const p = object(object(value, where)["properties"], `${where}.properties`);
  const change = text(p["change"], `${where}.change`);
  return {
    number: number(p["number"], `${where}.number`), change: CHANGES.find((c) => c === change) ?? "edited",
    code: words(p["code"], `${where}.code`), name: words(p["name"], `${where}.name`), name_before: words(p["name_before"], `${where}.name_before`),
    lon: within(p["lon"], `${where}.lon`, 180), lat: within(p["lat"], `${where}.lat`, 90),
    area_before_m2: nullable(p["area_before_m2"], `${where}.area_before_m2`, number),
    area_after_m2: nullable(p["area_after_m2"], `${where}.area_after_m2`, number), moved_m2: nullable(p["moved_m2"], `${where}.moved_m2`, number),
  };
}

/** One entry a thing, however many of its parts are drawn. */
export function readDifferences(value: unknown): Differences {
  const o = object(value, "differences");
  const counts = object(o["counts"], "differences.counts");
  const of = (name: string): number => number(counts[name], `differences.counts.${name}`);
  const changes = new Map<number, LayerChange>();
  for (const change of list(o["features"], "differences.features", readChange)) changes.set(change.number, change);
  return {
    counts: { removed: of("removed"), moved: of("moved"), added: of("added"), edited: of("edited"), same: of("same") },
    total: number(o["total"], "differences.total"), changes: [...changes.values()], geojson: value,
  };
}

/** A version that is to come. */
export interface ComingVersion {
  readonly layer: string;
  readonly version: string;
  readonly features: number;
  /** As it came: it names the version when there are several. */
  readonly effective: string;
  readonly effective_ms: number;
}

export function readComing(value: unknown): ComingVersion[] {
  return list(object(value, "coming")["items"], "coming.items", (v, w) => {
    const o = object(v, w);
    return {
      layer: text(o["layer"], `${w}.layer`), version: text(o["version"], `${w}.version`), features: number(o["features"], `${w}.features`),
      effective: text(o["effective"], `${w}.effective`), effective_ms: time(o["effective"], `${w}.effective`),
    };
  });
}
