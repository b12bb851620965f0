// The deadlines of one incident as REST tells them, each with its reason.
import { bool, list, nullable, number, object, text, time } from "./check";
import { milestone } from "./decode_upserts";
import type { Milestone } from "./live";

export const DEADLINE_STATES = ["open", "overdue", "paused", "met", "late", "skipped", "missed"] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Why it is due when it is: what counted, what did not. Days are texts, "2026-10-01". */
export interface Why {
  readonly profile: string;
  readonly limit: { readonly unit: "minutes" | "hours" | "working_hours" | "working_days"; readonly count: number };
  /** Counted from when this one was reached, at the latest from when it was due; null: from the report. */
  readonly after: Milestone | null;
  /** null: not before a pause ends. */
  readonly from_ms: number | null;
  readonly counted: readonly { readonly from_ms: number; readonly to_ms: number; readonly seconds: number; readonly days: number }[];
  readonly skipped: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly made_up: readonly { readonly day: string; readonly reason: string }[];
  readonly paused: readonly { readonly from_ms: number; readonly to_ms: number | null }[];
  readonly unpublished_years: readonly number[];
  readonly raised: boolean;
}

export interface Deadline {
  readonly milestone: Milestone;
  /** What the county calls it here; empty: by its own name. */
  readonly title: string;
  readonly state: DeadlineState;
  /** null: not before a pause ends. */
  readonly at_ms: number | null;
  readonly met_ms: number | null;
  readonly why: Why | null;
}

const UNITS = ["minutes", "hours", "working_hours", "working_days"] as const;

function readLimit(value: unknown, where: string): Why["limit"] {
  const o = object(value, where);
  const unit = UNITS.find((known) => known in o);
  return unit ? { unit, count: number(o[unit], `${where}.${unit}`) } : { unit: "hours", count: 0 };
}

function readWhy(value: unknown, where: string): Why {
  const o = object(value, where);
  return {
    profile: text(o["profile"], `${where}.profile`),
    limit: readLimit(o["limit"], `${where}.limit`),
    after: nullable(o["after"], `${where}.after`, (v, w) => milestone(text(v, w))),
    from_ms: nullable(o["from"], `${where}.from`, time),
    counted: list(o["counted"], `${where}.counted`, (v, w) => {
      const part = object(v, w);
      return { from_ms: time(part["from"], w), to_ms: time(part["to"], w), seconds: number(part["seconds"], w), days: number(part["days"], w) };
    }),
    skipped: list(o["skipped"], `${where}.skipped`, (v, w) => {
      const part = object(v, w);
      return { from: text(part["from"], w), to: text(part["to"], w), reason: text(part["reason"], w) };
    }),
    made_up: list(o["made_up"], `${where}.made_up`, (v, w) => {
      const part = object(v, w);
      return { day: text(part["day"], w), reason: text(part["reason"], w) };
    }),
    paused: list(o["paused"], `${where}.paused`, (v, w) => {
      const part = object(v, w);
      return { from_ms: time(part["from"], w), to_ms: nullable(part["to"], w, time) };
    }),
    unpublished_years: list(o["unpublished_years"], `${where}.unpublished_years`, number),
    raised: bool(o["raised"], `${where}.raised`),
  };
}

export function readDeadlines(value: unknown, where: string): Deadline[] {
  return list(value, where, (v, w) => {
    const o = object(v, w);
    const state = DEADLINE_STATES.find((known) => known === o["state"]) ?? "open";
    return {
      milestone: milestone(text(o["milestone"], `${w}.milestone`)), title: text(o["title"], `${w}.title`), state,
      at_ms: nullable(o["at"], `${w}.at`, time), met_ms: nullable(o["met"], `${w}.met`, time),
      why: nullable(o["why"], `${w}.why`, readWhy),
    };
  });
}
