// Buttons over the map.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import type { Context, Panel } from "./context";
import { toolSign, type Tool } from "./signs";

export interface MapCommands {
  readonly layers: () => void;
  readonly staffing: () => void;
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
  const staffing = toolButton("staffing", "tool.staffing", on.staffing);
  const raised = toolButton("raised", "tool.raised", on.raised);
  const add = toolButton("add", "tool.new", on.add);
  const element = h(
    "div", { class: "tools" },
    h("div", { class: "tool-group top" }, layers, staffing, raised, add, toolButton("theme", "tool.theme", on.theme)),
    h("div", { class: "tool-group bottom" },
      toolButton("plus", "tool.plus", on.plus), toolButton("minus", "tool.minus", on.minus), toolButton("home", "tool.home", on.home)),
  );
  return {
    element,
    render() {
      const { selection, toggles, picking, close } = context.page.get();
      layers.setAttribute("aria-pressed", String(selection.kind === "layers"));
      staffing.setAttribute("aria-pressed", String(selection.kind === "staffing"));
      raised.setAttribute("aria-pressed", String(toggles.raised));
      raised.setAttribute("aria-disabled", String(!close));
      raised.title = t(close ? "tool.raised" : "tool.raised_far");
      raised.setAttribute("aria-label", raised.title);
      add.setAttribute("aria-pressed", String(picking));
      element.classList.toggle("beside-card", selection.kind !== "none");
      element.classList.toggle("beside-wide-card", selection.kind === "staffing");
    },
  };
}
