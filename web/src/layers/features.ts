// From the world to GeoJSON features. Pure, so that a test can say what the map draws.
import type { Feature, FeatureCollection } from "geojson";
import type { Incident, Reach } from "../protocol/live";
import type { Station } from "../protocol/json";
import { isOpen, rank } from "../state/incidents";
import { ringName, SOON_MS, timeLeft } from "../state/time_left";
import { leftWords } from "../words";
import type { World } from "../state/world";
import { reaches, SINGLE_ZOOM, type ZoomClass } from "../state/zoom";

export function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

export function point(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

/**
 * Worst on top: MapLibre draws a higher `order` later. Rated ones are over, as in a snapshot. Where areas are
 * counted, those of too little weight for the zoom are in the counts; `chosen` is always drawn.
 */
export function incidentFeatures(world: World, zoom_class: ZoomClass, now_ms: number, chosen = ""): Feature[] {
  const single = (i: Incident): boolean => world.counts.size === 0 || reaches(zoom_class, SINGLE_ZOOM[i.severity]) || i.id === chosen;
  return [...world.incidents.values()].filter((i) => i.stage !== "rated" && single(i)).map((i) => {
    const open = isOpen(i);
    const left = timeLeft(i, now_ms);
    const ring = ringName(left);
    // Time on what is critical, over, or due within the hour.
    const told = open && (left.kind === "over" || left.kind === "paused" || (left.kind === "left" && (i.severity === "critical" || left.ms <= SOON_MS)));
    return point(i.lon, i.lat, {
      id: i.id,
      severity: i.severity,
      stage: i.stage,
      mark: open ? `${i.severity}${ring === "" ? "" : `-${ring}`}` : "done",
      words: told ? leftWords(left) : "",
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
