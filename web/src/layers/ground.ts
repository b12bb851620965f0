// Land use, water and the blocks of the estates: what everything else lies on.
import type { LayerSpecification } from "maplibre-gl";
import type { Palette } from "../../tokens/tokens";
import { exponential, linear, tile, type Look } from "./spec";

/** Kinds of land use and their tint; a kind without one stays land. */
export const LAND_TINTS = {
  residential: "block", commercial: "commercial", park: "park", school: "school", industrial: "industrial",
  railway: "rail_ground",
} as const satisfies Readonly<Record<string, keyof Palette>>;

export function landUse({ p }: Look): LayerSpecification[] {
  const tints = Object.entries(LAND_TINTS).flatMap(([kind, token]) => [kind, p[token]]);
  return [
    {
      id: "landuse", type: "fill", ...tile("landuse"), minzoom: 11,
      paint: { "fill-color": ["match", ["get", "kind"], ...tints, p.land] as never },
    },
  ];
}

export function water({ p }: Look): LayerSpecification[] {
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

/** Estates are a layer of their own: blocks between the streets, their walls close in. */
export function blocks({ p }: Look): LayerSpecification[] {
  return [{ id: "estate-fill", type: "fill", ...tile("estate"), minzoom: 13, paint: { "fill-color": p.block } }];
}

export function walls({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "estate-line", type: "line", ...tile("estate"), minzoom: 14.5, layout: { "line-join": "round" },
      paint: { "line-color": p.estate_line, "line-width": linear(scale, 14.5, 0.8, 17, 1.8) },
    },
  ];
}
