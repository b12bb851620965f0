// The planner's map: outline and streets of a walk, buildings by their minutes, the marks of the plan.
import type { Feature, MultiLineString, MultiPolygon } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { palettes, type Theme } from "../../tokens/tokens";
import { collection } from "../layers/features";
import type { MapView } from "../layers/map_view";
import type { BuildingTime, LonLat, WalkReach, WhatIf } from "../protocol/coverage";
import { groundLayers, PLAN_SOURCES, planLayers, type PlanSource } from "./plan_layers";
import { linesOf, MISSED_BY, nearestOnLines, type Pixel } from "./street_under";

/** Lines of the desk that would only be in the way here. */
const HIDDEN = ["microgrid-line", "grid-line", "grid-label", "fence-line", "fence-label"];
const STATION_ZOOM = 11;
const BELOW = "reach-street-casing";
/** Stations that are closed then stay to be seen, and nobody takes them for open. */
const byClosed = ["case", ["==", ["get", "closed"], true], 0.3, 1] as never;

/** Where what can be walked is drawn at every zoom, paths too. */
const WALKED: ReadonlySet<string> = new Set(["reach", "plan-closure"]);

export interface PlanMap {
  put(source: PlanSource, features: readonly Feature[]): void;
  setReach(reach: WalkReach | null): void;
  /** Bands of five minutes; beyond `minutes` nothing is served. */
  setBuildings(times: readonly BuildingTime[]): void;
  setChange(tried: WhatIf | null): void;
  /** The topmost thing with a mark under a point of the canvas. */
  hit(at: Pixel): { readonly kind: "opening" | "station"; readonly id: string } | null;
  /** The place on the street that a click there means; null: none is near. */
  street(at: Pixel): LonLat | null;
  /** For the browser tests: buildings by band. */
  bands(): { readonly [band: number]: number };
}

export function line(from: LonLat, to: LonLat, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "LineString", coordinates: [[...from], [...to]] }, properties };
}

export function bandOf(seconds: number): number {
  return seconds <= 300 ? 1 : seconds <= 600 ? 2 : 3;
}

type State = { band?: number; change?: "gained" | "lost" };

/** The feature state of each building; the map is told of differences only. */
function createBuildingStates(map: MapLibre, ready: () => boolean) {
  const shown = new Map<string, string>();
  let bands = new Map<string, number>();
  let changes = new Map<string, "gained" | "lost">();
  const show = (): void => {
    if (!ready()) return;
    for (const code of new Set([...shown.keys(), ...bands.keys(), ...changes.keys()])) {
      const state: State = { band: bands.get(code) ?? 0, change: changes.get(code) ?? ("" as never) };
      const key = `${state.band} ${state.change}`;
      if ((shown.get(code) ?? "0 ") === key) continue;
      map.setFeatureState({ source: "building", sourceLayer: "building", id: code }, state);
      shown.set(code, key);
    }
  };
  return {
    show,
    setBands(next: Map<string, number>) { bands = next; show(); },
    setChanges(next: Map<string, "gained" | "lost">) { changes = next; show(); },
    count: () => [...bands.values()].reduce<Record<number, number>>((n, band) => ({ ...n, [band]: (n[band] ?? 0) + 1 }), {}),
  };
}

export function createPlanMap(view: MapView, theme: Theme): PlanMap {
  const { map } = view;
  const held = Object.fromEntries(PLAN_SOURCES.map((name) => [name, [] as readonly Feature[]])) as Record<PlanSource, readonly Feature[]>;
  let loaded = false;
  const states = createBuildingStates(map, () => loaded && map.getSource("building") !== undefined);
  const put = (source: PlanSource, features: readonly Feature[]): void => {
    held[source] = features;
    if (loaded) void (map.getSource(source) as GeoJSONSource).setData(collection([...features]));
  };
  map.on("style.load", () => {
    for (const source of PLAN_SOURCES) map.addSource(source, { type: "geojson", data: collection([...held[source]]) });
    const p = palettes[theme];
    for (const layer of groundLayers(p, map.getSource("building") !== undefined)) map.addLayer(layer, BELOW);
    for (const layer of planLayers(p)) map.addLayer(layer, "station");
    map.setLayerZoomRange("station", STATION_ZOOM, 24);
    map.setPaintProperty("station", "icon-opacity", byClosed);
    if (map.getLayer("station-label")) map.setPaintProperty("station-label", "text-opacity", byClosed);
    loaded = true;
    states.show();
  });
  view.setVisible(HIDDEN, false);
  return {
    put,
    setReach(reach) {
      const outlines = reach?.outlines ?? [];
      put("plan-outline", outlines.map((o, at): Feature => ({
        type: "Feature", geometry: o.geometry as MultiPolygon, properties: { minutes: o.minutes, outer: at === outlines.length - 1 },
      })));
      view.set("reach", reach ? [{ type: "Feature", geometry: reach.streets as MultiLineString, properties: {} }] : []);
      view.flush();
    },
    setBuildings: (times) => states.setBands(new Map(times.map((b) => [b.code, bandOf(b.seconds)]))),
    setChange(tried) {
      states.setChanges(new Map([
        ...(tried?.gained.codes ?? []).map((code) => [code, "gained"] as const), ...(tried?.lost.codes ?? []).map((code) => [code, "lost"] as const),
      ]));
    },
    hit({ x, y }) {
      if (!loaded) return null;
      const top = map.queryRenderedFeatures([[x - 9, y - 9], [x + 9, y + 9]], { layers: ["plan-opening-mark", "plan-opening-line", "station"] })[0];
      if (!top) return null;
      return top.layer.id === "station" ? { kind: "station", id: String(top.properties["code"]) } : { kind: "opening", id: String(top.properties["number"]) };
    },
    street({ x, y }) {
      const near = map.queryRenderedFeatures([[x - MISSED_BY, y - MISSED_BY], [x + MISSED_BY, y + MISSED_BY]])
        .filter((f) => f.layer.type === "line" && (f.sourceLayer === "street" ? f.properties["class"] !== "rail" : WALKED.has(f.source)));
      const lines = near.flatMap((f) => linesOf(f.geometry)).map((line) => line.map(([lon = 0, lat = 0]) => map.project([lon, lat])));
      const place = nearestOnLines(lines, { x, y });
      if (!place) return null;
      const { lng, lat } = map.unproject([place.x, place.y]).wrap();
      return [lng, lat];
    },
    bands: states.count,
  };
}


