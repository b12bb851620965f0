// The numbers that the page compares: today's and the plan's, and what each edit does. Pure.
import type { AreasServed, WhatIf } from "../protocol/coverage";
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

/** "80.7", or "" of nothing. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? (Math.floor((part / whole) * 1000) / 10).toFixed(1) : "";
}

/** Nobody is told 100 % of what is not all. */
export function wholePercent(part: number, whole: number): string {
  return whole > 0 ? String(part === whole ? 100 : Math.min(99, Math.round((part / whole) * 100))) : "";
}
