// The positions this page has seen of one worker, bounded in number and age.

export interface TrailPoint {
  readonly lon: number;
  readonly lat: number;
  readonly time_ms: number;
}

export const TRAIL_POINTS = 200;
export const TRAIL_AGE_MS = 30 * 60_000;
/** A longer silence breaks the line: nobody knows the way between. */
export const TRAIL_BREAK_MS = 2 * 60_000;

/** Of all trails together: the more workers, the shorter each. */
const TRAIL_TOTAL = 40_000;
/** Enough for a heading. */
const TRAIL_LEAST = 2;

/** Points that each of `workers` trails may have. */
export function trailLength(workers: number): number {
  return Math.max(TRAIL_LEAST, Math.min(TRAIL_POINTS, Math.floor(TRAIL_TOTAL / Math.max(1, workers))));
}

export function extend(trail: readonly TrailPoint[], point: TrailPoint, most = TRAIL_POINTS): readonly TrailPoint[] {
  const last = trail[trail.length - 1];
  if (last && point.time_ms <= last.time_ms) return trail;
  const oldest = point.time_ms - TRAIL_AGE_MS;
  let from = Math.max(0, trail.length - (most - 1));
  while (from < trail.length && trail[from]!.time_ms < oldest) from += 1;
  const kept = trail.slice(from);
  // Not the worker itself: a trail must not keep alive what else came with its positions.
  kept.push({ lon: point.lon, lat: point.lat, time_ms: point.time_ms });
  return kept;
}

/** The trail as lines of at least two points, cut at every long silence. */
export function segments(trail: readonly TrailPoint[]): TrailPoint[][] {
  const lines: TrailPoint[][] = [];
  let line: TrailPoint[] = [];
  for (const point of trail) {
    const last = line[line.length - 1];
    if (last && point.time_ms - last.time_ms > TRAIL_BREAK_MS) {
      if (line.length > 1) lines.push(line);
      line = [];
    }
    line.push(point);
  }
  if (line.length > 1) lines.push(line);
  return lines;
}

const METRES_PER_DEGREE = 111_320;

/** Metres between two points, good enough over the length of a street. */
export function metresBetween(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const dx = (b.lon - a.lon) * METRES_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180);
  const dy = (b.lat - a.lat) * METRES_PER_DEGREE;
  return Math.hypot(dx, dy);
}

/** Slower than this nobody is said to walk anywhere. */
const WALKING_MPS = 0.3;

/** Degrees clockwise from north of the last step, or null when the worker stands. */
export function heading(trail: readonly TrailPoint[]): number | null {
  const to = trail[trail.length - 1];
  const from = trail[trail.length - 2];
  if (!to || !from || to.time_ms - from.time_ms > TRAIL_BREAK_MS) return null;
  const seconds = (to.time_ms - from.time_ms) / 1000;
  if (seconds <= 0 || metresBetween(from, to) / seconds < WALKING_MPS) return null;
  const dx = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  return (Math.atan2(dx, to.lat - from.lat) * 180) / Math.PI;
}
