// Land, water, streets, buildings: what everything else lies on.
import type { LayerSpecification } from "maplibre-gl";
import type { Palette } from "../../tokens/tokens";
import { exponential, TEXT_FONT, tile } from "./spec";

const MAIN = ["==", ["get", "class"], "main"] as const;
const PATHS = ["in", ["get", "class"], ["literal", ["path", "steps"]]] as const;

/** Metres of one storey, for the raised view. */
const STOREY_M = 3;

export function water(p: Palette): LayerSpecification[] {
  return [
    {
      id: "water", type: "fill", ...tile("water"), filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": p.water },
    },
    {
      id: "water-line", type: "line", ...tile("water"), filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": p.water, "line-width": exponential(12, 1, 18, 8) },
    },
  ];
}

/** Estates show as blocks between the streets. */
export function blocks(p: Palette): LayerSpecification[] {
  return [{ id: "estate-fill", type: "fill", ...tile("estate"), minzoom: 13, paint: { "fill-color": p.block } }];
}

export function streets(p: Palette): LayerSpecification[] {
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "street-path", type: "line", ...tile("street"), minzoom: 15, filter: [...PATHS] as never, layout: round,
      paint: { "line-color": p.label2, "line-opacity": 0.45, "line-width": 1.2, "line-dasharray": [2, 2] },
    },
    {
      id: "street-minor-casing", type: "line", ...tile("street"), minzoom: 13, layout: round,
      filter: ["all", ["!", MAIN], ["!", PATHS]] as never,
      paint: { "line-color": p.road_casing, "line-width": exponential(13, 1.5, 18, 15) },
    },
    {
      id: "street-main-casing", type: "line", ...tile("street"), filter: [...MAIN] as never, layout: round,
      paint: { "line-color": p.road_casing, "line-width": exponential(11, 2, 18, 30) },
    },
    {
      id: "street-minor", type: "line", ...tile("street"), minzoom: 12.5, layout: round,
      filter: ["all", ["!", MAIN], ["!", PATHS]] as never,
      paint: { "line-color": p.road_minor, "line-width": exponential(13, 0.8, 18, 13) },
    },
    {
      id: "street-main", type: "line", ...tile("street"), filter: [...MAIN] as never, layout: round,
      paint: { "line-color": p.road, "line-width": exponential(11, 1.2, 18, 27) },
    },
  ];
}

export function buildings(p: Palette): LayerSpecification[] {
  return [
    {
      id: "building", type: "fill", ...tile("building"), minzoom: 13.5,
      paint: { "fill-color": p.building, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13.5, 0, 14.5, 1] },
    },
    {
      id: "building-outline", type: "line", ...tile("building"), minzoom: 15.5,
      paint: { "line-color": p.building_line, "line-width": 0.7 },
    },
  ];
}

/** Off at start; always below the symbols. */
export function buildings3d(p: Palette, on: boolean): LayerSpecification[] {
  return [
    {
      id: "building-3d", type: "fill-extrusion", ...tile("building"), minzoom: 14,
      layout: { visibility: on ? "visible" : "none" },
      paint: {
        "fill-extrusion-color": p.building_public,
        "fill-extrusion-height": ["*", STOREY_M, ["max", 1, ["to-number", ["get", "floors"], 1]]],
        "fill-extrusion-opacity": 0.92,
      },
    },
  ];
}

export function streetLabels(p: Palette): LayerSpecification[] {
  return [
    {
      id: "street-label", type: "symbol", ...tile("street"), minzoom: 14, filter: [...MAIN] as never,
      layout: {
        "symbol-placement": "line", "text-field": ["get", "name"], "text-font": TEXT_FONT, "text-size": 12,
        "text-letter-spacing": 0.15, "symbol-spacing": 400,
      },
      // The line of a grid often runs in the street: the halo hides it behind the name.
      paint: { "text-color": p.label2, "text-halo-color": p.road, "text-halo-width": 3 },
    },
  ];
}
