// Reports that may be of the same trouble: proposed with reasons, merged only by hand.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Similar } from "../protocol/similar";
import { duration } from "../words";
import { section } from "./parts";

/** Rows of the card: more would not be read. */
const MOST_ROWS = 3;

export interface SimilarDeeds {
  readonly title: (id: string) => string;
  readonly open: (id: string) => void;
  /** null: it may not be merged by this user, or not any more. */
  readonly merge: ((into: string) => void) | null;
}

export function similarPart(similar: readonly Similar[], deeds: SimilarDeeds): HTMLElement[] {
  if (similar.length === 0) return [];
  const rows = similar.slice(0, MOST_ROWS).map((one) => similarRow(one, deeds));
  return [section(t("similar.title", { n: similar.length }), h("ol", { class: "suggestions" }, ...rows))];
}

function similarRow(one: Similar, { title, open, merge }: SimilarDeeds): HTMLElement {
  const button = (words: string, deed: () => void, name: string): HTMLElement =>
    h("button", { class: "button", attrs: { type: "button", [`data-${name}`]: one.id }, on: { click: deed } }, words);
  return h("li", { class: "suggestion", attrs: { "data-similar": one.id } },
    h("span", { class: "suggestion-main" }, h("b", {}, title(one.id)), h("span", { class: "quiet" }, likeness(one))),
    button(t("similar.open"), () => open(one.id), "open"),
    merge && button(t("similar.merge"), () => merge(one.id), "merge"));
}

/** Why they are thought to be alike. */
export function likeness({ distance_m, minutes, reasons }: Similar): string {
  return [
    t("similar.distance", { n: Math.round(distance_m) }), t("similar.apart", { time: duration(minutes * 60_000) }),
    ...reasons.filter((one) => one !== "near").map((one) => t(`similar.${one}`)),
  ].join(" · ");
}
