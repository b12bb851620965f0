// What an area holds as one chip: worst sign first, then who is on duty. Only what is not drawn singly at that zoom.
import type { Feature } from "geojson";
import { SEVERITIES, type Count, type Severity } from "../protocol/live";
import { reaches, SINGLE_ZOOM, WORKERS_ZOOM, type ZoomClass } from "../state/zoom";
import { point } from "./features";

export interface Chip {
  readonly signs: readonly { readonly sign: Severity | "duty"; readonly n: number }[];
  readonly worst: Severity | "none";
  readonly incidents: number;
}

/** Null where nothing is left to count. */
export function chipOf(count: Count, zoom_class: ZoomClass): Chip | null {
  const waiting = SEVERITIES.filter((severity) => count[severity] > 0 && !reaches(zoom_class, SINGLE_ZOOM[severity]));
  const signs: { sign: Severity | "duty"; n: number }[] = waiting.map((severity) => ({ sign: severity, n: count[severity] }));
  if (count.workers > 0 && !reaches(zoom_class, WORKERS_ZOOM)) signs.push({ sign: "duty", n: count.workers });
  if (signs.length === 0) return null;
  return { signs, worst: waiting[0] ?? "none", incidents: waiting.reduce((sum, severity) => sum + count[severity], 0) };
}

/** Above this many open incidents a chip is larger, and larger once more. */
const LARGER = [10, 40] as const;
const ORDER: Readonly<Record<Chip["worst"], number>> = { critical: 3, urgent: 2, routine: 1, none: 0 };

/**
 * `s1 n1 s2 n2 s3 n3` are the incidents' signs and figures, `s4 n4` those on duty, in a second line where there are
 * both; an unused sign is `none`. Worst on top.
 */
export function countFeatures(counts: Iterable<Count>, zoom_class: ZoomClass): Feature[] {
  const features: Feature[] = [];
  for (const count of counts) {
    const chip = chipOf(count, zoom_class);
    if (!chip) continue;
    const properties: Record<string, unknown> = {
      id: count.id, level: count.level, worst: chip.worst, order: ORDER[chip.worst] * 1e6 + chip.incidents,
      size: LARGER.filter((least) => chip.incidents >= least).length,
    };
    const incidents = chip.signs.filter((s) => s.sign !== "duty");
    const duty = chip.signs.find((s) => s.sign === "duty");
    for (const at of [0, 1, 2]) {
      const shown = incidents[at];
      const last = at === incidents.length - 1;
      properties[`s${at + 1}`] = shown?.sign ?? "none";
      properties[`n${at + 1}`] = shown ? `\u2009${shown.n}${last ? (duty ? "\n" : "") : "\u2002"}` : "";
    }
    properties["s4"] = duty ? "duty" : "none";
    properties["n4"] = duty ? `\u2009${duty.n}` : "";
    features.push(point(count.lon, count.lat, properties));
  }
  return features;
}
