// Streets closed to people on foot and stations closed for now, as GET /api/v1/closures tells them.
import { emptyText, list, nullable, object, text, time, within } from "./check";
import { DecodeError } from "./decode_error";
import type { Position } from "./live";

export interface Closure {
  readonly id: string;
  /** The station's place, or one at or near the street. */
  readonly lon: number;
  readonly lat: number;
  /** The code of the station that is closed; null: a street is. */
  readonly station: string | null;
  /** The line that is closed; null: the map has no street there now, or a station is closed. */
  readonly street: readonly Position[] | null;
  readonly reason: string;
  /** Unix milliseconds; null: until somebody opens it, or its incident is over. */
  readonly until_ms: number | null;
  /** The incident that it is for; null: none. */
  readonly incident: string | null;
}

/** The street there, or the station. */
export type Closed = { readonly lon: number; readonly lat: number } | { readonly station: string };

export type NewClosure = Closed & {
  readonly id: string;
  readonly reason: string;
  readonly incident?: string;
};

function readPosition(value: unknown, where: string): Position {
  if (!Array.isArray(value)) throw new DecodeError(`${where}: expected [lon, lat]`);
  return [within(value[0], where, 180), within(value[1], where, 90)];
}

export function readClosures(value: unknown): Closure[] {
  return list(object(value, "closures")["items"], "closures.items", (item, where) => {
    const o = object(item, where);
    return {
      id: text(o["id"], `${where}.id`),
      lon: within(o["lon"], `${where}.lon`, 180),
      lat: within(o["lat"], `${where}.lat`, 90),
      station: nullable(o["station"], `${where}.station`, text),
      street: nullable(o["street"], `${where}.street`, (line, at) => list(line, at, readPosition)),
      reason: emptyText(o["reason"], `${where}.reason`),
      until_ms: nullable(o["until"], `${where}.until`, time),
      incident: nullable(o["incident"], `${where}.incident`, text),
    };
  });
}
