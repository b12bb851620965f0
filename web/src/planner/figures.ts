// The numbers that the page compares: today's and the plan's, and what each edit does. Pure.
import type { AreasServed, StationServices, WhatIf } from "../protocol/coverage";
import type { Latest } from "./latest";
import type { Plan } from "./plan";
import type { Answer, Question } from "./questions";

type Answers = (question: Question) => Answer | undefined;

/** Households within so many minutes as things are; null: the table does not say. */
export function servedNow(areas: AreasServed, minutes: number): number | null {
  const within = areas.total.served.find((s) => s.minutes === minutes);
  if (within) return within.households;
  const known = Number.isInteger(minutes) && minutes <= areas.histogram.length;
  return known ? areas.histogram.slice(0, minutes).reduce((sum, n) => sum + n, 0) : null;
}

export interface Tried {
  /** Of the edits now, or while their answer is awaited of the last ones answered; null: there are none. */
  readonly answer: WhatIf | null;
  readonly waiting: boolean;
  readonly failed: unknown;
}

/** `last` is the last answer that was shown under the same minutes, profile and time. */
export function triedNow(plan: Plan, answers: Answers, last: WhatIf | null): Tried {
  const edits = plan.draft ?? plan.edits;
  if (edits.length === 0) return { answer: null, waiting: false, failed: null };
  const answer = answers({ minutes: plan.minutes, profile: plan.profile, at: plan.at, kind: plan.kind, edits });
  if (!answer) return { answer: last, waiting: true, failed: null };
  return "ok" in answer ? { answer: answer.ok, waiting: false, failed: null } : { answer: last, waiting: false, failed: answer.failed };
}

export type Effect = { readonly households: number } | { readonly failed: unknown } | null;

/** What each edit adds to the ones before it; null while it is not known. */
export function effectsOf(plan: Plan, answers: Answers): readonly Effect[] {
  const after = plan.edits.map((_, at) => answers({ minutes: plan.minutes, profile: plan.profile, at: plan.at, kind: plan.kind, edits: plan.edits.slice(0, at + 1) }));
  return after.map((answer, at): Effect => {
    if (!answer) return null;
    if ("failed" in answer) return { failed: answer.failed };
    const before = after[at - 1];
    if (at === 0) return { households: answer.ok.after.households - answer.ok.before.households };
    return before && "ok" in before ? { households: answer.ok.after.households - before.ok.after.households } : null;
  });
}

export interface People {
  /** null: not known. */
  readonly buildings: number | null;
  readonly households: number;
}

/** Whom the stations serve as things are, each building once; null: it is not known yet. */
export function servedToday(tried: Tried, areas: AreasServed | null, services: Latest<StationServices>, minutes: number): People | null {
  if (tried.answer) return tried.answer.before;
  const within = areas?.total.served.find((s) => s.minutes === minutes);
  if (within) return within;
  // While another answer is awaited, this one may be of other minutes.
  if (services.value && !services.waiting) return services.value.served;
  const households = areas ? servedNow(areas, minutes) : null;
  return households === null ? null : { buildings: null, households };
}

export interface Unserved extends People {
  /** Of all households, "" where there are none. With the percent of those served it makes 100. */
  readonly percent: string;
}

/** Whom nobody serves: the rest of all. */
export function unservedOf(whole: People, served: People): Unserved {
  const households = whole.households - served.households;
  const buildings = whole.buildings === null || served.buildings === null ? null : whole.buildings - served.buildings;
  return { buildings, households, percent: percentLeft(served.households, whole.households) };
}

const tenths = (part: number, whole: number): number => Math.floor((part * 1000) / whole);

/** "80.7", or "" of nothing. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? (tenths(part, whole) / 10).toFixed(1) : "";
}

/** Of what `part` leaves: nobody is told 0 % of what is not nothing. */
function percentLeft(part: number, whole: number): string {
  return whole > 0 ? ((1000 - tenths(part, whole)) / 10).toFixed(1) : "";
}

/** Nobody is told 100 % of what is not all. */
export function wholePercent(part: number, whole: number): string {
  return whole > 0 ? String(part === whole ? 100 : Math.min(99, Math.round((part / whole) * 100))) : "";
}
