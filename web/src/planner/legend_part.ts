// How to read the map.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Part, PlannerContext } from "./context";

export function legendPart(context: PlannerContext): Part {
  const item = (cls: string): { element: HTMLElement; words: HTMLElement } => {
    const words = h("span");
    return { element: h("span", { class: "legend-item" }, h("i", { class: cls }), words), words };
  };
  const bands = ["iso-5", "iso-10", "iso-15"].map((cls) => item(`swatch ${cls}`));
  const none = item("swatch iso-none");
  const street = item("mark-reach");
  const closure = item("mark-closed");
  const gained = item("swatch gained");
  const lost = item("swatch lost");
  setText(street.words, t("planner.legend.street"));
  setText(gained.words, t("planner.legend.gained"));
  setText(lost.words, t("planner.legend.lost"));
  const all = [...bands, none, street, closure, gained, lost];
  return {
    element: h("div", { class: "legend plan-legend" }, h("div", { class: "legend-marks" }, ...all.map((one) => one.element))),
    render() {
      const { minutes, station } = context.store.get();
      bands.forEach(({ element, words }, at) => {
        element.hidden = minutes <= at * 5;
        setText(words, t("planner.legend.band", { n: at === 2 ? minutes : Math.min(minutes, (at + 1) * 5) }));
      });
      setText(none.words, t("planner.legend.none", { n: minutes }));
      street.element.hidden = station === "" || !context.reach().value;
      const closed = context.closures().length;
      closure.element.hidden = closed === 0;
      setText(closure.words, t("planner.legend.closure", { n: closed }));
      const { answer } = context.tried();
      gained.element.hidden = !answer || answer.gained.buildings === 0;
      lost.element.hidden = !answer || answer.lost.buildings === 0;
    },
  };
}
