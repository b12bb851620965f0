// What the steward's page knows, and what follows from it. Pure.
import type { Differences, Finding, Hypothesis, Import, ImportPhase } from "../protocol/imports";

export const STEPS = ["choose", "report", "findings", "decide"] as const;
export type Step = (typeof STEPS)[number];

export interface Upload {
  readonly sent: number;
  readonly total: number;
}

export interface ImportState {
  readonly job: Import | null;
  readonly upload: Upload | null;
  readonly findings: readonly Finding[];
  /** Number of the chosen finding; 0: none. */
  readonly chosen: number;
  /** Place among the hypotheses; -1: none. */
  readonly hypothesis: number;
  readonly shows: MapShows;
  /** Between the layer as read and the one in use; null: too many to tell, undefined: not asked yet. */
  readonly differences: Differences | null | undefined;
  /** Number of the chosen difference; 0: none. */
  readonly change: number;
}

/** Which version the map shows, or what differs between both. */
export const MAP_SHOWS = ["new", "used", "differences"] as const;
export type MapShows = (typeof MAP_SHOWS)[number];

export const FIRST: ImportState = { job: null, upload: null, findings: [], chosen: 0, hypothesis: -1, shows: "new", differences: undefined, change: 0 };

const UNDER_WAY: ReadonlySet<ImportPhase> = new Set(["queued", "reading", "checking", "accepting"]);
const OVER: ReadonlySet<ImportPhase> = new Set(["accepted", "refused", "lost"]);

/** The server works on it: the page asks again. */
export const isUnderWay = (job: Import): boolean => UNDER_WAY.has(job.phase);
export const isOver = (job: Import): boolean => OVER.has(job.phase);

export function stepOf({ job, upload }: ImportState): Step {
  if (!job || upload || job.phase === "uploading") return "choose";
  if (OVER.has(job.phase) || job.phase === "accepting") return "decide";
  if (job.phase !== "ready") return "report";
  return job.errors > 0 ? "findings" : "decide";
}

/** What another version changes must not stay on the screen. */
export function withJob(state: ImportState, job: Import | null): ImportState {
  const same = job && state.job && job.id === state.job.id && job.version === state.job.version;
  return same ? { ...state, job } : { ...FIRST, shows: state.shows, upload: state.upload, job };
}

const LEVEL_ORDER: readonly string[] = ["error", "warning", "note"];

/** Worst first, then as the server orders them; numbered as on the map. */
export function numbered(findings: readonly Finding[]): Finding[] {
  const rank = (f: Finding): number => LEVEL_ORDER.indexOf(f.level);
  return [...findings].sort((a, b) => rank(a) - rank(b)).map((f, at) => ({ ...f, number: at + 1 }));
}

/** J and K: the next or the one before, stopping at the ends. */
export function stepped(state: ImportState, by: 1 | -1): number {
  return step(state.chosen, state.findings.length, by);
}

function step(chosen: number, last: number, by: 1 | -1): number {
  if (last === 0) return 0;
  if (chosen === 0) return by === 1 ? 1 : last;
  return Math.min(last, Math.max(1, chosen + by));
}

/** The same among what is looked at: the differences while the map shows them, else the findings. */
export function withStep(state: ImportState, by: 1 | -1): ImportState {
  return state.shows === "differences" && state.differences
    ? { ...state, change: step(state.change, state.differences.changes.length, by) }
    : { ...state, chosen: stepped(state, by) };
}

/** How many of each rule, the most frequent first. */
export function byRule(findings: readonly Finding[]): [rule: string, n: number][] {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The chosen reading of the coordinates first, the others as they come. */
export function hypothesesOf(job: Import | null): readonly Hypothesis[] {
  const detective = job?.report?.detective;
  if (!detective) return [];
  return detective.hypotheses.length > 0 ? detective.hypotheses : detective.chosen ? [detective.chosen] : [];
}

/** Options that make the next reading take this one. */
export function optionsOf(h: Hypothesis): { crs: string; datum: string } {
  return { crs: h.crs, datum: h.datum };
}

/** What stands in the way of using it: nothing, errors that one may take upon oneself, or the phase. */
export function decision({ job }: ImportState): "free" | "errors" | "no" {
  if (!job || job.phase !== "ready") return "no";
  return job.errors > 0 ? "errors" : "free";
}

export const share = ({ sent, total }: Upload): number => (total === 0 ? 1 : Math.min(1, sent / total));

/** 12.3 MB and the like: three figures at most before the unit. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit += 1; }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}\u2009${units[unit]}`;
}

const MAIN = /\.(zip|shp|gpkg|geojson|json|geojsonl|fgb|osm|pbf|csv|kml|tab|mif)$/i;

/** Of the files picked together the one that the others go with; null when there is none. */
export function mainFile<F extends { readonly name: string }>(files: readonly F[]): F | null {
  return files.find((f) => MAIN.test(f.name)) ?? null;
}
