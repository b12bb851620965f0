// From the world to GeoJSON features. Pure, so that a test can say what the map draws.
import type { Feature, FeatureCollection } from "geojson";
import type { Reach } from "../protocol/live";
import type { Station } from "../protocol/json";
import { isStale } from "../state/clock";
import { isOpen, rank } from "../state/incidents";
import { heading, segments } from "../state/trail";
import type { World } from "../state/world";

const METRES_PER_PIXEL_Z0 = 78_271.517;

export function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function point(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

export function workerFeatures(world: World, now_ms: number): Feature[] {
  return [...world.workers.values()].map((w) => {
    const stale = isStale(w.time_ms, now_ms);
    const turned = stale ? null : heading(world.trails.get(w.id) ?? []);
    return point(w.lon, w.lat, {
      id: w.id,
      accuracy_m: w.accuracy_m,
      r0: w.accuracy_m / (METRES_PER_PIXEL_Z0 * Math.cos((w.lat * Math.PI) / 180)),
      mark: stale ? "stale" : turned === null ? "disc" : "drop",
      heading: turned ?? 0,
    });
  });
}

/** Trails of the workers that are there now; nobody off duty leaves a line. */
export function trailFeatures(world: World): Feature[] {
  const features: Feature[] = [];
  for (const id of world.workers.keys()) {
    const lines = segments(world.trails.get(id) ?? []);
    if (lines.length === 0) continue;
    const coordinates = lines.map((line) => line.map((p) => [p.lon, p.lat]));
    features.push({ type: "Feature", geometry: { type: "MultiLineString", coordinates }, properties: { id } });
  }
  return features;
}

/** Worst on top: MapLibre draws a higher `order` later. Rated ones are over, as in a snapshot. */
export function incidentFeatures(world: World): Feature[] {
  return [...world.incidents.values()].filter((i) => i.stage !== "rated").map((i) => {
    const open = isOpen(i);
    return point(i.lon, i.lat, {
      id: i.id,
      severity: i.severity,
      stage: i.stage,
      mark: open ? i.severity : "done",
      order: open ? 3 - rank(i.severity) : 0,
    });
  });
}

export function stationFeatures(stations: readonly Station[]): Feature[] {
  return stations.map((s) => point(s.lon, s.lat, { code: s.code, name: s.name }));
}

export function reachFeatures(reaches: Iterable<Reach>, shown: (station: string) => boolean): Feature[] {
  return [...reaches].filter((r) => shown(r.id)).map((r) => ({
    type: "Feature",
    geometry: { type: "MultiLineString", coordinates: r.streets.map((line) => [...line]) },
    properties: { id: r.id },
  }));
}

export function placeFeatures(place: { lon: number; lat: number } | null): Feature[] {
  return place ? [point(place.lon, place.lat, {})] : [];
}
