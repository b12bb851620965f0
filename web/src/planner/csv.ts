// A table as a file that spreadsheets open as it is meant. Pure.

/** null: an empty cell. */
export type Cell = string | number | null;

/** Without it a spreadsheet takes UTF-8 for the system's own encoding. */
const BYTE_ORDER_MARK = "\uFEFF";

/** A text that a spreadsheet would work out is kept a text by an apostrophe; a number is one, whatever its sign. */
function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** RFC 4180, the first row is the heading. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}
