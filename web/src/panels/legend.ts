// What is on the map now, and how to read its fill.
import { h, setText } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { SEVERITIES } from "../protocol/live";
import { reachShown } from "../state/page";
import { reaches, SINGLE_ZOOM, WORKERS_ZOOM } from "../state/zoom";
import type { Context, Panel } from "./context";
import { house, severitySign } from "./signs";

/** Where the map begins to draw them; one of the steps of `zoomClass`. */
const STATIONS_ZOOM = 14;

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

/** What the chips count, which of it depending on how near the map is. */
function countKey(context: Context): Panel {
  const title = h("b");
  const signs = SEVERITIES.map((severity) => ({ severity, element: item(severitySign(severity), `severity.${severity}`) }));
  const duty = item(mark("mark-duty"), "legend.count.duty");
  const element = h("div", { class: "legend-theme legend-count" }, title, ...signs.map((s) => s.element), duty);
  return {
    element,
    render() {
      const { zoomClass, toggles } = context.page.get();
      const [first] = context.world().counts.values();
      for (const { severity, element: sign } of signs) sign.hidden = reaches(zoomClass, SINGLE_ZOOM[severity]);
      duty.hidden = reaches(zoomClass, WORKERS_ZOOM);
      element.hidden = !first || !toggles.incidents || signs.every((s) => s.element.hidden);
      if (first) setText(title, t("legend.count", { level: t(`level.${first.level}`) }));
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
  const counts = countKey(context);
  const marks = h("div", { class: "legend-marks" }, duty, stale, trail, station, reach);
  const element = h("div", { class: "legend" }, theme.element, counts.element, marks);
  return {
    element,
    render() {
      const page = context.page.get();
      theme.render();
      counts.render();
      // Where the chips count who is on duty nobody is drawn singly.
      const counted = !counts.element.hidden && !reaches(page.zoomClass, WORKERS_ZOOM);
      duty.hidden = stale.hidden = !page.toggles.workers || counted;
      trail.hidden = !page.toggles.trails || duty.hidden;
      station.hidden = context.info.stations.length === 0 || !reaches(page.zoomClass, STATIONS_ZOOM);
      reach.hidden = !context.info.stations.some((s) => reachShown(page, s.code));
      marks.hidden = [duty, station, reach].every((e) => e.hidden);
      element.hidden = marks.hidden && theme.element.hidden && counts.element.hidden;
    },
  };
}
