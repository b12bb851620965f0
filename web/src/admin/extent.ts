import { boxOf, join } from "../protocol/boxes";
import type { Bbox } from "../protocol/live";

/** Of all features of a GeoJSON collection that came as it is; null when there is nothing in it. */
export function boxOfCollection(geojson: unknown): Bbox | null {
  const { features } = (geojson ?? {}) as { features?: { geometry?: { coordinates?: unknown } | null }[] };
  let all: Bbox | undefined;
  for (const feature of features ?? []) {
    const box = feature.geometry?.coordinates ? boxOf(feature.geometry.coordinates) : null;
    if (box) all = join(all, box);
  }
  return all ?? null;
}

/** Of one difference as it was and as it will be; 0: of all. */
export function boxOfChanges(geojson: unknown, number: number): Bbox | null {
  const { features } = (geojson ?? {}) as { features?: { properties?: { number?: unknown } | null }[] };
  return boxOfCollection({ features: (features ?? []).filter((f) => number === 0 || f.properties?.number === number) });
}
