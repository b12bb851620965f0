// Which stations count: all of them, or those open at a time of the county's clock (Beijing time, no summer time).
import { t, type TextKey } from "../i18n/zh_CN";

/** In the order of the list; "all": whatever their hours. */
export const WHENS = ["all", "now", "workday", "workday_evening", "saturday", "saturday_evening", "other"] as const;
export type When = (typeof WHENS)[number];

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const SATURDAY = 6;

/** "2026-11-28T20:00" of an instant, as clocks in the county show it. */
function localMinute(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 16);
}

const withZone = (local: string): string => `${local}:00+08:00`;

/** The first day from `now` on, today included, that fits. */
function nextDay(now: number, fits: (weekday: number) => boolean): string {
  let day = now;
  while (!fits(new Date(day + OFFSET_MS).getUTCDay())) day += DAY_MS;
  return localMinute(day).slice(0, 10);
}

/** RFC 3339; "": no time. `other` is what a field of date and time holds, "2026-11-28T20:00", or "". */
export function timeOf(when: When, now: number, other: string): string {
  const workday = (weekday: number): boolean => weekday > 0 && weekday < SATURDAY;
  const saturday = (weekday: number): boolean => weekday === SATURDAY;
  switch (when) {
    case "all": return "";
    case "now": return withZone(localMinute(now));
    case "workday": return withZone(`${nextDay(now, workday)}T10:00`);
    case "workday_evening": return withZone(`${nextDay(now, workday)}T20:00`);
    case "saturday": return withZone(`${nextDay(now, saturday)}T10:00`);
    case "saturday_evening": return withZone(`${nextDay(now, saturday)}T20:00`);
    case "other": return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(other) ? withZone(other) : "";
  }
}

/** The plan with the time that its choice stands for by now. An open plan is of one moment for everybody. */
export function renewed<P extends { readonly when: When; readonly at: string }>(plan: P, now: number, is_shared: boolean): P {
  if (plan.when !== "now") return plan;
  if (is_shared) return { ...plan, when: "other" };
  const at = timeOf("now", now, "");
  return at === plan.at ? plan : { ...plan, at };
}

/** What the field of date and time shows of a time; empty for none. */
export function fieldOf(at: string): string {
  return at === "" ? "" : localMinute(Date.parse(at));
}

const DAYS = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

/** "Mo-Fr,Su". */
function daysWords(days: string): string {
  const word = (day: string): string => t(`weekday.${DAYS.indexOf(day)}` as TextKey);
  return days.split(",").map((span) => span.split("-").map(word).join(t("planner.hours.to"))).join(t("planner.farthest.and"));
}

/** Opening hours as OpenStreetMap writes them, for readers: "周一至周五 08:30-17:30；周六休息". What is not of this form stays. */
export function hoursWords(hours: string): string {
  if (hours.trim() === "24/7") return t("planner.hours.always");
  return hours
    .replace(/\b(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*\b/g, daysWords)
    .replace(/\s*\b(off|closed)\b/g, t("planner.hours.off"))
    .replace(/;\s*/g, t("planner.hours.then"));
}
