// Households by minutes of walk, as things are; the line is the limit.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { figure } from "../words";
import type { Part, PlannerContext } from "./context";
import { redrawn } from "./controls";

/** Nobody walks longer, or nobody knows: the axis is never shorter than this. */
const LEAST_BARS = 20;
const TICK = 5;

/** As many bars as there are households for. */
export function barsOf(histogram: readonly number[], minutes: number): readonly number[] {
  let last = histogram.length;
  while (last > 0 && histogram[last - 1] === 0) last -= 1;
  const wanted = Math.min(histogram.length, Math.max(LEAST_BARS, last, minutes + 1));
  return histogram.slice(0, wanted);
}

export function histogramPart(context: PlannerContext): Part {
  const bars = h("div", { class: "bars", id: "histogram", attrs: { role: "list", "aria-label": t("planner.histogram") } });
  const axis = h("div", { class: "bars-axis", attrs: { "aria-hidden": "true" } });
  const draw = redrawn(bars);
  const drawAxis = redrawn(axis);
  const element = h("section", { class: "plan-part" },
    h("div", { class: "plan-head" }, h("h3", {}, t("planner.histogram")), h("span", { class: "quiet" }, t("planner.histogram.unit"))), bars, axis);
  return {
    element,
    render() {
      const { value } = context.areas();
      element.hidden = !value;
      if (!value) return;
      const { minutes } = context.store.get();
      const shown = barsOf(value.histogram, minutes);
      const most = Math.max(1, ...shown);
      const place = (minute: number): string => `${(minute / shown.length) * 100}%`;
      draw(JSON.stringify([shown, minutes]), () => {
        const limit = h("span", { class: "bars-limit" }, t("planner.histogram.limit", { n: minutes }));
        limit.style.left = place(minutes);
        return [...shown.map((n, at) => {
          const words = t("planner.histogram.bar", { from: at, to: at + 1, n: figure(n) });
          const one = h("i", { class: at >= minutes ? "iso-none" : at < 5 ? "iso-5" : at < 10 ? "iso-10" : "iso-15", attrs: { role: "listitem", "aria-label": words, title: words } });
          one.style.height = `${(n / most) * 100}%`;
          return one;
        }), ...(minutes < shown.length ? [limit] : [])];
      });
      drawAxis(String(shown.length), () => Array.from({ length: Math.floor((shown.length - 1) / TICK) }, (_, i) => {
        const tick = h("span", {}, String((i + 1) * TICK));
        tick.style.left = place((i + 1) * TICK);
        return tick;
      }));
    },
  };
}
