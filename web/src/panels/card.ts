// The frame on the right: one place for place, incident, station, worker, form, layers, keys.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Selection } from "../state/page";
import type { CardContent, Context, Panel } from "./context";
import { toolSign } from "./signs";

/** Pixels of the map that an open card covers, its margins included. */
const CARD_PX = 396;
/** The table of the staff wants more room. */
const WIDE_CARD_PX = 492;

export function coveredBy({ kind }: Selection): number {
  return kind === "none" ? 0 : kind === "staffing" ? WIDE_CARD_PX : CARD_PX;
}

export type CardMaker = (selection: Selection) => CardContent | null;

function same(a: Selection, b: Selection): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function card(context: Context, make: CardMaker): Panel {
  const element = h("aside", { class: "card", id: "card", attrs: { "aria-live": "off" } });
  element.hidden = true;
  let shown: Selection = { kind: "none" };
  let content: CardContent | null = null;
  let heading: HTMLElement | null = null;

  const titleOf = ({ title }: CardContent): string => (typeof title === "function" ? title() : title);

  function rebuild(selection: Selection): void {
    shown = selection;
    content?.closed?.();
    content = make(selection);
    element.hidden = content === null;
    element.dataset["kind"] = selection.kind;
    if (!content) return element.replaceChildren();
    heading = h("h2", { attrs: { tabindex: "-1" } }, titleOf(content));
    const close = h(
      "button",
      { class: "icon-button", attrs: { type: "button", "aria-label": t("card.close"), title: t("card.close") }, on: { click: () => context.page.update({ selection: { kind: "none" } }) } },
      toolSign("close"),
    );
    const marks = content.marks ? h("div", { class: "card-marks" }, ...content.marks) : null;
    element.setAttribute("aria-label", titleOf(content));
    element.replaceChildren(
      h("header", { class: "card-head" }, h("div", { class: "card-title" }, marks, heading), close),
      h("div", { class: "card-body" }, content.body),
      ...(content.foot ? [content.foot] : []),
    );
  }

  return {
    element,
    render() {
      const { selection } = context.page.get();
      if (!same(selection, shown)) rebuild(selection);
      if (!content) return;
      if (heading) setText(heading, titleOf(content));
      content.render?.();
    },
  };
}
