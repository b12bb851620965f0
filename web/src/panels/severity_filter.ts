// The counts at the head of the list; each is a filter.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { SEVERITIES, type Severity } from "../protocol/live";
import type { Queue } from "../state/incidents";
import type { Context } from "./context";
import { severitySign } from "./signs";

export interface SeverityFilter {
  readonly element: HTMLElement;
  update(queue: Pick<Queue, "counts" | "open">): void;
}

export function severityFilter(context: Context): SeverityFilter {
  const chips = [null, ...SEVERITIES].map((severity) => chip(context, severity));
  const element = h("div", { class: "chips", attrs: { role: "group" } }, ...chips.map((c) => c.button));
  return {
    element,
    update({ counts, open }) {
      const { filter } = context.page.get();
      for (const { severity, button, count } of chips) {
        setText(count, String(severity ? counts[severity] : open));
        button.setAttribute("aria-pressed", String(filter === severity));
      }
    },
  };
}

function chip(context: Context, severity: Severity | null): { severity: Severity | null; button: HTMLButtonElement; count: HTMLElement } {
  const count = h("b");
  const button = h(
    "button",
    { class: "chip", attrs: { type: "button", "data-filter": severity ?? "all" }, on: { click: () => context.page.update({ filter: severity }) } },
    severity && severitySign(severity), severity ? t(`severity.${severity}`) : t("list.all"), count,
  );
  return { severity, button, count };
}
