// The messages of /live as this page works with them; server/protocol/README.md is the contract.
import type { SharedPlan } from "./plans";

export const LEVELS = ["subdistrict", "community", "estate", "grid", "microgrid", "building"] as const;
export type Level = (typeof LEVELS)[number];

/** Codes of the areas a point lies in; a level without one is absent. */
export type Areas = Readonly<Partial<Record<Level, string>>>;

export const SEVERITIES = ["critical", "urgent", "routine"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const LIVE_LAYERS = ["worker", "incident", "reach", "alert", "count", "plan"] as const;
export type LiveLayer = (typeof LIVE_LAYERS)[number];

/** [west, south, east, north] in degrees. */
export type Bbox = readonly [number, number, number, number];
/** [longitude, latitude] in degrees, WGS 84. */
export type Position = [number, number];

export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
  readonly tick: number;
}

export interface Worker {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** 68 % radius in metres. */
  readonly accuracy_m: number;
  /** Unix milliseconds of the fix. */
  readonly time_ms: number;
  readonly areas: Areas;
}
/** A worker as `changes` tell of it: without areas they are those that the page holds. */
export interface WorkerUpsert extends Omit<Worker, "areas"> {
  readonly areas?: Areas;
}

/** What an incident must have reached in time, in order. */
export const MILESTONES = ["contact", "on_site", "first_stage", "second_stage", "done"] as const;
export type Milestone = (typeof MILESTONES)[number];

/** What burns: the milestone to be reached next. */
export interface Due {
  readonly milestone: Milestone;
  /** Unix milliseconds: when it is due, and when its clock began. */
  readonly at_ms: number;
  readonly from_ms: number;
}

export interface Incident {
  readonly id: string;
  readonly stage: string;
  readonly severity: Severity;
  readonly category: string;
  readonly lon: number;
  readonly lat: number;
  readonly areas: Areas;
  readonly version: number;
  /** Unix milliseconds of the report. */
  readonly time_ms: number;
  readonly title: string;
  /** Absent: nothing is due, or nothing before a pause ends. */
  readonly due?: Due;
  readonly paused?: true;
  /** Milestones that were not reached in time. */
  readonly overdue?: readonly Milestone[];
  /** Code of the department that has to see to it. */
  readonly department?: string;
  /** How far up the county's ladder it has come; absent: at the bottom. */
  readonly level?: number;
  /** User who has it to do. */
  readonly assignee?: string;
}

export interface Reach {
  /** Station code. */
  readonly id: string;
  readonly limit_s: number;
  readonly buildings: number;
  readonly households: number;
  readonly streets: readonly Position[][];
}

/** Levels that are counted; which one a view gets follows its zoom. */
export const COUNT_LEVELS = ["subdistrict", "community", "grid"] as const;
export type CountLevel = (typeof COUNT_LEVELS)[number];

/** What one area holds, where a view is too wide for single marks. */
export interface Count {
  /** Code of the area. */
  readonly id: string;
  readonly level: CountLevel;
  /** Its label point. */
  readonly lon: number;
  readonly lat: number;
  /** On duty, with a position. */
  readonly workers: number;
  /** Open incidents by severity. */
  readonly routine: number;
  readonly urgent: number;
  readonly critical: number;
}

export interface Remove {
  readonly layer: LiveLayer;
  readonly id: string;
}

interface Upserts {
  readonly incidents: readonly Incident[];
  readonly reaches: readonly Reach[];
  readonly counts: readonly Count[];
  /** Absent: none. */
  readonly plans?: readonly SharedPlan[];
}

export interface Hello {
  readonly type: "hello";
  readonly epoch: string;
  readonly seq: number;
  readonly tick: number;
  readonly time_ms: number;
  readonly user: string;
  readonly role: string;
}
export interface Snapshot extends Upserts {
  readonly type: "snapshot";
  readonly seq: number;
  readonly tick: number;
  readonly workers: readonly Worker[];
}
export interface Changes extends Upserts {
  readonly type: "changes";
  readonly seq?: number;
  readonly tick?: number;
  /** Its worker blocks hold every change after this tick: a page whose own tick is less has missed one. */
  readonly since: number;
  readonly workers: readonly WorkerUpsert[];
  readonly removes: readonly Remove[];
}
export interface Ack {
  readonly type: "ack";
  readonly device: string;
  readonly boot: number;
  readonly accepted: readonly (readonly [number, number])[];
  readonly rejected: readonly { readonly seq: number; readonly reason: string }[];
  readonly flagged: readonly { readonly seq: number; readonly reason: string }[];
  readonly conflicts: readonly number[];
  readonly acked_through: number;
}
export interface Forget {
  readonly type: "forget";
  readonly removes: readonly Remove[];
}
export interface Resync {
  readonly type: "resync";
  readonly reason: string;
}
export interface Refusal {
  readonly type: "problem";
  readonly title: string;
  readonly detail: string;
  readonly status: number;
}
export type ServerMessage = Hello | Snapshot | Changes | Ack | Forget | Resync | Refusal;

export interface Subscribe {
  readonly type: "subscribe";
  readonly bbox: Bbox;
  readonly zoom: number;
  readonly layers: readonly LiveLayer[];
  readonly resume?: Cursor;
  /** Of `layers`: not limited to `bbox`. */
  readonly everywhere: readonly LiveLayer[];
}
export interface Authenticate {
  readonly type: "authenticate";
  readonly token: string;
}
export type ClientMessage = Subscribe | Authenticate;
