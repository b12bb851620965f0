// Posts by area as a table: sortable heads, figures in columns, a row leads to its area.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import type { StaffingRow, StaffingTable } from "../protocol/staffing";
import { COLUMNS, isVoid, nextOrder, sorted, type Column, type Order } from "../state/staffing";
import { figure } from "../words";

export interface TableInput {
  readonly caption: string;
  readonly table: StaffingTable;
  readonly order: Order;
  readonly chosen: string | null;
  readonly onOrder: (order: Order) => void;
  readonly onRow: (row: StaffingRow) => void;
}

const FIGURES = COLUMNS.filter((column): column is Exclude<Column, "name"> => column !== "name");
/** A figure that says something is missing stands out where it is not zero. */
const GAPS: ReadonlySet<Column> = new Set(["vacant", "heads_deficit"]);

function head(column: Column, { order, onOrder }: TableInput): HTMLElement {
  const sort = order.column === column ? order.direction : "none";
  const press = (): void => onOrder(nextOrder(order, column));
  return h(
    "th", { class: column === "name" ? "" : "num", attrs: { scope: "col", "aria-sort": sort } },
    h("button", { attrs: { type: "button", "data-column": column }, on: { click: press } }, t(`staffing.${column}` as TextKey)),
  );
}

function cell(column: Column, value: number): HTMLElement {
  const cls = value === 0 ? "num zero" : GAPS.has(column) ? "num gap" : "num";
  return h("td", { class: cls }, figure(value));
}

function line(row: StaffingRow, input: TableInput, first: boolean): HTMLElement {
  const open = h("button", {
    class: "row-link", attrs: { type: "button", tabindex: first ? "0" : "-1", "data-code": row.code },
  }, row.name || row.code);
  const words = isVoid(row) ? [open, h("span", { class: "void" }, h("i", { class: "mark-void" }), t("staffing.void"))] : [open];
  const element = h(
    "tr", { class: row.code === input.chosen ? "chosen" : "", on: { click: () => input.onRow(row) } },
    h("th", { attrs: { scope: "row" } }, ...words),
    ...FIGURES.map((column) => cell(column, row[column])),
  );
  return element;
}

/** Up, down, Home and End walk the rows; Tab enters the list once. */
function walkRows(event: KeyboardEvent): void {
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".row-link")];
  const at = rows.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const next = at < 0 || to === undefined ? undefined : rows[to];
  if (!next) return;
  event.preventDefault();
  for (const row of rows) row.tabIndex = row === next ? 0 : -1;
  next.focus();
}

export function staffingTable(input: TableInput): HTMLTableElement {
  const rows = sorted(input.table.rows, input.order);
  const entry = Math.max(0, rows.findIndex((row) => row.code === input.chosen));
  const { totals } = input.table;
  return h(
    "table", { class: "staffing" },
    h("caption", {}, input.caption),
    h("thead", {}, h("tr", {}, ...COLUMNS.map((column) => head(column, input)))),
    h("tbody", { on: { keydown: walkRows } }, ...rows.map((row, i) => line(row, input, i === entry))),
    h("tfoot", {}, h("tr", {}, h("th", { attrs: { scope: "row" } }, t("staffing.total")), ...FIGURES.map((column) => cell(column, totals[column])))),
  );
}
