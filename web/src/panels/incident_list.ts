// The list of open incidents: worst and oldest first, held still under the pointer.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Incident } from "../protocol/live";
import { queue } from "../state/incidents";
import { supervisedOf, type Supervised } from "../state/supervision";
import type { Context, Panel } from "./context";
import { createHold } from "./hold";
import { incidentRow, type Row } from "./incident_row";
import { severityFilter } from "./severity_filter";
import { tick } from "./signs";

/** Rows built at most; more are counted, the filter leads to them. */
const MOST_ROWS = 300;

export interface IncidentList extends Panel {
  /** Ids in the order shown. */
  order(): readonly string[];
  /** Brings a row into sight and the focus into the list, so that Enter opens it. */
  show(id: string): void;
}

export function incidentList(context: Context, open: (id: string) => void): IncidentList {
  const title = h("h2", { class: "list-title" });
  const orderWords = h("span", { class: "list-order" });
  const filters = severityFilter(context);
  const pill = h("button", { class: "pill", attrs: { type: "button" } });
  const rows = h("div", { class: "rows", id: "incident-list", attrs: { role: "listbox", tabindex: "0", "aria-label": t("layers.incidents") } });
  const empty = h("div", { class: "empty" });
  const more = h("p", { class: "more" });
  const element = h(
    "section", { class: "list" },
    h("div", { class: "list-head" }, title, orderWords),
    filters.element, pill, h("div", { class: "list-body" }, rows, more, empty), keyHints(),
  );
  const hold = createHold(rows, () => performance.now());
  const known = new Map<string, Row>();
  let shown: readonly string[] = [];
  pill.addEventListener("click", () => { hold.release(); render(); });

  /** `supervised` null: another filter is chosen. */
  function renderRows(wanted: readonly Incident[], supervised: ReadonlyMap<string, Supervised> | null): void {
    const { order, waiting } = hold.arrange(shown, wanted.map((i) => i.id));
    const byId = new Map(wanted.map((i) => [i.id, i]));
    for (const [id, row] of known) {
      if (byId.has(id)) continue;
      row.element.remove();
      known.delete(id);
    }
    shown = order.slice(0, MOST_ROWS);
    shown.forEach((id, at) => {
      let row = known.get(id);
      if (!row) known.set(id, (row = incidentRow(context, open)));
      row.update(byId.get(id)!, supervised?.get(id) ?? null);
      if (rows.children[at] !== row.element) rows.insertBefore(row.element, rows.children[at] ?? null);
    });
    for (const id of order.slice(MOST_ROWS)) known.get(id)?.element.remove();
    more.hidden = order.length <= MOST_ROWS;
    setText(more, t("list.more", { n: order.length - MOST_ROWS }));
    pill.hidden = waiting === 0;
    setText(pill, t("list.held", { n: waiting }));
  }

  function renderEmpty(total: number): void {
    const none = shown.length === 0;
    if (empty.hidden === !none && empty.dataset["total"] === String(total)) return;
    empty.hidden = !none;
    empty.dataset["total"] = String(total);
    if (total === 0) empty.replaceChildren(tick(), h("p", {}, t("list.empty")));
    else {
      const clear = h("button", { class: "button", attrs: { type: "button" }, on: { click: () => context.page.update({ filter: null }) } }, t("list.clear"));
      empty.replaceChildren(h("p", {}, t("list.filtered", { n: total })), clear);
    }
  }

  function render(): void {
    const { incidents } = context.world();
    const { filter } = context.page.get();
    const isWatched = filter === "supervision";
    const answer = context.session.role === "command" ? context.supervision.get(incidents, isWatched ? "watched" : "aside") : null;
    const supervised = supervisedOf(incidents.values(), answer, context.now());
    const q = queue(incidents.values(), filter, supervised.map((one) => one.incident));
    setText(title, t("list.title", { n: q.open }));
    setText(orderWords, t(isWatched ? "list.order.supervision" : "list.order"));
    filters.update(q);
    renderRows(q.rows, isWatched ? new Map(supervised.map((one) => [one.incident.id, one])) : null);
    renderEmpty(q.open);
  }

  function show(id: string): void {
    rows.focus({ preventScroll: true });
    rows.setAttribute("aria-activedescendant", `row-${id}`);
    known.get(id)?.element.scrollIntoView({ block: "nearest" });
  }

  return { element, render, order: () => shown, show };
}

function keyHints(): HTMLElement {
  const hint = (keys: string[], words: string): HTMLElement =>
    h("span", {}, ...keys.map((k) => h("kbd", {}, k)), ` ${words}`);
  return h(
    "footer", { class: "hints" },
    hint(["J", "K"], t("list.keys.move")), hint(["Enter"], t("list.keys.open")),
    hint(["N"], t("list.keys.new")), hint(["?"], t("list.keys.help")),
  );
}
