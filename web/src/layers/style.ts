// The whole style in code: no glyphs, no sprite, no address outside this server.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { palettes, type Theme } from "../../tokens/tokens";
import { areaLabels, areaLines, LINED, SELECTABLE, selection } from "./areas";
import { blocks, buildings, buildings3d, streetLabels, streets, water } from "./ground";
import { incidentLayers, LIVE_SOURCES, placeLayers, reachLayers, stationLayers, trailLayers, workerLayers } from "./live_layers";

/** Largest zoom of the tiles asked for; beyond it MapLibre enlarges them. */
const TILE_ZOOM = 16;
const LEAST_ZOOM: Readonly<Record<string, number>> = { building: 13, microgrid: 14, estate: 12, street: 9 };
const TILED = ["subdistrict", "community", "estate", "grid", "microgrid", "building", "street", "water"];

export interface StyleInput {
  readonly theme: Theme;
  /** Layers the server has loaded. */
  readonly layers: ReadonlySet<string>;
  readonly origin: string;
  readonly raised: boolean;
}

function sources(input: StyleInput): Record<string, SourceSpecification> {
  const out: Record<string, SourceSpecification> = {};
  for (const layer of TILED) {
    if (!input.layers.has(layer)) continue;
    out[layer] = {
      type: "vector", tiles: [`${input.origin}/tiles/${layer}/{z}/{x}/{y}.mvt`],
      minzoom: LEAST_ZOOM[layer] ?? 0, maxzoom: TILE_ZOOM,
    };
  }
  for (const name of LIVE_SOURCES) out[name] = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  return out;
}

export function buildStyle(input: StyleInput): StyleSpecification {
  const p = palettes[input.theme];
  const lines = areaLines(p);
  const labels = areaLabels(p);
  const wanted: LayerSpecification[] = [
    { id: "land", type: "background", paint: { "background-color": p.land } },
    ...blocks(p),
    ...water(p),
    ...streets(p),
    ...buildings(p),
    ...reachLayers(p),
    ...LINED.map((level) => lines[level]),
    ...SELECTABLE.flatMap((level) => selection(level, p)),
    ...buildings3d(p, input.raised),
    ...trailLayers(p),
    ...Object.values(labels).slice(0, 1),
    ...streetLabels(p),
    ...Object.values(labels).slice(1),
    ...stationLayers(p),
    ...workerLayers(p),
    ...incidentLayers(p),
    ...placeLayers(),
  ];
  const own = sources(input);
  return {
    version: 8,
    sources: own,
    // A layer whose source the server does not serve would only fail.
    layers: wanted.filter((layer) => layer.type === "background" || ("source" in layer && String(layer.source) in own)),
    transition: { duration: 0, delay: 0 },
  };
}
