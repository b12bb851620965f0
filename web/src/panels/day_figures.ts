// The figures of the day at the bottom of the map: five cells, each explaining itself.
import { h, setText } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import type { Figures } from "../protocol/figures";
import type { Incident } from "../protocol/live";
import { isOpen } from "../state/incidents";
import { timeLeft } from "../state/time_left";
import { figure } from "../words";
import type { Context, Panel } from "./context";

/** Counts and rates of today's incidents, by their names on the wire. */
const CELLS = ["received", "closed", "on_time_rate", "same_day_rate"] as const;
type Cell = (typeof CELLS)[number] | "overdue";

/** Open incidents that the list shows as over, those of earlier days too. */
export function overdueOpen(incidents: Iterable<Pick<Incident, "stage" | "due" | "paused">>, now_ms: number): number {
  let count = 0;
  for (const incident of incidents) if (isOpen(incident) && timeLeft(incident, now_ms).kind === "over") count += 1;
  return count;
}

interface Reading {
  /** A dash where there is none. */
  readonly value: string;
  readonly unit: string;
  readonly words: string;
}

export function readingOf(name: (typeof CELLS)[number], figures: Figures): Reading {
  const words = figures.words.get(name) ?? "";
  const count = figures.counts.get(name);
  if (count !== undefined) return { value: figure(count), unit: t("figures.unit"), words };
  const rate = figures.rates.get(name) ?? null;
  return rate === null ? { value: "—", unit: "", words } : { value: rate.toFixed(1), unit: "%", words };
}

function cell(name: Cell) {
  const value = h("b", { class: "day-value" });
  const unit = h("span", { class: "day-unit" });
  const element = h("div", { class: "day-cell", attrs: { "data-figure": name, tabindex: "0" } },
    h("dt", {}, t(`figures.${name}` as TextKey)), h("dd", {}, value, unit));
  return {
    element,
    show(reading: Reading): void {
      setText(value, reading.value);
      setText(unit, reading.unit);
      if (element.title !== reading.words) element.title = reading.words;
    },
  };
}

export function dayFigures(context: Context): Panel {
  const cells = CELLS.map((name) => ({ name, ...cell(name) }));
  const overdue = cell("overdue");
  const element = h("dl", { class: "day-figures", attrs: { "aria-label": t("figures.title") } },
    ...cells.map((c) => c.element), overdue.element);
  element.hidden = true;
  return {
    element,
    render() {
      const { incidents } = context.world();
      const figures = context.figures.get(incidents, context.now());
      element.hidden = figures === null;
      if (figures === null) return;
      for (const c of cells) c.show(readingOf(c.name, figures));
      const late = overdueOpen(incidents.values(), context.now());
      overdue.show({ value: figure(late), unit: t("figures.unit"), words: t("figures.overdue.words") });
      overdue.element.classList.toggle("bad", late > 0);
    },
  };
}
