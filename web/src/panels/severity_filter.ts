// The counts at the head of the list; each is a filter.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { SEVERITIES } from "../protocol/live";
import type { ListFilter, Queue } from "../state/incidents";
import type { Context } from "./context";
import { severitySign } from "./signs";

export interface SeverityFilter {
  readonly element: HTMLElement;
  update(queue: Pick<Queue, "counts" | "open" | "supervised">): void;
}

export function severityFilter(context: Context): SeverityFilter {
  const shown: readonly ListFilter[] = [null, ...SEVERITIES, "supervision"];
  const chips = shown.map((one) => chip(context, one));
  const element = h("div", { class: "chips", attrs: { role: "group" } }, ...chips.map((c) => c.button));
  return {
    element,
    update({ counts, open, supervised }) {
      const { filter } = context.page.get();
      for (const { one, button, count } of chips) {
        setText(count, String(one === null ? open : one === "supervision" ? supervised : counts[one]));
        button.setAttribute("aria-pressed", String(filter === one));
      }
    },
  };
}

function chip(context: Context, one: ListFilter): { one: ListFilter; button: HTMLButtonElement; count: HTMLElement } {
  const count = h("b");
  const button = h(
    "button",
    { class: "chip", attrs: { type: "button", "data-filter": one ?? "all" }, on: { click: () => context.page.update({ filter: one }) } },
    one && one !== "supervision" && severitySign(one), words(one), count,
  );
  return { one, button, count };
}

function words(one: ListFilter): string {
  if (one === null) return t("list.all");
  return one === "supervision" ? t("list.supervision") : t(`severity.${one}`);
}
