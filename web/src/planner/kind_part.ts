// Which kind of stations counts: all of them, or those of one kind.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { labelled, redrawn } from "./controls";
import type { Part, PlannerContext } from "./context";

/** Nothing to choose where stations do not say what they are for. */
export function kindPart(context: PlannerContext): Part {
  const select = h("select", { class: "field", id: "kind", attrs: { "aria-label": t("planner.kind") } });
  select.addEventListener("change", () => context.store.update({ kind: select.value }));
  const draw = redrawn(select);
  const element = labelled(t("planner.kind"), select);
  return {
    element,
    render() {
      const { kind } = context.store.get();
      const kinds = context.kinds();
      // A plan that was opened may name one that no station is of any more.
      const offered = kind === "" || kinds.includes(kind) ? kinds : [...kinds, kind];
      element.hidden = offered.length === 0;
      draw(JSON.stringify(offered), () => ["", ...offered].map((one) => h("option", { attrs: { value: one } }, one || t("planner.kind.all"))));
      select.value = kind;
    },
  };
}
