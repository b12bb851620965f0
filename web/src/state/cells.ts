// The cells a view is cut into on the server: Web Mercator tiles of zoom 14, about 2 km a side in China.
import type { Bbox } from "../protocol/live";

const ACROSS = 2 ** 14;
/** Where Web Mercator ends. */
const MOST_LAT = 85.05;
/** About 0.1 m: a box of whole cells ends before its neighbours begin. */
const INSIDE_DEG = 1e-6;

/** A rectangle of cells, borders included. */
export interface CellRange {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

function column(lon: number): number {
  return ((lon + 180) / 360) * ACROSS;
}

function row(lat: number): number {
  const radians = (Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180;
  return ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * ACROSS;
}

function latOf(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / ACROSS))) * 180) / Math.PI;
}

const inWorld = (cell: number): number => Math.max(0, Math.min(ACROSS - 1, Math.floor(cell)));

/** The cells a box touches. */
export function cellsOf([west, south, east, north]: Bbox): CellRange {
  return { west: inWorld(column(west)), north: inWorld(row(north)), east: inWorld(column(east)), south: inWorld(row(south)) };
}

/** The box of whole cells: the same for every view that touches the same ones. */
export function boxOf({ west, north, east, south }: CellRange): Bbox {
  const lon = (x: number): number => (x / ACROSS) * 360 - 180;
  return [lon(west) + INSIDE_DEG, latOf(south + 1) + INSIDE_DEG, lon(east + 1) - INSIDE_DEG, latOf(north) - INSIDE_DEG];
}

export function sameCells(a: CellRange, b: CellRange): boolean {
  return a.west === b.west && a.north === b.north && a.east === b.east && a.south === b.south;
}
