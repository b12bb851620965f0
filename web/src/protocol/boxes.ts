// Where the areas of a layer lie: the box of each feature of a GeoJSON collection, by code.
import { list, object, text } from "./check";
import { DecodeError } from "./decode_error";
import type { Bbox } from "./live";

type Box = [w: number, s: number, e: number, n: number];

function widen(box: Box, coordinates: unknown, where: string): void {
  if (!Array.isArray(coordinates)) throw new DecodeError(`${where}: expected coordinates`);
  const [x, y] = coordinates as unknown[];
  if (typeof x !== "number" || typeof y !== "number") {
    for (const part of coordinates) widen(box, part, where);
    return;
  }
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}

/** Grows by every position in nested GeoJSON coordinates; null when there is none. */
export function boxOf(coordinates: unknown, where = "coordinates"): Bbox | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  widen(box, coordinates, where);
  return box[0] <= box[2] ? box : null;
}

export function join(a: Bbox | undefined, b: Bbox): Bbox {
  return a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;
}

/** An area of several parts has one box. */
export function readBoxes(value: unknown): Map<string, Bbox> {
  const boxes = new Map<string, Bbox>();
  list(object(value, "layer")["features"], "layer.features", (v, where) => {
    const feature = object(v, where);
    const code = text(object(feature["properties"], `${where}.properties`)["code"], `${where}.properties.code`);
    const box = boxOf(object(feature["geometry"], `${where}.geometry`)["coordinates"], `${where}.geometry.coordinates`);
    if (box) boxes.set(code, join(boxes.get(code), box));
  });
  return boxes;
}
