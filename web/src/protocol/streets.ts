// The walkable streets, as GET /api/v1/streets tells them: one line between two crossings.
import { DecodeError } from "./decode_error";
import { list, object, within } from "./check";
import type { Position } from "./live";

function readPosition(value: unknown, where: string): Position {
  if (!Array.isArray(value)) throw new DecodeError(`${where}: expected [lon, lat]`);
  return [within(value[0], where, 180), within(value[1], where, 90)];
}

export function readStreets(value: unknown): Position[][] {
  return list(object(value, "streets")["coordinates"], "streets.coordinates", (line, where) => list(line, where, readPosition));
}
