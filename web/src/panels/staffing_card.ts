// 人员: posts and vacancies by area, and what of it the map shows.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { STAFFING_LEVELS, type StaffingLevel, type StaffingTable } from "../protocol/staffing";
import { FIRST_ORDER, MEASURES, type Order } from "../state/staffing";
import type { StaffingAnswer } from "../staffing_source";
import { shortTime } from "../words";
import type { CardContent, Context } from "./context";
import { staffingTable } from "./staffing_table";

type Choice = { readonly value: string; readonly words: string };

/** Buttons of which one is pressed. */
function choices(label: string, items: readonly Choice[], choose: (value: string) => void) {
  const buttons = items.map(({ value, words }) =>
    h("button", { class: "chip", attrs: { type: "button", "data-choice": value }, on: { click: () => choose(value) } }, words));
  return {
    element: h("div", { class: "chips", attrs: { role: "group", "aria-label": label } }, ...buttons),
    press: (value: string) => { for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset["choice"] === value)); },
  };
}

/** The sentence in place of a table; null when there is one. */
function excuse(answer: StaffingAnswer, context: Context): string | null {
  switch (answer.state) {
    case "loading": return t("staffing.loading");
    case "absent": return t("staffing.absent");
    case "forbidden": return t("staffing.forbidden");
    case "failed": return t("card.failed", { detail: context.failure(answer.error) });
    case "ready": return answer.table.rows.length === 0 ? t("staffing.empty") : null;
  }
}

export function staffingCard(context: Context): CardContent {
  const { page } = context;
  let level: StaffingLevel = "grid";
  let order: Order = FIRST_ORDER;
  let drawn = "";
  let focus = "";
  const holder = h("div", { class: "staffing-holder" });
  const levels = choices(t("staffing.level"), STAFFING_LEVELS.map((value) => ({ value, words: t(`level.${value}`) })),
    (value) => { level = value as StaffingLevel; render(); });
  const shown = choices(t("staffing.shown"),
    [...MEASURES, "none"].map((value) => ({ value, words: t(`staffing.show.${value}` as TextKey) })),
    (value) => page.update(value === "none" ? { overlay: "none" } : { overlay: "staffing", measure: value as (typeof MEASURES)[number] }));

  function draw(table: StaffingTable, chosen: string | null): void {
    const caption = t("staffing.caption", { level: t(`level.${level}`), time: shortTime(table.as_of_ms, context.now()) });
    const top = holder.scrollTop;
    holder.replaceChildren(staffingTable({
      caption, table, order, chosen,
      onOrder: (next) => { order = next; focus = `[data-column="${next.column}"]`; render(); },
      onRow: (row) => { focus = `[data-code="${CSS.escape(row.code)}"]`; page.update({ area: { level, code: row.code } }); },
    }));
    holder.scrollTop = top;
    // The buttons are new ones; the reader's place is not.
    if (focus) holder.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
    focus = "";
  }

  function render(): void {
    const { overlay, measure, area } = page.get();
    const answer = context.staffing.get(level);
    levels.press(level);
    shown.press(overlay === "staffing" ? measure : "none");
    const chosen = area?.level === level ? area.code : null;
    const words = excuse(answer, context);
    const key = JSON.stringify([level, order, chosen, words, answer.state === "ready" && answer.table.as_of_ms]);
    if (key === drawn) return;
    drawn = key;
    if (words !== null || answer.state !== "ready") holder.replaceChildren(h("p", { class: "quiet" }, words ?? ""));
    else draw(answer.table, chosen);
  }
  return {
    title: t("staffing.title"),
    body: h("div", { class: "staffing-card" }, levels.element, h("p", { class: "label" }, t("staffing.shown")), shown.element, holder,
      h("p", { class: "quiet" }, t("staffing.rule"))),
    render,
  };
}
