// Streets and stations that are closed today, for the map, and why. Pure.
import type { Feature } from "geojson";
import { t } from "../i18n/zh_CN";
import { point } from "../layers/features";
import type { Closure } from "../protocol/closures";
import { shortTime } from "../words";

/** What a mark can say without hiding the map. */
const MOST_LETTERS = 16;

export function closureWords({ reason, station, until_ms }: Closure, now_ms: number): string {
  const letters = [...reason];
  const short = letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join("")}…` : reason;
  const what = t(station === null ? "planner.closure" : "planner.closure.station");
  const words = short === "" ? what : t("planner.closure.reason", { what, reason: short });
  return until_ms === null ? words : t("planner.closure.until", { words, time: shortTime(until_ms, now_ms) });
}

/** A mark for each, and the street where there is one. */
export function closureFeatures(closures: readonly Closure[], now_ms: number): Feature[] {
  return closures.flatMap((closure) => {
    const { id, lon, lat, street } = closure;
    return [
      ...(street ? [{ type: "Feature", geometry: { type: "LineString", coordinates: street.map((at) => [...at]) }, properties: { id } } satisfies Feature] : []),
      point(lon, lat, { id, words: closureWords(closure, now_ms) }),
    ];
  });
}
