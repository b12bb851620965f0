// Buttons over the map and the legend of what is on.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { reachShown } from "../state/page";
import type { Context, Panel } from "./context";
import { house, toolSign, type Tool } from "./signs";

export interface MapCommands {
  readonly layers: () => void;
  readonly raised: () => void;
  readonly add: () => void;
  readonly theme: () => void;
  readonly plus: () => void;
  readonly minus: () => void;
  readonly home: () => void;
}

function toolButton(tool: Tool, words: TextKey, on: () => void): HTMLButtonElement {
  const label = t(words);
  return h("button", { class: "tool", attrs: { type: "button", title: label, "aria-label": label }, on: { click: on } }, toolSign(tool));
}

export function mapTools(context: Context, on: MapCommands): Panel {
  const layers = toolButton("layers", "tool.layers", on.layers);
  const raised = toolButton("raised", "tool.raised", on.raised);
  const add = toolButton("add", "tool.new", on.add);
  const element = h(
    "div", { class: "tools" },
    h("div", { class: "tool-group top" }, layers, raised, add, toolButton("theme", "tool.theme", on.theme)),
    h("div", { class: "tool-group bottom" },
      toolButton("plus", "tool.plus", on.plus), toolButton("minus", "tool.minus", on.minus), toolButton("home", "tool.home", on.home)),
  );
  return {
    element,
    render() {
      const { selection, toggles, picking } = context.page.get();
      layers.setAttribute("aria-pressed", String(selection.kind === "layers"));
      raised.setAttribute("aria-pressed", String(toggles.raised));
      add.setAttribute("aria-pressed", String(picking));
      element.classList.toggle("beside-card", selection.kind !== "none");
    },
  };
}

export function legend(context: Context): Panel {
  const item = (sign: Node, words: TextKey): HTMLElement => h("span", {}, sign, t(words));
  const mark = (cls: string): HTMLElement => h("i", { class: cls });
  const duty = item(mark("mark-duty"), "legend.duty");
  const stale = item(mark("mark-stale"), "legend.stale");
  const trail = item(mark("mark-trail"), "legend.trail");
  const station = item(house(), "legend.station");
  const reach = item(mark("mark-reach"), "legend.reach");
  const element = h("div", { class: "legend" }, duty, stale, trail, station, reach);
  return {
    element,
    render() {
      const page = context.page.get();
      duty.hidden = stale.hidden = !page.toggles.workers;
      trail.hidden = !page.toggles.trails || !page.toggles.workers;
      station.hidden = context.info.stations.length === 0;
      reach.hidden = !context.info.stations.some((s) => reachShown(page, s.code));
      element.hidden = [duty, station, reach].every((e) => e.hidden);
    },
  };
}
