// Why somebody should look at an incident: its level and for how long, what is late, what will be; the reasons on request.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Forecast, Late } from "../protocol/supervision";
import { isOpen } from "../state/incidents";
import type { Supervised } from "../state/supervision";
import { duration, shortTime } from "../words";
import type { Context } from "./context";
import { levelName } from "./ladder_words";

export interface SupervisionPart {
  readonly element: HTMLElement;
  /** null hides it. */
  update(supervised: Supervised | null): void;
}

const MINUTE_MS = 60_000;
const MOST = (ms: number): number => Math.ceil(ms / MINUTE_MS) * MINUTE_MS;

export function sinceWords(since_ms: number | null, now_ms: number): string {
  if (since_ms === null) return "";
  return now_ms - since_ms < MINUTE_MS ? t("ladder.just") : t("ladder.since", { span: duration(now_ms - since_ms) });
}

export function overdueWords(overdue: readonly Late[], now_ms: number): string {
  return overdue.map(({ milestone, due_ms }) => t("supervision.overdue.one", { milestone: t(`milestone.${milestone}`), span: duration(Math.max(MINUTE_MS, now_ms - due_ms)) })).join(t("supervision.and"));
}

/** The one that is due first. */
export function forecastWords(forecast: readonly Forecast[], now_ms: number): string {
  const first = forecast.reduce<Forecast | null>((a, b) => (a && a.due_ms <= b.due_ms ? a : b), null);
  if (!first) return "";
  const { milestone, due_ms, expected_ms } = first;
  return t("supervision.forecast.one", { milestone: t(`milestone.${milestone}`), left: duration(MOST(due_ms - now_ms)), expected: duration(MOST(expected_ms - now_ms)) });
}

/** A sentence for each forecast, and what they were worked out from; `open` is how many the assignee has. */
export function reasons(forecast: readonly Forecast[], name: string, open: number, now_ms: number): string[] {
  if (forecast.length === 0) return [];
  return [
    ...forecast.map(({ milestone, due_ms, expected_ms }) => t("supervision.why.times", {
      milestone: t(`milestone.${milestone}`), due: shortTime(due_ms, now_ms), expected: shortTime(expected_ms, now_ms), late: duration(MOST(expected_ms - due_ms)),
    })),
    t("supervision.why.way", { name, n: open }),
    ...(forecast.some(({ milestone }) => milestone === "done") ? [t("supervision.why.handling")] : []),
  ];
}

export function supervisionPart(context: Context): SupervisionPart {
  const level = h("b", { class: "supervised-level" });
  const since = h("span");
  const overdue = h("span");
  const overdueLine = h("span", { class: "supervised-line" }, h("b", {}, t("supervision.overdue")), " ", overdue);
  const forecast = h("span");
  const why = h("button", { class: "ask-why", attrs: { type: "button", "aria-expanded": "false" }, on: { click: toggle } }, t("supervision.why"));
  const forecastLine = h("span", { class: "supervised-line" }, h("b", {}, t("supervision.forecast")), " ", forecast, " ", why);
  const words = h("span", { class: "supervised-why" });
  const element = h("div", { class: "supervised" }, h("span", { class: "supervised-line" }, level, since), overdueLine, forecastLine, words);
  let shown: Supervised | null = null;

  /** The row itself opens the card. */
  function toggle(event: Event): void {
    event.stopPropagation();
    why.setAttribute("aria-expanded", String(why.getAttribute("aria-expanded") !== "true"));
    update(shown);
  }

  function openOf(assignee: string): number {
    return [...context.world().incidents.values()].filter((one) => one.assignee === assignee && isOpen(one)).length;
  }

  function update(supervised: Supervised | null): void {
    shown = supervised;
    element.hidden = supervised === null;
    if (!supervised) return;
    const now = context.now();
    setText(level, levelName(context.supervision.known()?.levels ?? [], supervised.level));
    level.hidden = level.textContent === "";
    setText(since, sinceWords(supervised.since_ms, now));
    overdueLine.hidden = supervised.overdue.length === 0;
    setText(overdue, overdueWords(supervised.overdue, now));
    forecastLine.hidden = supervised.forecast.length === 0;
    setText(forecast, forecastWords(supervised.forecast, now));
    const { assignee } = supervised.incident;
    const said = why.getAttribute("aria-expanded") === "true" && assignee
      ? reasons(supervised.forecast, context.workerName(assignee), openOf(assignee), now) : [];
    words.hidden = said.length === 0;
    setText(words, said.join("\n"));
  }

  return { element, update };
}
