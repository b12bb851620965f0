// Times and ages in words; all from the corrected clock.
import { t, type TextKey } from "./i18n/zh_CN";
import type { TimeLeft } from "./state/time_left";

const two = (n: number): string => String(n).padStart(2, "0");

/** 14:32:08 in the reader's zone. */
export function clockTime(ms: number): string {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** With its year: of papers, and of what is far off. */
export function wholeTime(ms: number): string {
  const d = new Date(ms);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** 14:32, with the date in front when it is another day. */
export function shortTime(ms: number, now_ms: number): string {
  const d = new Date(ms);
  const time = `${two(d.getHours())}:${two(d.getMinutes())}`;
  return d.toDateString() === new Date(now_ms).toDateString() ? time : `${two(d.getMonth() + 1)}-${two(d.getDate())} ${time}`;
}

export function date(ms: number): string {
  const d = new Date(ms);
  return t("clock.date", { m: d.getMonth() + 1, d: d.getDate(), w: t(`weekday.${d.getDay()}` as TextKey) });
}

export function age(time_ms: number, now_ms: number): string {
  const minutes = Math.floor((now_ms - time_ms) / 60_000);
  if (minutes < 1) return t("age.now");
  if (minutes < 60) return t("age.minutes", { n: minutes });
  if (minutes < 24 * 60) return t("age.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
  return t("age.days", { n: Math.floor(minutes / (24 * 60)) });
}

/** 26 分, 1 时 12 分, 3 天 4 时. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return t("span.minutes", { n: minutes });
  if (minutes < 24 * 60) return t("span.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
  return t("span.days", { d: Math.floor(minutes / (24 * 60)), h: Math.floor(minutes / 60) % 24 });
}

/** "" when nothing is due. */
export function leftWords(left: TimeLeft): string {
  if (left.kind === "none") return "";
  if (left.kind === "paused") return t("due.paused");
  if (left.kind === "over" && left.ms < 60_000) return t("due.just_over");
  const ms = left.kind === "left" ? left.ms + 59_999 : left.ms; // the last minute is one
  return t(left.kind === "left" ? "due.left" : "due.over", { span: duration(ms) });
}

/** How long ago a message came, in seconds as long as they tell something. */
export function ago(ms: number): string {
  const s = Math.floor(ms / 1000);
  return s < 60 ? t("age.seconds", { s }) : age(0, ms);
}

/** 5 312: thousands set apart by a thin space. */
export function figure(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
