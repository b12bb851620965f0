// The milestones of an incident's card: name, due time, how it stands, and the reason on demand.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import type { Deadline, Why } from "../protocol/deadlines";
import type { IncidentDetail } from "../protocol/json";
import type { Milestone } from "../protocol/live";
import { duration, leftWords, shortTime } from "../words";
import { section } from "./parts";

export function deadlinesPart({ deadlines, paused }: Pick<IncidentDetail, "deadlines" | "paused">, now: number): HTMLElement[] {
  if (deadlines.length === 0) return [];
  const name: NameOf = (milestone) => deadlines.find((one) => one.milestone === milestone)?.title || t(`milestone.${milestone}`);
  return [section(t("due.title"), h("ul", { class: "milestones" }, ...deadlines.map((one) => milestoneRow(one, paused === true, now, name))))];
}

/** As the county calls it in these deadlines. */
type NameOf = (milestone: Milestone) => string;

function milestoneRow(one: Deadline, paused: boolean, now: number, name: NameOf): HTMLElement {
  const at = one.at_ms === null ? "" : t("due.by", { time: shortTime(one.at_ms, now) });
  return h(
    "li", { class: "milestone", attrs: { "data-state": one.state, "data-milestone": one.milestone } },
    h("span", { class: "milestone-line" },
      h("span", { class: "milestone-name" }, name(one.milestone)),
      h("span", { class: "milestone-at" }, at),
      h("span", { class: "milestone-state" }, stateWords(one, paused, now))),
    one.why && h("details", { class: "why" }, h("summary", {}, t("due.why")), h("ul", {}, ...reasons(one.why, now, name).map((words) => h("li", {}, words)))),
  );
}

function stateWords({ state, at_ms, met_ms, milestone }: Deadline, paused: boolean, now: number): string {
  if (met_ms !== null) return `${t("due.met", { time: shortTime(met_ms, now) })} · ${t(state === "late" ? "due.state.late" : "due.state.met")}`;
  if (state === "skipped" || state === "missed") return t(`due.state.${state}`);
  if (at_ms === null || (paused && at_ms > now)) return t("due.paused");
  const over = now > at_ms;
  return leftWords({ kind: over ? "over" : "left", milestone, ms: Math.abs(at_ms - now), step: 0 });
}

const monthDay = (day: string): string => day.slice(5);

function skippedReason(reason: string): string {
  if (reason === "weekend") return t("due.weekend");
  return reason === "report" ? t("due.report_day") : reason;
}

function beginning({ after, from_ms }: Why, when: (ms: number) => string, name: NameOf): string[] {
  if (after === null) return from_ms === null ? [] : [t("due.from", { time: when(from_ms) })];
  if (from_ms === null) return [t("due.not_begun", { milestone: name(after) })];
  return [t("due.from_after", { time: when(from_ms), milestone: name(after) })];
}

/** In the order in which one would check it by hand. */
export function reasons(why: Why, now: number, name: NameOf): string[] {
  const { unit, count } = why.limit;
  const when = (ms: number): string => shortTime(ms, now);
  return [
    t("due.rule", { profile: why.profile, limit: t(`due.limit.${unit}` as TextKey, { n: count }) }),
    ...beginning(why, when, name),
    ...why.counted.map((part) => unit === "working_days"
      ? t("due.counted_days", { from: when(part.from_ms), to: when(part.to_ms), n: part.days })
      : t("due.counted", { from: when(part.from_ms), to: when(part.to_ms), span: duration(part.seconds * 1000) })),
    ...why.skipped.map((part) => t("due.skipped", {
      days: part.from === part.to ? monthDay(part.from) : t("due.days", { from: monthDay(part.from), to: monthDay(part.to) }), reason: skippedReason(part.reason),
    })),
    ...why.made_up.map((part) => t("due.made_up", { day: monthDay(part.day), reason: part.reason })),
    ...why.paused.map((part) => part.to_ms === null
      ? t("due.held_now", { from: when(part.from_ms) })
      : t("due.held", { from: when(part.from_ms), to: when(part.to_ms) })),
    ...(why.raised ? [t("due.raised")] : []),
    ...(why.unpublished_years.length > 0 ? [t("due.unpublished", { years: why.unpublished_years.join("、") })] : []),
  ];
}
