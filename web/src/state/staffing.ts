// What the staffing figures mean: how short an area is, which come first. Pure.
import type { StaffingFigures, StaffingRow } from "../protocol/staffing";

/** What the fill of the map shows. */
export const MEASURES = ["heads", "vacancies"] as const;
export type Measure = (typeof MEASURES)[number];

/** 0: nothing is missing; 1 to 4: up to a quarter, a half, three quarters, more; `void`: nobody at all. */
export type Shortage = 0 | 1 | 2 | 3 | 4 | "void";

export function isVoid({ filled }: StaffingFigures): boolean {
  return filled === 0;
}

/** Missing share of what should be there; nothing is missing where nothing is wanted. */
export function share(row: StaffingFigures, measure: Measure): number {
  const [missing, wanted] = measure === "heads" ? [row.heads_deficit, row.heads_required] : [row.vacant, row.posts];
  return wanted > 0 ? Math.min(1, Math.max(0, missing / wanted)) : 0;
}

export function shortage(row: StaffingFigures, measure: Measure): Shortage {
  if (isVoid(row)) return "void";
  const missing = share(row, measure);
  if (missing === 0) return 0;
  return missing <= 0.25 ? 1 : missing <= 0.5 ? 2 : missing <= 0.75 ? 3 : 4;
}

/** Codes by class, for the map; complete areas are in none. */
export function byShortage(rows: readonly StaffingRow[], measure: Measure): ReadonlyMap<Shortage, readonly string[]> {
  const out = new Map<Shortage, string[]>();
  for (const row of rows) {
    const key = shortage(row, measure);
    const codes = out.get(key);
    if (codes) codes.push(row.code);
    else out.set(key, [row.code]);
  }
  return out;
}

export const COLUMNS = ["name", "posts", "filled", "vacant", "heads_required", "heads", "heads_deficit"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly column: Column;
  readonly direction: "ascending" | "descending";
}

/** The largest gap first. */
export const FIRST_ORDER: Order = { column: "heads_deficit", direction: "descending" };

/** A second press turns the order round; names begin at the front, figures with the largest. */
export function nextOrder(order: Order, column: Column): Order {
  if (order.column === column) return { column, direction: order.direction === "ascending" ? "descending" : "ascending" };
  return { column, direction: column === "name" ? "ascending" : "descending" };
}

/** Equal rows stay in the order of their codes. */
export function sorted(rows: readonly StaffingRow[], { column, direction }: Order): StaffingRow[] {
  const sign = direction === "ascending" ? 1 : -1;
  const name = (row: StaffingRow): string => row.name || row.code;
  const byCode = (a: StaffingRow, b: StaffingRow): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
  return [...rows].sort((a, b) => {
    const by = column === "name" ? name(a).localeCompare(name(b), "zh-CN", { numeric: true }) : a[column] - b[column];
    return sign * by || byCode(a, b);
  });
}
