// The whole style in code: no glyphs, no sprite, no address outside this server.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { palettes, type Theme } from "../../tokens/tokens";
import { areaLines, fenceLines, SELECTABLE, selection } from "./areas";
import { collection } from "./features";
import { buildings, buildings3d, doorLabels, doors } from "./buildings";
import { blocks, landUse, walls, water } from "./ground";
import { areaLabels, buildingLabels, fenceLabels, groundLabels } from "./labels";
import {
  countLayers, incidentLayers, LIVE_SOURCES, placeLayers, reachLayers, stationLabels, stationLayers, trailLayers, workerLayers,
} from "./live_layers";
import type { Look } from "./spec";
import { bridges, streetLabels, streets } from "./streets";
import { staffingLayers } from "./thematic";

/** Largest zoom of the tiles asked for; beyond it MapLibre enlarges them. */
const TILE_ZOOM = 16;
/** Layers that come as tiles, and from which zoom they are asked for. */
const TILED: Readonly<Record<string, number>> = {
  landuse: 11, water: 0, estate: 12, street: 9, building: 13, microgrid: 14, grid: 0, community: 0, subdistrict: 0,
  entrance: 16, shop: 16, gate: 15, fence: 11,
};

/** Live sources that are changed feature by feature. */
const PATCHED: ReadonlySet<string> = new Set(["worker", "trail"]);

export interface StyleInput {
  readonly theme: Theme;
  /** Layers the server has loaded. */
  readonly layers: ReadonlySet<string>;
  readonly origin: string;
  readonly raised: boolean;
  /** 1 on a desk, more on a wall. */
  readonly scale: number;
}

function sources(input: StyleInput): Record<string, SourceSpecification> {
  const out: Record<string, SourceSpecification> = {};
  for (const [layer, minzoom] of Object.entries(TILED)) {
    if (!input.layers.has(layer)) continue;
    out[layer] = { type: "vector", tiles: [`${input.origin}/tiles/${layer}/{z}/{x}/{y}.mvt`], minzoom, maxzoom: TILE_ZOOM, ...(layer === "building" ? { promoteId: "code" } : {}) };
  }
  for (const name of LIVE_SOURCES) out[name] = { type: "geojson", data: collection([]), ...(PATCHED.has(name) ? { promoteId: "id" } : {}) };
  return out;
}

/** Bottom to top; of the names the topmost have the right of way. */
function layers(look: Look, raised: boolean): LayerSpecification[] {
  return [
    { id: "land", type: "background", paint: { "background-color": look.p.land } },
    ...blocks(look), ...landUse(look), ...water(look),
    ...streets(look), ...bridges(look), ...walls(look), ...buildings(look),
    ...staffingLayers(look), ...reachLayers(look),
    ...areaLines(look), ...fenceLines(look),
    ...SELECTABLE.flatMap((level) => selection(level, look)),
    ...buildings3d(look, raised),
    ...trailLayers(look), ...doors(look),
    ...doorLabels(look), ...buildingLabels(look), ...groundLabels(look), ...streetLabels(look), ...stationLabels(look), ...fenceLabels(look), ...areaLabels(look),
    ...stationLayers(look), ...workerLayers(look), ...countLayers(look), ...incidentLayers(look), ...placeLayers(look),
  ];
}

/** Lines so dense that wider ones would fill the ground between them. */
const DENSE = new Set(["microgrid-line", "street-path", "street-steps"]);

/** Larger words need more room: on a wall each name comes and goes as much later as it is larger. */
function roomFor(layer: LayerSpecification, scale: number): LayerSpecification {
  if (scale === 1 || !("source-layer" in layer) || (layer.type !== "symbol" && !DENSE.has(layer.id))) return layer;
  const shift = Math.log2(scale);
  return {
    ...layer,
    ...(layer.minzoom === undefined ? {} : { minzoom: layer.minzoom + shift }),
    ...(layer.maxzoom === undefined ? {} : { maxzoom: layer.maxzoom + shift }),
  };
}

export function buildStyle(input: StyleInput): StyleSpecification {
  const own = sources(input);
  const wanted = layers({ p: palettes[input.theme], scale: input.scale }, input.raised);
  return {
    version: 8,
    // Soft, so that the walls of raised buildings stay lighter than any mark.
    light: { anchor: "viewport", intensity: 0.25 },
    sources: own,
    // A layer whose source the server does not serve would only fail.
    layers: wanted.filter((layer) => layer.type === "background" || ("source" in layer && String(layer.source) in own))
      .map((layer) => roomFor(layer, input.scale)),
    transition: { duration: 0, delay: 0 },
  };
}
