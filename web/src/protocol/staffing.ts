// Posts and people by area, from GET /api/v1/staffing: unknown until decoded here.
import { list, nullable, number, object, text, time } from "./check";

/** Levels whose staffing the page asks for. */
export const STAFFING_LEVELS = ["community", "grid", "estate"] as const;
export type StaffingLevel = (typeof STAFFING_LEVELS)[number];

export interface StaffingFigures {
  readonly posts: number;
  /** Posts with a person assigned; whether that person is on duty now is another matter. */
  readonly filled: number;
  readonly vacant: number;
  /** Building heads wanted: one per 30 households, building by building. */
  readonly heads_required: number;
  readonly heads: number;
  readonly heads_deficit: number;
}

export interface StaffingRow extends StaffingFigures {
  readonly code: string;
  readonly name: string;
  readonly households: number;
}

export interface StaffingTable {
  readonly as_of_ms: number;
  readonly rows: readonly StaffingRow[];
  readonly totals: StaffingFigures;
}

function readFigures(value: unknown, where: string): StaffingFigures {
  const o = object(value, where);
  const figure = (name: keyof StaffingFigures): number => number(o[name], `${where}.${name}`);
  return {
    posts: figure("posts"), filled: figure("filled"), vacant: figure("vacant"),
    heads_required: figure("heads_required"), heads: figure("heads"), heads_deficit: figure("heads_deficit"),
  };
}

export function readStaffing(value: unknown): StaffingTable {
  const o = object(value, "staffing");
  return {
    as_of_ms: time(o["as_of"], "staffing.as_of"),
    rows: list(o["items"], "staffing.items", (v, w) => {
      const row = object(v, w);
      return {
        code: text(row["code"], `${w}.code`),
        name: nullable(row["name"], `${w}.name`, text) ?? "",
        households: number(row["households"], `${w}.households`),
        ...readFigures(v, w),
      };
    }),
    totals: readFigures(o["totals"], "staffing.totals"),
  };
}
