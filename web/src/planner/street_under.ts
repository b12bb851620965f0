// The street that a click beside it means.
import type { Geometry, Position } from "geojson";

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** A click may miss a line by so much. */
export const MISSED_BY = 14;

export function linesOf(geometry: Geometry): readonly (readonly Position[])[] {
  if (geometry.type === "LineString") return [geometry.coordinates];
  return geometry.type === "MultiLineString" ? geometry.coordinates : [];
}

function nearestOnSegment(a: Pixel, b: Pixel, at: Pixel): Pixel {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 > 0 ? Math.min(1, Math.max(0, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length2)) : 0;
  return { x: a.x + along * dx, y: a.y + along * dy };
}

/** The place on the lines nearest to a point; null where none is within `most` pixels. */
export function nearestOnLines(lines: readonly (readonly Pixel[])[], at: Pixel, most = MISSED_BY): Pixel | null {
  let best: Pixel | null = null;
  let least = most;
  for (const line of lines) {
    for (const [i, b] of line.entries()) {
      const place = nearestOnSegment(line[i - 1] ?? b, b, at);
      const away = Math.hypot(place.x - at.x, place.y - at.y);
      if (away <= least) [best, least] = [place, away];
    }
  }
  return best;
}
