// Layers over the live GeoJSON sources: reach, trails, stations, workers, incidents, the clicked place.
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Palette } from "../../tokens/tokens";
import { exponential, halo, linear, TEXT_FONT, type Look } from "./spec";

export const LIVE_SOURCES = ["reach", "trail", "station", "worker", "count", "incident", "place"] as const;
export type LiveSource = (typeof LIVE_SOURCES)[number];

export function reachLayers({ p }: Look): LayerSpecification[] {
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "reach-street-casing", type: "line", source: "reach", layout: round,
      paint: { "line-color": p.iso15, "line-width": exponential(12, 3, 18, 18), "line-opacity": 0.9 },
    },
    {
      id: "reach-street", type: "line", source: "reach", layout: round,
      paint: { "line-color": p.iso_line, "line-width": exponential(12, 1, 18, 5) },
    },
  ];
}

export function trailLayers({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "trail", type: "line", source: "trail", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": p.duty, "line-width": 2.4 * scale, "line-opacity": 0.75 },
    },
  ];
}

export function stationLayers({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "station", type: "symbol", source: "station", minzoom: 14,
      layout: {
        "icon-image": "station", "icon-allow-overlap": true, "icon-ignore-placement": false,
        "icon-size": linear(scale, 14, 0.55, 16, 1),
      },
    },
    {
      id: "station-selected", type: "circle", source: "station", filter: ["in", ["get", "code"], ["literal", []]],
      paint: selectionRing(p, 14 * scale),
    },
  ];
}

/** Under the names of grids and estates, which keep their right of way. */
export function stationLabels({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "station-label", type: "symbol", source: "station", minzoom: 14.5,
      layout: {
        "text-field": ["get", "name"], "text-font": TEXT_FONT, "text-size": 12 * scale, "text-offset": [0, 1.2],
        "text-anchor": "top", "text-max-width": 8,
      },
      paint: { "text-color": p.label, ...halo(p.land, scale) },
    },
  ];
}

/** Pixels of a radius in metres: `r0` of the feature is that radius in pixels at zoom 0. */
const METRES: ExpressionSpecification = [
  "interpolate", ["exponential", 2], ["zoom"], 0, ["get", "r0"], 22, ["*", ["get", "r0"], 2 ** 22],
];

export function workerLayers({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "worker-accuracy", type: "circle", source: "worker", minzoom: 14, filter: [">", ["get", "accuracy_m"], 15],
      paint: {
        "circle-color": p.duty, "circle-opacity": 0.1, "circle-stroke-color": p.duty_edge,
        "circle-stroke-width": 1, "circle-stroke-opacity": 0.5, "circle-radius": METRES,
        "circle-pitch-alignment": "map",
      },
    },
    {
      id: "worker", type: "symbol", source: "worker", filter: ["<=", ["get", "accuracy_m"], 100],
      layout: {
        // From afar nobody tells which way a dot points.
        "icon-image": ["step", ["zoom"], ["match", ["get", "mark"], "stale", "worker-stale", "worker-disc"], 14, ["concat", "worker-", ["get", "mark"]]],
        "icon-rotate": ["coalesce", ["get", "heading"], 0],
        "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-ignore-placement": true,
        "icon-size": linear(scale, 11, 0.45, 14, 0.6, 16.5, 1),
      },
    },
    {
      id: "worker-age", type: "symbol", source: "worker", minzoom: 14, filter: ["!=", ["get", "words"], ""],
      layout: {
        "text-field": ["get", "words"], "text-font": TEXT_FONT, "text-size": 12 * scale,
        "text-variable-anchor": ["left", "right", "top"], "text-radial-offset": 0.9, "text-justify": "auto",
      },
      paint: { "text-color": p.label2, ...halo(p.land, scale) },
    },
    {
      id: "worker-selected", type: "circle", source: "worker", filter: ["in", ["get", "id"], ["literal", []]],
      paint: selectionRing(p, 15 * scale),
    },
  ];
}

function selectionRing(p: Palette, radius: number) {
  return {
    "circle-opacity": 0, "circle-radius": radius, "circle-stroke-color": p.focus, "circle-stroke-width": 3,
  } as const;
}

export function incidentLayers({ p, scale }: Look): LayerSpecification[] {
  return [
    {
      id: "incident-selected", type: "circle", source: "incident", filter: ["in", ["get", "id"], ["literal", []]],
      paint: selectionRing(p, 24 * scale),
    },
    {
      id: "incident", type: "symbol", source: "incident",
      layout: {
        "icon-image": ["concat", "pin-", ["get", "mark"]], "icon-allow-overlap": true,
        "icon-size": linear(scale, 12, 0.7, 15, 1),
        "symbol-sort-key": ["get", "order"], "symbol-z-order": "auto",
      },
    },
    {
      // Under the pin; of a critical one under its word.
      id: "incident-time", type: "symbol", source: "incident", minzoom: 14, filter: ["!=", ["get", "words"], ""],
      layout: {
        "text-field": ["get", "words"], "text-font": TEXT_FONT, "text-size": 12 * scale, "text-anchor": "top",
        "text-offset": ["match", ["get", "severity"], "critical", ["literal", [0, 2.6]], "urgent", ["literal", [0, 1.35]], ["literal", [0, 1.2]]],
        "symbol-sort-key": ["-", 9, ["get", "order"]],
      },
      paint: { "text-color": p.label, ...halo(p.land, scale) },
    },
  ];
}

/** A sign as large as the words beside it. */
const sign = (at: number, size: number): unknown => ["image", ["concat", "sign-", ["get", `s${at}`], `-${size}`]];
const figures = (size: number): unknown[] =>
  [1, 2, 3, 4].flatMap((at) => [sign(at, size), { "vertical-align": "center" }, ["get", `n${at}`], { "vertical-align": "center" }]);

/** Chips of areas: the frame and the first sign tell the worst, larger chips hold more. */
export function countLayers({ p, scale }: Look): LayerSpecification[] {
  const sizes = [12, 13.5, 15].map((size) => size * scale);
  const [small, middle, large] = sizes.map((size) => ["format", ...figures(Math.round(size))]);
  const standing: ExpressionSpecification = ["match", ["get", "level"], "grid", ["literal", [0, 0]], ["literal", [0, 1.1]]];
  return [
    {
      id: "count", type: "symbol", source: "count", maxzoom: 14,
      layout: {
        "text-field": ["match", ["get", "size"], 0, small, 1, middle, large] as never,
        "text-size": ["match", ["get", "size"], 0, sizes[0]!, 1, sizes[1]!, sizes[2]!], "text-font": TEXT_FONT, "text-line-height": 1.35,
        "text-max-width": 40, "text-anchor": ["match", ["get", "level"], "grid", "center", "top"], "text-offset": standing,
        "icon-image": ["concat", "count-", ["get", "worst"]], "icon-text-fit": "both",
        "icon-text-fit-padding": [3, 7, 3, 7].map((v) => v * scale) as [number, number, number, number],
        "icon-allow-overlap": true, "text-allow-overlap": true, "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": p.text1 },
    },
  ];
}

export function placeLayers({ scale }: Look): LayerSpecification[] {
  return [
    { id: "place", type: "symbol", source: "place", layout: { "icon-image": "place", "icon-anchor": "bottom", "icon-allow-overlap": true, "icon-size": scale } },
  ];
}
