// Lines and labels of the governance areas, and the highlight of the selected one.
import type { LayerSpecification } from "maplibre-gl";
import type { Palette } from "../../tokens/tokens";
import { labelTile, TEXT_FONT, tile } from "./spec";

/** Area levels that draw lines, lowest first. */
export const LINED = ["microgrid", "grid", "community", "subdistrict"] as const;
export const SELECTABLE = ["subdistrict", "community", "estate", "grid", "microgrid", "building"] as const;

export function areaLines(p: Palette): Record<(typeof LINED)[number], LayerSpecification> {
  return {
    microgrid: {
      id: "microgrid-line", type: "line", ...tile("microgrid"), minzoom: 15.5,
      layout: { "line-cap": "round" },
      paint: { "line-color": p.grid_line, "line-width": 1.6, "line-dasharray": [0.2, 2.4], "line-opacity": 0.8 },
    },
    grid: {
      id: "grid-line", type: "line", ...tile("grid"), minzoom: 12.5,
      paint: {
        "line-color": p.grid_line, "line-width": 1.2, "line-dasharray": [5, 4],
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 12.5, 0.75, 14, 1],
      },
    },
    community: {
      id: "community-line", type: "line", ...tile("community"), minzoom: 11,
      paint: { "line-color": p.grid_line, "line-width": 2.2 },
    },
    subdistrict: {
      id: "subdistrict-line", type: "line", ...tile("subdistrict"),
      paint: { "line-color": p.grid_line, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.2, 13, 3] },
    },
  };
}

/** Casing and line of one area; nothing until a code is set with `selectArea`. */
export function selection(level: (typeof SELECTABLE)[number], p: Palette): LayerSpecification[] {
  const none = ["==", ["get", "code"], ""] as never;
  return [
    {
      id: `${level}-selected-fill`, type: "fill", ...tile(level), filter: none,
      paint: { "fill-color": p.accent, "fill-opacity": 0.07 },
    },
    {
      id: `${level}-selected-casing`, type: "line", ...tile(level), filter: none,
      paint: { "line-color": p.surface, "line-width": 5 },
    },
    {
      id: `${level}-selected`, type: "line", ...tile(level), filter: none,
      paint: { "line-color": p.accent, "line-width": 2.5 },
    },
  ];
}

export function areaLabels(p: Palette): Record<string, LayerSpecification> {
  const halo = { "text-halo-color": p.land, "text-halo-width": 2 };
  const name = ["coalesce", ["get", "name"], ["get", "code"]] as never;
  // A mark on the name's own place moves the name instead of hiding it.
  const dodging = { "text-variable-anchor": ["center", "bottom", "top"] as ("center" | "bottom" | "top")[], "text-radial-offset": 1.5 };
  const base = { "text-field": name, "text-font": TEXT_FONT, "text-max-width": 8 };
  return {
    building: {
      id: "building-label", type: "symbol", ...labelTile("building"), minzoom: 16.5,
      layout: { ...base, "text-size": 11, "symbol-sort-key": 6 },
      paint: { "text-color": p.label2, "text-halo-color": p.building, "text-halo-width": 1 },
    },
    estate: {
      id: "estate-label", type: "symbol", ...labelTile("estate"), minzoom: 14.5,
      layout: { ...base, "text-size": 13, "symbol-sort-key": 3, ...dodging },
      paint: { "text-color": p.label, ...halo },
    },
    grid: {
      id: "grid-label", type: "symbol", ...labelTile("grid"), minzoom: 13.5,
      layout: {
        ...base, "text-size": 12, "symbol-sort-key": 2, "icon-image": "plate", "icon-text-fit": "both",
        "icon-text-fit-padding": [2, 5, 1, 5], "text-variable-anchor": ["center", "bottom", "top"], "text-radial-offset": 1.2,
      },
      paint: { "text-color": p.label },
    },
    community: {
      id: "community-label", type: "symbol", ...labelTile("community"), minzoom: 11, maxzoom: 15,
      layout: { ...base, ...dodging, "text-size": 15, "text-letter-spacing": 0.12, "symbol-sort-key": 1 },
      paint: { "text-color": p.label, ...halo },
    },
    subdistrict: {
      id: "subdistrict-label", type: "symbol", ...labelTile("subdistrict"), maxzoom: 14.5,
      layout: { ...base, ...dodging, "text-size": ["interpolate", ["linear"], ["zoom"], 9, 12, 13, 16], "symbol-sort-key": 0 },
      paint: { "text-color": p.label, ...halo },
    },
  };
}
