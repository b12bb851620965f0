// Lines of the governance areas, told apart by weight, and the highlight of the selected one.
import type { LayerSpecification } from "maplibre-gl";
import { linear, tile, type Look } from "./spec";

export const SELECTABLE = ["subdistrict", "community", "estate", "grid", "microgrid", "building"] as const;

export function areaLines({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "microgrid-line", type: "line", ...tile("microgrid"), minzoom: 15.5, layout: { "line-cap": "round" },
      paint: { "line-color": p.grid_line, "line-width": 2 * scale, "line-dasharray": [0.1, 3] },
    },
    {
      id: "grid-line", type: "line", ...tile("grid"), minzoom: 12.5,
      paint: {
        "line-color": p.grid_line, "line-width": linear(scale, 12.5, 0.8, 15, 1.4, 17, 2), 
        // Neighbours draw a shared border each, out of step: with gaps so wide it never closes to a solid line.
        "line-dasharray": [3, 5],
        "line-opacity": linear(1, 12.5, 0.75, 14, 1),
      },
    },
    {
      id: "community-line", type: "line", ...tile("community"), minzoom: 11, layout: { "line-join": "round" },
      paint: { "line-color": p.border, "line-width": linear(scale, 11, 1.2, 13, 2.2) },
    },
    {
      id: "subdistrict-line", type: "line", ...tile("subdistrict"), layout: { "line-join": "round" },
      paint: { "line-color": p.border, "line-width": linear(scale, 9, 1.6, 12.5, 3) },
    },
  ];
}

/** Areas of no level, which may lie over each other: dashes closer than a grid's, in the colour of no border. */
export function fenceLines({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "fence-line", type: "line", ...tile("fence"), minzoom: 11, layout: { "line-join": "round" },
      paint: { "line-color": p.accent, "line-width": linear(scale, 11, 1.2, 16, 2), "line-dasharray": [4, 2] },
    },
  ];
}

/** Fill, casing and line of one area; nothing until a code is set with `outline`. */
export function selection(level: (typeof SELECTABLE)[number], { p, scale }: Look): LayerSpecification[] {
  const none = ["==", ["get", "code"], ""] as never;
  return [
    {
      id: `${level}-selected-fill`, type: "fill", ...tile(level), filter: none,
      paint: { "fill-color": p.accent, "fill-opacity": 0.07 },
    },
    {
      id: `${level}-selected-casing`, type: "line", ...tile(level), filter: none,
      paint: { "line-color": p.surface, "line-width": 5 * scale },
    },
    {
      id: `${level}-selected`, type: "line", ...tile(level), filter: none,
      paint: { "line-color": p.accent, "line-width": 2.5 * scale },
    },
  ];
}
