// Streets closed to people on foot, as GET /api/v1/closures tells them.
import { emptyText, list, nullable, object, text, time, within } from "./check";

export interface Closure {
  readonly id: string;
  /** Its place: the nearest street is closed. */
  readonly lon: number;
  readonly lat: number;
  readonly reason: string;
  /** Unix milliseconds; null: until somebody opens it, or its incident is over. */
  readonly until_ms: number | null;
  /** The incident that blocks the street; null: none. */
  readonly incident: string | null;
}

export interface NewClosure {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly reason: string;
  readonly incident: string;
}

export function readClosures(value: unknown): Closure[] {
  return list(object(value, "closures")["items"], "closures.items", (item, where) => {
    const o = object(item, where);
    return {
      id: text(o["id"], `${where}.id`),
      lon: within(o["lon"], `${where}.lon`, 180),
      lat: within(o["lat"], `${where}.lat`, 90),
      reason: emptyText(o["reason"], `${where}.reason`),
      until_ms: nullable(o["until"], `${where}.until`, time),
      incident: nullable(o["incident"], `${where}.incident`, text),
    };
  });
}
