// What somebody should look at, as GET /api/v1/supervision tells it.
import { emptyText, list, number, object, text, time } from "./check";
import { milestone } from "./decode_upserts";
import type { Milestone } from "./live";

/** A milestone whose time is over; times in Unix milliseconds. */
export interface Late {
  readonly milestone: Milestone;
  readonly due_ms: number;
}

/** One that will be missed if things go as usual. */
export interface Forecast extends Late {
  /** After `due_ms`. */
  readonly expected_ms: number;
}

export interface SupervisionItem {
  readonly id: string;
  readonly level: number;
  readonly level_since_ms: number;
  readonly assignee: string;
  readonly overdue: readonly Late[];
  readonly forecast: readonly Forecast[];
}

export interface Supervision {
  /** What the county calls the levels of its ladder, from 0 up. */
  readonly levels: readonly string[];
  readonly items: readonly SupervisionItem[];
}

function readLate(value: unknown, where: string): Late {
  const o = object(value, where);
  return { milestone: milestone(text(o["milestone"], `${where}.milestone`)), due_ms: time(o["due"], `${where}.due`) };
}

function readForecast(value: unknown, where: string): Forecast {
  return { ...readLate(value, where), expected_ms: time(object(value, where)["expected"], `${where}.expected`) };
}

export function readSupervision(value: unknown): Supervision {
  const o = object(value, "supervision");
  return {
    levels: list(o["levels"], "supervision.levels", text),
    items: list(o["items"], "supervision.items", (v, w) => {
      const one = object(v, w);
      return {
        id: text(one["id"], `${w}.id`),
        level: number(one["level"], `${w}.level`),
        level_since_ms: time(one["level_since"], `${w}.level_since`),
        assignee: emptyText(one["assignee"], `${w}.assignee`),
        overdue: list(one["overdue"], `${w}.overdue`, readLate),
        forecast: list(one["forecast"], `${w}.forecast`, readForecast),
      };
    }),
  };
}
