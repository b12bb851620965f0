// Streets that are closed today, for the map: which line it is, and why. Pure.
import type { Feature } from "geojson";
import { t } from "../i18n/zh_CN";
import { point } from "../layers/features";
import type { Closure } from "../protocol/closures";
import type { Position } from "../protocol/live";
import { shortTime } from "../words";

export type Line = readonly Position[];

/** The server closes the nearest street so near to a closure's place. */
const WITHIN_M = 20;
const METRES_PER_DEGREE = 111_195;
/** What a mark can say without hiding the map. */
const MOST_LETTERS = 16;

/** Metres from the place to the line; Infinity for one without a length. */
function distance([lon, lat]: Position, line: Line): number {
  const east = Math.cos(lat * (Math.PI / 180)) * METRES_PER_DEGREE;
  const flat = line.map(([x, y]) => [(x - lon) * east, (y - lat) * METRES_PER_DEGREE] as const);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 1; i < flat.length; i++) {
    const [[ax, ay], [bx, by]] = [flat[i - 1]!, flat[i]!];
    const [dx, dy] = [bx - ax, by - ay];
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
    best = Math.min(best, Math.hypot(ax + share * dx, ay + share * dy));
  }
  return best;
}

/** As the server chooses it: by whole millimetres, of equals the first in its list. null: no street that is known lies there. */
export function lineAt(place: Position, streets: readonly Line[]): Line | null {
  let found: Line | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const line of streets) {
    const away = distance(place, line);
    const millimetres = Math.round(away * 1000);
    if (away > WITHIN_M || millimetres >= nearest) continue;
    nearest = millimetres;
    found = line;
  }
  return found;
}

export function closureWords({ reason, until_ms }: Closure, now_ms: number): string {
  const letters = [...reason];
  const short = letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join("")}…` : reason;
  const words = short === "" ? t("planner.closure") : t("planner.closure.reason", { reason: short });
  return until_ms === null ? words : t("planner.closure.until", { words, time: shortTime(until_ms, now_ms) });
}

/** A mark for each, and the street where it is known. */
export function closureFeatures(closures: readonly Closure[], streets: readonly Line[], now_ms: number): Feature[] {
  return closures.flatMap((closure) => {
    const { id, lon, lat } = closure;
    const line = lineAt([lon, lat], streets);
    return [
      ...(line ? [{ type: "Feature", geometry: { type: "LineString", coordinates: line.map((at) => [...at]) }, properties: { id } } satisfies Feature] : []),
      point(lon, lat, { id, words: closureWords(closure, now_ms) }),
    ];
  });
}
