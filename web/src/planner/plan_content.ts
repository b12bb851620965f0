// What a plan asks: the page's own and one that is open for everybody, compared and taken over. Pure.
import type { SharedPlan } from "../protocol/plans";
import type { Edit, Plan } from "./plan";
import { onWire, type PlanContent } from "./plans_api";

const instant = (at: string): number | null => (at === "" ? null : Date.parse(at));

/** What a plan asks, as text: what is drawn but not let go yet counts, times are the same in whatever zone. */
export function contentKey({ minutes, profile, at, kind, edits }: PlanContent): string {
  return JSON.stringify([minutes, profile, instant(at), kind, edits.map(onWire)]);
}

export const contentOf = ({ minutes, profile, at, kind, edits, draft }: Plan): PlanContent => ({ minutes, profile, at, kind, edits: draft ?? edits });

/** Whether undoing leads back to the edits before: to the reader's own, not past what others did. */
export type Undoing = "kept" | "ended";

/** The page's plan with what an open one asks. */
export function adopted(plan: Plan, from: PlanContent, undoing: Undoing = "ended"): Plan {
  if (contentKey(contentOf(plan)) === contentKey(from) && plan.draft === null) return plan;
  const edits: readonly Edit[] = from.edits;
  const station = plan.station.startsWith("+") && edits[Number(plan.station.slice(1))]?.edit !== "add_station" ? "" : plan.station;
  const past = undoing === "kept" && plan.edits.length > 0 ? [...plan.past, plan.edits] : [];
  const when = instant(from.at) === instant(plan.at) ? plan.when : from.at === "" ? "all" : "other";
  return { ...plan, minutes: from.minutes, profile: from.profile, at: from.at, when, kind: from.kind, edits, draft: null, past, station };
}

/** Whether the town has changed between two tellings of a plan: the same is asked, another answer given. */
export function townChanged(before: SharedPlan, now: SharedPlan): boolean {
  const saying = (plan: SharedPlan): string => JSON.stringify([plan.answer, plan.problem]);
  return before.version === now.version && contentKey(before) === contentKey(now) && saying(before) !== saying(now);
}
