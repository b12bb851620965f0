// Whom to send: workers on duty by their walk, with what they have already and whose place it is.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Suggestion, Suggestions } from "../protocol/dispatch";
import { duration } from "../words";
import { section } from "./parts";

/** Rows of the card: more would not be read. */
const MOST_ROWS = 3;

/** `send` null: nobody can be sent in this stage, or not by this user. */
export function dispatchPart(suggestions: Suggestions, send: ((worker: string) => void) | null): HTMLElement {
  const rows = suggestions.items.slice(0, MOST_ROWS).map((one) => suggestionRow(one, suggestions.by_streets, send));
  const body = rows.length === 0
    ? h("p", { class: "quiet" }, t("dispatch.none", { n: suggestions.on_duty }))
    : h("ol", { class: "suggestions" }, ...rows);
  return section(t("dispatch.title"), body);
}

function suggestionRow(one: Suggestion, byStreets: boolean, send: ((worker: string) => void) | null): HTMLElement {
  const name = one.name || one.worker;
  return h("li", { class: "suggestion", attrs: { "data-worker": one.worker } },
    h("span", { class: "suggestion-main" }, h("b", {}, name), h("span", { class: "quiet" }, reason(one, byStreets))),
    send && h("button", { class: "button", attrs: { type: "button", "data-dispatch": one.worker }, on: { click: () => send(one.worker) } }, t("dispatch.send", { name })));
}

/** Why the row stands where it stands. */
export function reason({ walk_s, open, of_grid, of_community }: Suggestion, byStreets: boolean): string {
  const time = duration(Math.max(60_000, walk_s * 1000));
  return [
    t(byStreets ? "dispatch.walk" : "dispatch.crow", { time }),
    open > 0 ? t("dispatch.open", { n: open }) : t("dispatch.idle"),
    t(of_grid ? "dispatch.of_grid" : of_community ? "dispatch.of_community" : "dispatch.elsewhere"),
  ].join(" · ");
}
