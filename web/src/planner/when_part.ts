// At what time of day: all stations, or those that are open then.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { labelled } from "./controls";
import type { Part, PlannerContext } from "./context";
import { fieldOf, timeOf, WHENS, type When } from "./open_at";

export function whenPart(context: PlannerContext): Part {
  const { store } = context;
  const select = h("select", { class: "field", id: "when", attrs: { "aria-label": t("planner.when") } }, ...WHENS.map((when) => h("option", { attrs: { value: when } }, t(`planner.when.${when}`))));
  const other = h("input", { class: "field", id: "when-other", attrs: { type: "datetime-local", "aria-label": t("planner.when.other") } });
  select.addEventListener("change", () => {
    const when = select.value as When;
    // A time of one's own begins with the one that was shown.
    const at = when === "other" ? store.get().at || timeOf("now", context.now(), "") : timeOf(when, context.now(), "");
    store.update({ when, at });
  });
  other.addEventListener("change", () => {
    const at = timeOf("other", context.now(), other.value);
    if (at !== "") store.update({ at });
  });
  return {
    element: labelled(t("planner.when"), select, other),
    render() {
      const { when, at } = store.get();
      select.value = when;
      other.hidden = when !== "other";
      if (document.activeElement !== other) other.value = fieldOf(at);
    },
  };
}
