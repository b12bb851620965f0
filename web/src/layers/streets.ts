// Streets by class, the railway, bridges over the water, names along them.
import type { FilterSpecification, LayerSpecification } from "maplibre-gl";
import { exponential, linear, TEXT_FONT, tile, type Look } from "./spec";

type Width = readonly [z1: number, v1: number, z2: number, v2: number];

interface Road {
  readonly name: string;
  readonly minzoom: number;
  readonly width: Width;
  readonly casing: Width;
}

/** Widest last, so that it lies on top where they meet. */
const ROADS: readonly Road[] = [
  { name: "lane", minzoom: 13.5, width: [13.5, 0.6, 18, 8], casing: [13.5, 1, 18, 9.6] },
  { name: "minor", minzoom: 12.5, width: [12.5, 0.8, 18, 14], casing: [12.5, 1.4, 18, 16] },
  { name: "main", minzoom: 0, width: [10, 1, 18, 27], casing: [10, 1.6, 18, 30] },
];
const RAIL: Width = [10, 1.4, 18, 6];
const ROUND = { "line-cap": "round", "line-join": "round" } as const;
const BUTT = { "line-join": "round" } as const;

function ofClass(...names: string[]): FilterSpecification {
  return ["in", ["get", "class"], ["literal", names]] as never;
}

function onBridge(filter: FilterSpecification): FilterSpecification {
  return ["all", filter, ["==", ["get", "bridge"], 1]] as never;
}

function footpaths({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "street-path", type: "line", ...tile("street"), minzoom: 15.8, filter: ofClass("path"), layout: ROUND,
      paint: { "line-color": p.label2, "line-opacity": 0.5, "line-width": 1.2 * scale, "line-dasharray": [2, 2] },
    },
    {
      // Short strokes across the way, as steps are drawn on every plan.
      id: "street-steps", type: "line", ...tile("street"), minzoom: 15.8, filter: ofClass("steps"), layout: BUTT,
      paint: { "line-color": p.label2, "line-opacity": 0.7, "line-width": linear(scale, 15.8, 2.5, 18, 6), "line-dasharray": [0.25, 0.35] },
    },
  ];
}

function railway({ p }: Look, suffix: string, filter: FilterSpecification): LayerSpecification[] {
  const [z1, v1, z2, v2] = RAIL;
  return [
    {
      id: `street-rail${suffix}`, type: "line", ...tile("street"), minzoom: 10, filter, layout: BUTT,
      paint: { "line-color": p.rail, "line-width": exponential(...RAIL) },
    },
    {
      id: `street-rail-gap${suffix}`, type: "line", ...tile("street"), minzoom: 12, filter, layout: BUTT,
      paint: { "line-color": p.rail_gap, "line-width": exponential(z1, v1 * 0.5, z2, v2 * 0.6), "line-dasharray": [5, 5] },
    },
  ];
}

export function streets(look: Look): LayerSpecification[] {
  const { p } = look;
  const line = (road: Road, part: "casing" | "width"): LayerSpecification => ({
    id: `street-${road.name}${part === "casing" ? "-casing" : ""}`, type: "line", ...tile("street"), minzoom: road.minzoom,
    filter: ofClass(road.name), layout: ROUND,
    paint: {
      "line-color": part === "casing" ? p.road_casing : road.name === "main" ? p.road : p.road_minor,
      "line-width": exponential(...road[part]),
    },
  });
  return [
    ...footpaths(look),
    ...ROADS.map((road) => line(road, "casing")),
    ...ROADS.map((road) => line(road, "width")),
    ...railway(look, "", ofClass("rail")),
  ];
}

/** Bridges again, above everything they cross. */
export function bridges(look: Look): LayerSpecification[] {
  const { p, scale } = look;
  const roads = ROADS.flatMap((road): LayerSpecification[] => {
    const [z1, v1, z2, v2] = road.casing;
    const common = { type: "line", ...tile("street"), minzoom: Math.max(12, road.minzoom), filter: onBridge(ofClass(road.name)), layout: BUTT } as const;
    return [
      {
        id: `bridge-${road.name}-casing`, ...common,
        paint: { "line-color": p.bridge_casing, "line-width": exponential(z1, v1 + 1.2 * scale, z2, v2 + 3 * scale) },
      },
      {
        id: `bridge-${road.name}`, ...common, layout: ROUND,
        paint: { "line-color": road.name === "main" ? p.road : p.road_minor, "line-width": exponential(...road.width) },
      },
    ];
  });
  const rail: LayerSpecification = {
    id: "bridge-rail-casing", type: "line", ...tile("street"), minzoom: 12, filter: onBridge(ofClass("rail")), layout: BUTT,
    paint: { "line-color": p.bridge_casing, "line-width": exponential(12, 4, 18, 12) },
  };
  return [...roads, rail, ...railway(look, "-bridge", onBridge(ofClass("rail")))];
}

/** Names along main and minor streets. MapLibre keeps one name apart from itself by half the spacing within a tile. */
export function streetLabels({ p, scale }: Look): LayerSpecification[] {
  const names = (name: "main" | "minor", minzoom: number, size: number): LayerSpecification => ({
    id: `street-${name}-label`, type: "symbol", ...tile("street"), minzoom, filter: ofClass(name),
    layout: {
      "symbol-placement": "line", "text-field": ["coalesce", ["get", "name"], ""], "text-font": TEXT_FONT,
      "text-size": size * scale, "text-letter-spacing": 0.15, "symbol-spacing": 700 * scale, "text-padding": 12,
      "text-max-angle": 30,
    },
    // The line of a grid often runs in the street: the halo hides it behind the name.
    paint: { "text-color": p.label2, "text-halo-color": name === "main" ? p.road : p.road_minor, "text-halo-width": 2.6 * scale },
  });
  return [names("minor", 15.5, 12), names("main", 14, 12)];
}
