// What is on the map now, and how to read its fill.
import { h, setText } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { reachShown } from "../state/page";
import type { Context, Panel } from "./context";
import { house } from "./signs";

const item = (sign: Node, words: TextKey): HTMLElement => h("span", {}, sign, t(words));
const mark = (cls: string): HTMLElement => h("i", { class: cls });

/** The classes of the staffing fill, strongest last; in words where it cannot be shown. */
function staffingKey(context: Context): Panel {
  const title = h("b");
  const steps = h("span", { class: "legend-steps" },
    ...([1, 2, 3, 4] as const).map((n) => item(mark(`swatch cov-${n}`), `legend.share.${n}` as TextKey)), item(mark("mark-void"), "legend.void"));
  const excuse = h("span", { class: "quiet" });
  const element = h("div", { class: "legend-theme" }, title, steps, excuse);
  return {
    element,
    render() {
      const { overlay, measure } = context.page.get();
      element.hidden = overlay !== "staffing";
      if (element.hidden) return;
      const { state } = context.staffing.get("grid");
      setText(title, t(`legend.staffing.${measure}`));
      steps.hidden = state !== "ready";
      excuse.hidden = state === "ready";
      if (state !== "ready") setText(excuse, t(state === "failed" ? "staffing.failed" : `staffing.${state}`));
    },
  };
}

export function legend(context: Context): Panel {
  const duty = item(mark("mark-duty"), "legend.duty");
  const stale = item(mark("mark-stale"), "legend.stale");
  const trail = item(mark("mark-trail"), "legend.trail");
  const station = item(house(), "legend.station");
  const reach = item(mark("mark-reach"), "legend.reach");
  const theme = staffingKey(context);
  const marks = h("div", { class: "legend-marks" }, duty, stale, trail, station, reach);
  const element = h("div", { class: "legend" }, theme.element, marks);
  return {
    element,
    render() {
      const page = context.page.get();
      theme.render();
      duty.hidden = stale.hidden = !page.toggles.workers;
      trail.hidden = !page.toggles.trails || !page.toggles.workers;
      station.hidden = context.info.stations.length === 0;
      reach.hidden = !context.info.stations.some((s) => reachShown(page, s.code));
      marks.hidden = [duty, station, reach].every((e) => e.hidden);
      element.hidden = marks.hidden && theme.element.hidden;
    },
  };
}
