// Buildings flat and raised, and what stands at their walls close in: gates, entrances, shops.
import type { LayerSpecification } from "maplibre-gl";
import { t } from "../i18n/zh_CN";
import { halo, linear, TEXT_FONT, tile, type Look } from "./spec";

/** Metres of one storey, for the raised view. */
const STOREY_M = 3;
/** Farther out a raised town is only noise. */
export const RAISED_ZOOM = 16;

export function buildings({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "building", type: "fill", ...tile("building"), minzoom: 14,
      paint: { "fill-color": p.building, "fill-opacity": linear(1, 14, 0, 14.5, 1) },
    },
    {
      id: "building-outline", type: "line", ...tile("building"), minzoom: 15.5,
      paint: { "line-color": p.building_line, "line-width": linear(scale, 15.5, 0.6, 17, 1) },
    },
  ];
}

/** Off at start; always below the symbols. */
export function buildings3d({ p }: Look, on: boolean): LayerSpecification[] {
  return [
    {
      id: "building-3d", type: "fill-extrusion", ...tile("building"), minzoom: RAISED_ZOOM,
      layout: { visibility: on ? "visible" : "none" },
      paint: {
        "fill-extrusion-color": p.building_public,
        "fill-extrusion-height": ["*", STOREY_M, ["max", 1, ["to-number", ["get", "floors"], 1]]],
        "fill-extrusion-opacity": 0.92,
      },
    },
  ];
}

export function doors({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "entrance", type: "circle", ...tile("entrance"), minzoom: 17,
      paint: {
        "circle-color": p.surface, "circle-radius": linear(scale, 17, 2, 19, 4), "circle-stroke-color": p.label2,
        "circle-stroke-width": 1.2 * scale,
      },
    },
    {
      id: "shop", type: "circle", ...tile("shop"), minzoom: 17.5,
      paint: { "circle-color": p.label2, "circle-radius": linear(scale, 17.5, 1.8, 19, 3.5) },
    },
    {
      id: "gate", type: "symbol", ...tile("gate"), minzoom: 16,
      layout: { "icon-image": "gate", "icon-size": linear(scale, 16, 0.7, 18, 1), "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
  ];
}

/** Names of what stands at the walls; the first to give way. */
export function doorLabels({ p, scale }: Look): LayerSpecification[] {
  const below = { "text-font": TEXT_FONT, "text-anchor": "top", "text-offset": [0, 0.6], "text-max-width": 8 } as const;
  return [
    {
      id: "shop-label", type: "symbol", ...tile("shop"), minzoom: 17.5,
      layout: { ...below, "text-font": TEXT_FONT, "text-offset": [0, 0.5], "text-field": ["coalesce", ["get", "name"], ""], "text-size": 11 * scale },
      paint: { "text-color": p.label2, ...halo(p.land, scale) },
    },
    {
      id: "entrance-label", type: "symbol", ...tile("entrance"), minzoom: 18.5,
      layout: {
        ...below, "text-font": TEXT_FONT, "text-offset": [0, 0.5], "text-size": 11 * scale,
        "text-field": ["case", ["has", "unit"], ["concat", ["to-string", ["get", "unit"]], t("map.unit")], ""],
      },
      paint: { "text-color": p.label2, ...halo(p.building, scale) },
    },
    {
      id: "gate-label", type: "symbol", ...tile("gate"), minzoom: 17,
      layout: { ...below, "text-font": TEXT_FONT, "text-offset": [0, 0.8], "text-field": ["coalesce", ["get", "name"], ""], "text-size": 11 * scale },
      paint: { "text-color": p.label, ...halo(p.land, scale) },
    },
  ];
}
