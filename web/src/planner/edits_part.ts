// The plan's edits with what each does, and the tools that make new ones.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { toolSign } from "../panels/signs";
import { figure } from "../words";
import { redrawn, wordLink } from "./controls";
import type { Part, PlannerContext } from "./context";
import { failureWords, isWorthAsking } from "./failure";
import type { Effect } from "./figures";
import { editOf, metresBetween, MOST_EDITS, taken, TOOLS, without, type Edit } from "./plan";

/** +312 or −40, with its sign; nothing is 0. */
export function signed(n: number): string {
  return `${n < 0 ? "\u2212" : n > 0 ? "+" : ""}${figure(Math.abs(n))}`;
}

const EIGHTHS = 8;

/** Into which of eight directions, from the east against the clock. */
export function wayOf([lon1, lat1]: readonly [number, number], [lon2, lat2]: readonly [number, number]): number {
  const angle = Math.atan2(lat2 - lat1, (lon2 - lon1) * Math.cos(lat1 * (Math.PI / 180)));
  return (Math.round((angle / (2 * Math.PI)) * EIGHTHS) + EIGHTHS) % EIGHTHS;
}

export function editWords(context: PlannerContext, edit: Edit, at: number): string {
  switch (edit.edit) {
    case "add_station": return t("planner.edit.add_station", { name: context.nameOf(`+${at}`) });
    case "remove_station": return t("planner.edit.remove_station", { name: context.nameOf(edit.station) });
    case "add_link": return t("planner.edit.add_link", { m: figure(metresBetween(edit.from, edit.to)) });
    case "move_station": {
      const old = context.stations.find((s) => s.code === edit.station);
      const [from, to] = [[old?.lon ?? edit.lon, old?.lat ?? edit.lat], [edit.lon, edit.lat]] as const;
      const way = t(`planner.way.${wayOf(from, to)}` as "planner.way.0");
      return t("planner.edit.move_station", { name: context.nameOf(edit.station), way, m: figure(metresBetween(from, to)) });
    }
    default: return t(`planner.edit.${edit.edit}`);
  }
}

function effectMark(effect: Effect): HTMLElement {
  if (!effect) return h("span", { class: "edit-effect quiet" }, t("planner.effect.waiting"));
  if ("failed" in effect) return h("span", { class: "edit-effect quiet" }, t("planner.effect.failed"));
  const mark = h("span", { class: "edit-effect" }, t("planner.effect", { n: signed(effect.households) }));
  mark.dataset["sign"] = String(Math.sign(effect.households));
  return mark;
}

export function editsPart(context: PlannerContext): Part {
  const undo = wordLink(t("planner.undo"), context.undo);
  undo.id = "undo";
  const list = h("ul", { class: "edits", id: "edits" });
  const drawList = redrawn(list);
  const none = h("p", { class: "quiet" }, t("planner.edits.none"));
  const failure = h("p", { class: "status", attrs: { role: "status" }, id: "edit-failure" });
  const again = wordLink(t("app.retry"), context.retry);
  again.id = "edit-again";
  return {
    element: h("section", { class: "plan-part" }, h("div", { class: "plan-head" }, h("h3", {}, t("planner.edits")), undo), list, none, failure, again),
    render() {
      const plan = context.store.get();
      const effects = context.effects();
      undo.disabled = plan.past.length === 0;
      none.hidden = plan.edits.length > 0;
      drawList(JSON.stringify([plan.edits, effects.map((e) => (e && "failed" in e ? "failed" : e))]), () => plan.edits.map((edit, at) =>
        h("li", {}, h("span", { class: "edit-words" }, editWords(context, edit, at)), effectMark(effects[at] ?? null),
          h("button", { class: "icon-button", attrs: { type: "button", "aria-label": t("planner.edit.drop"), title: t("planner.edit.drop"), "data-row": String(at) }, on: { click: () => context.store.update((p) => without(p, at)) } }, toolSign("close")))));
      const { failed } = context.tried();
      setText(failure, plan.edits.length >= MOST_EDITS ? t("planner.full") : failed ? failureWords(failed, "trying") : "");
      failure.hidden = failure.textContent === "";
      again.hidden = !isWorthAsking([failed, ...effects.map((e) => (e && "failed" in e ? e.failed : null))]);
    },
  };
}

export function toolsPart(context: PlannerContext): Part {
  const tools = TOOLS.map((tool) => ({
    tool,
    button: h("button", { class: "chip", attrs: { type: "button" }, on: { click: () => context.store.update((p) => ({ ...p, tool: p.tool === tool ? "none" : tool, link_from: null })) } }, t(`planner.tool.${tool}`)),
  }));
  for (const { tool, button } of tools) button.dataset["tool"] = tool;
  const take = h("button", { class: "chip", id: "remove-station", attrs: { type: "button" }, on: { click: () => context.store.update(taken) } }, t("planner.tool.remove_station"));
  const barriers = h("button", { class: "chip", id: "find-barriers", attrs: { type: "button" }, on: { click: () => context.look({ barriers: !context.looking().barriers, opening: 0 }) } }, t("planner.tool.barriers"));
  return {
    element: h("section", { class: "plan-part reach-only" }, h("div", { class: "plan-tools", attrs: { role: "group", "aria-label": t("planner.tools") } }, ...tools.map((one) => one.button), take, barriers)),
    render() {
      const plan = context.store.get();
      for (const { tool, button } of tools) {
        button.setAttribute("aria-pressed", String(plan.tool === tool));
        button.disabled = plan.edits.length >= MOST_EDITS;
      }
      take.disabled = plan.station === "" || plan.edits[editOf(plan.edits, plan.station)]?.edit === "remove_station";
      barriers.setAttribute("aria-pressed", String(context.looking().barriers));
    },
  };
}

/** Over the map: what the next click does. */
export function hintPart(context: PlannerContext): Part {
  const element = h("p", { class: "plan-hint", attrs: { role: "status" } });
  return {
    element,
    render() {
      const { tool, link_from } = context.store.get();
      element.hidden = tool === "none";
      if (tool !== "none") setText(element, t(tool === "add_link" && link_from ? "planner.hint.add_link.to" : `planner.hint.${tool}`));
    },
  };
}
