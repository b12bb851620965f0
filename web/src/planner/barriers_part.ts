// Where one gate or bridge would bring most households nearer.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { Opening } from "../protocol/coverage";
import { figure } from "../words";
import { redrawn, wordLink } from "./controls";
import type { Part, PlannerContext } from "./context";
import { failureWords, isWorthAsking } from "./failure";
import { middleOf, round7, withEdits, type Edit } from "./plan";

/** What opens it: a gate and a compound are streets that are closed, only a missing link is built. */
export function editFor({ kind, from, to, place }: Opening): Edit {
  if (kind === "link") return { edit: "add_link", from, to };
  const [lon, lat] = place ?? middleOf(from, to);
  return { edit: "open_street", lon: round7(lon), lat: round7(lat) };
}

export function barriersPart(context: PlannerContext): Part {
  const list = h("ol", { class: "openings", id: "openings" });
  const draw = redrawn(list);
  const words = h("p", { class: "quiet" });
  const drawWords = redrawn(words);
  const again = wordLink(t("app.retry"), context.retry);
  const element = h("section", { class: "plan-part reach-only" },
    h("div", { class: "plan-head" }, h("h3", {}, t("planner.barriers")), wordLink(t("planner.barriers.close"), () => context.look({ barriers: false, opening: 0 }))), words, again, list);

  const add = (one: Opening): void => context.store.update((plan) => withEdits(plan, [...plan.edits, editFor(one)]));
  function row(one: Opening, number: number): HTMLElement {
    const show = (): void => {
      context.look({ opening: number });
      context.showPlace(...middleOf(one.from, one.to));
    };
    const chosen = context.looking().opening === number;
    const gain = one.households > 0 ? t("planner.barriers.gain", { n: figure(one.households) }) : t("planner.barriers.near", { n: figure(one.shorter) });
    return h("li", {},
      h("button", { class: "opening", attrs: { type: "button", "aria-pressed": String(chosen), "data-row": String(number) }, on: { click: show } },
        h("b", {}, String(number)), h("span", { class: "opening-words" }, t(`planner.barriers.${one.kind}`, { m: figure(one.length_m) })), h("span", { class: "edit-effect" }, gain)),
      chosen ? button(t("planner.barriers.add"), () => add(one), "button small") : null);
  }
  return {
    element,
    render() {
      element.hidden = !context.looking().barriers;
      if (element.hidden) return;
      const { value, waiting, failed } = context.openings();
      const { minutes } = context.store.get();
      const said = failed ? failureWords(failed, "searching") : waiting ? t("planner.barriers.waiting")
        : value?.length === 0 ? t("planner.barriers.none") : t("planner.barriers.rule", { n: minutes });
      again.hidden = !isWorthAsking([failed]);
      drawWords(said, () => [document.createTextNode(said)]);
      const shown = waiting || !value ? [] : value;
      draw(JSON.stringify([shown, context.looking().opening]), () => shown.map((one, at) => row(one, at + 1)));
    },
  };
}
