// How well each estate, grid or community is served, worst first, and who has farthest to walk.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { AREA_LEVELS, type AreaServed, type AreasServed } from "../protocol/coverage";
import { figure } from "../words";
import type { Part, PlannerContext } from "./context";
import { redrawn, segments } from "./controls";
import { wholePercent } from "./figures";

const MOST_ROWS = 100;

function bar({ served, households }: AreaServed): HTMLElement {
  const within = (minutes: number): number => served.find((s) => s.minutes === minutes)?.households ?? 0;
  let before = 0;
  const parts = [5, 10, 15].map((minutes) => {
    const part = h("i", { class: `iso-${minutes}` });
    part.style.width = `${((within(minutes) - before) / Math.max(1, households)) * 100}%`;
    before = within(minutes);
    return part;
  });
  return h("span", { class: "area-bar" }, ...parts);
}

function time(seconds: number): string {
  return t("planner.time", { m: Math.floor(seconds / 60), s: Math.round(seconds % 60) });
}

/** The worst-served twentieth in one sentence; numbers of the server, built from what it knows. */
export function farthestWords({ farthest }: AreasServed): string {
  const { mean_s, unreached_households: unreached, areas } = farthest;
  const mean = mean_s === null ? t("planner.farthest.never") : t("planner.farthest.mean", { time: time(Math.round(mean_s)) });
  const never = mean_s !== null && unreached > 0 ? t("planner.farthest.unreached", { n: figure(unreached) }) : "";
  const where = areas.length > 0 ? t("planner.farthest.where", { names: areas.map((a) => a.name).join(t("planner.farthest.and")) }) : "";
  return `${mean}${never}${where}${t("planner.farthest.end")}`;
}

export function areasPart(context: PlannerContext): Part {
  const list = h("ul", { class: "areas", id: "areas" });
  const draw = redrawn(list);
  const level = segments(t("planner.areas.level"), AREA_LEVELS.map((l) => [l, t(`level.${l}`)] as const), (value) => context.look({ level: value }));
  const far = h("p", { class: "farthest", id: "farthest" });
  const drawFar = redrawn(far);
  const kinds = new WeakMap<AreasServed, number>();
  let versions = 0;

  function row(area: AreaServed): HTMLElement {
    const at15 = area.served.find((s) => s.minutes === 15)?.households ?? 0;
    const p = wholePercent(at15, area.households);
    const label = t("planner.areas.row", { name: area.name, p: p || "0", households: area.households });
    return h("li", {}, h("button", { class: "area-row", attrs: { type: "button", "aria-label": label, "data-row": area.code }, on: { click: () => context.showArea(context.looking().level, area.code) } },
      h("span", { class: "area-row-name" }, area.name), bar(area),
      h("span", { class: "area-share" }, h("b", {}, p || "\u2013"), p ? t("planner.share", { p: "" }) : ""), h("span", { class: "area-households" }, `${figure(area.households)} ${t("planner.households")}`)));
  }
  return {
    element: h("section", { class: "plan-part" },
      h("div", { class: "plan-head" }, level.element, h("span", { class: "quiet" }, t("planner.areas.now"))), list, far),
    render() {
      level.show(context.looking().level);
      const { value } = context.areas();
      if (value && !kinds.has(value)) kinds.set(value, ++versions);
      const key = value ? String(kinds.get(value)) : "";
      draw(key, () => {
        if (!value) return [];
        if (value.areas.length === 0) return [h("li", { class: "quiet" }, t("planner.areas.none", { level: t(`level.${context.looking().level}`) }))];
        const rest = value.areas.length - MOST_ROWS;
        return [...value.areas.slice(0, MOST_ROWS).map(row), ...(rest > 0 ? [h("li", { class: "quiet" }, t("planner.areas.more", { n: rest }))] : [])];
      });
      far.hidden = !value || value.farthest.households === 0;
      drawFar(key, () => (value ? [h("b", {}, t("planner.farthest", { households: figure(value.farthest.households) })), ` ${farthestWords(value)}`] : []) as Node[]);
    },
  };
}
