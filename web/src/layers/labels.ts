// Names of the areas: one each, from the server's label points. The later in the list, the stronger its right of way.
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { t } from "../i18n/zh_CN";
import { halo, labelTile, linear, TEXT_FONT, type Look } from "./spec";

type Anchor = "center" | "bottom" | "top";

const NAME: ExpressionSpecification = ["coalesce", ["get", "name"], ["get", "code"]];
/** A mark on the name's own place moves the name instead of hiding it; never so far that it leaves its area. */
const DODGING = { "text-variable-anchor": ["center", "bottom", "top"] as Anchor[], "text-radial-offset": 1.1 };
/** Where areas are small on the screen a name moves less: next to the border it would seem the neighbour's. */
const STAYING = { "text-variable-anchor": ["center", "bottom", "top"] as Anchor[], "text-radial-offset": 0.3 };
const BASE = { "text-field": NAME, "text-font": TEXT_FONT, "text-max-width": 8, "text-padding": 4 };
const LONGEST_NUMBER = 4;

/** "07" of a grid named so with the word for grid behind it; any other name as it is. */
const GRID_NUMBER: ExpressionSpecification = ["let", "at", ["index-of", t("level.grid"), NAME], [
  "case", ["all", [">", ["var", "at"], 0], ["<=", ["var", "at"], LONGEST_NUMBER]], ["slice", NAME, 0, ["var", "at"]], NAME,
]] as never;

const HOUSE_MARK = t("map.house");
/** "7" of a name that begins with its number; from 17.5 the whole name, from close by with the storeys below. */
const BUILDING_WORDS: ExpressionSpecification = ["step", ["zoom"],
  ["slice", NAME, 0, ["index-of", HOUSE_MARK, NAME]], 17.5, NAME, 18.5, [
    "case", [">", ["to-number", ["get", "floors"], 0], 0], ["concat", NAME, "\n", ["to-string", ["get", "floors"]], t("map.floors")], NAME,
  ]];
const IS_NUMBERED = ["all", ["in", ["slice", NAME, 0, 1], ["literal", [..."0123456789"]]], [">", ["index-of", HOUSE_MARK, NAME], 0]];

/** A number fits on its building early; an address is longer than the house until one is close by. */
export function buildingLabels({ p, scale }: Look): LayerSpecification[] {
  const words = (id: string, minzoom: number, filter: unknown, text: ExpressionSpecification): LayerSpecification => ({
    id, type: "symbol", ...labelTile("building"), minzoom, filter: filter as never,
    layout: { ...BASE, "text-field": text, "text-size": linear(scale, 16.5, 11, 18, 12.5), "text-padding": 2 },
    paint: { "text-color": p.label2, ...halo(p.building, scale * 0.6) },
  });
  return [words("building-address", 17.5, ["!", IS_NUMBERED], NAME), words("building-label", 16.5, IS_NUMBERED, BUILDING_WORDS)];
}

/** Waters and parks; the other land has the names of its estates. */
export function groundLabels({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "park-label", type: "symbol", ...labelTile("landuse"), minzoom: 14.5, filter: ["==", ["get", "kind"], "park"],
      layout: { ...BASE, ...DODGING, "text-field": ["coalesce", ["get", "name"], ""], "text-size": 12 * scale },
      paint: { "text-color": p.label2, ...halo(p.park, scale) },
    },
    {
      id: "water-label", type: "symbol", ...labelTile("water"), minzoom: 13.5,
      layout: { ...BASE, "text-field": ["coalesce", ["get", "name"], ""], "text-size": 12 * scale, "text-letter-spacing": 0.12 },
      paint: { "text-color": p.water_label, ...halo(p.water, scale * 0.6) },
    },
  ];
}

export function fenceLabels({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "fence-label", type: "symbol", ...labelTile("fence"), minzoom: 13.5,
      layout: { ...BASE, ...DODGING, "text-size": 12 * scale },
      paint: { "text-color": p.label2, ...halo(p.land, scale) },
    },
  ];
}

export function areaLabels({ p, scale }: Look): LayerSpecification[] {
  const ink = { "text-color": p.label, ...halo(p.land, scale) };
  return [
    {
      id: "estate-label", type: "symbol", ...labelTile("estate"), minzoom: 14.5,
      layout: { ...BASE, ...DODGING, "text-size": 13 * scale },
      paint: ink,
    },
    {
      id: "grid-label", type: "symbol", ...labelTile("grid"), minzoom: 14,
      layout: {
        ...BASE, "text-field": GRID_NUMBER, "text-size": 12 * scale, "icon-image": "plate", "icon-text-fit": "both",
        "icon-text-fit-padding": [2, 5, 1, 5].map((v) => v * scale) as [number, number, number, number],
        "text-variable-anchor": ["center", "bottom", "top"], "text-radial-offset": 1.2,
      },
      paint: { "text-color": p.label },
    },
    {
      id: "community-label", type: "symbol", ...labelTile("community"), minzoom: 11, maxzoom: 14.5,
      layout: { ...BASE, ...STAYING, "text-size": linear(scale, 11, 12, 13, 15), "text-letter-spacing": 0.12 },
      paint: ink,
    },
    {
      id: "subdistrict-label", type: "symbol", ...labelTile("subdistrict"), maxzoom: 12.5,
      layout: { ...BASE, ...STAYING, "text-size": linear(scale, 9, 13, 12, 17), "text-letter-spacing": 0.12 },
      paint: ink,
    },
  ];
}
