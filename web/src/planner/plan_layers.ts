// Layers of the planner's map over the ground: outline, buildings by their own minutes, what the plan changes.
import type { LayerSpecification } from "maplibre-gl";
import type { Palette } from "../../tokens/tokens";
import { t } from "../i18n/zh_CN";
import { halo, linear, TEXT_FONT, tile } from "../layers/spec";

export const PLAN_SOURCES = ["plan-outline", "plan-line", "plan-mark", "plan-opening", "plan-candidate", "plan-closure"] as const;
export type PlanSource = (typeof PLAN_SOURCES)[number];

/** A building's feature state: `band` 1, 2, 3 by its minutes, `change` "gained" or "lost". */
const band = (n: number) => ["==", ["feature-state", "band"], n];
const change = (which: string) => ["==", ["feature-state", "change"], which];

/** Under the reached streets. */
export function groundLayers(p: Palette, has_buildings: boolean): LayerSpecification[] {
  return [
    { id: "plan-outline-fill", type: "fill", source: "plan-outline", filter: ["==", ["get", "outer"], true], paint: { "fill-color": p.iso15, "fill-opacity": 0.4 } },
    ...(has_buildings ? buildingLayers(p) : []),
    { id: "plan-outline-line", type: "line", source: "plan-outline", paint: { "line-color": p.iso_line, "line-width": 1.5, "line-opacity": 0.38 } },
  ];
}

function buildingLayers(p: Palette): LayerSpecification[] {
  const reached = ["any", band(1), band(2), band(3)] as never;
  return [
    {
      id: "plan-building", type: "fill", ...tile("building"),
      paint: {
        "fill-color": ["case", band(1), p.iso5, band(2), p.iso10, band(3), p.iso15, p.building] as never,
        "fill-opacity": ["case", reached, 1, 0] as never,
      },
    },
    {
      id: "plan-building-line", type: "line", ...tile("building"), minzoom: 14,
      paint: { "line-color": p.iso5, "line-width": linear(1, 14, 0.5, 17, 1.2), "line-opacity": ["case", reached, 1, 0] as never },
    },
    { id: "plan-building-gained", type: "line", ...tile("building"), paint: { "line-color": p.ok, "line-width": linear(1, 13, 1.5, 17, 3), "line-opacity": ["case", change("gained"), 1, 0] as never } },
    {
      id: "plan-building-lost", type: "line", ...tile("building"),
      paint: { "line-color": p.text1, "line-width": linear(1, 13, 1.2, 17, 2), "line-dasharray": [2, 1.5], "line-opacity": ["case", change("lost"), 1, 0] as never },
    },
  ];
}

/** Above the names: what is moved, linked, opened, proposed. */
export function planLayers(p: Palette): LayerSpecification[] {
  const words = (id: string, source: PlanSource, text: unknown, size = 13): LayerSpecification => ({
    id, type: "symbol", source,
    layout: { "text-field": text as never, "text-font": TEXT_FONT, "text-size": size, "text-anchor": "top", "text-offset": [0, 0.9], "text-allow-overlap": true },
    paint: { "text-color": p.text1, ...halo(p.land, 1.2) },
  });
  const is = (value: string) => ["==", ["get", "kind"], value] as never;
  const chosen = ["==", ["get", "chosen"], true] as never;
  const picked = [">", ["get", "rank"], 0] as never;
  return [
    ...closureLayers(p, words),
    { id: "plan-line-moved", type: "line", source: "plan-line", filter: is("moved"), layout: { "line-cap": "round" }, paint: { "line-color": p.accent, "line-width": 2.5, "line-dasharray": [0.1, 2] } },
    { id: "plan-line-link-casing", type: "line", source: "plan-line", filter: is("link"), paint: { "line-color": p.surface, "line-width": 7 } },
    { id: "plan-line-link", type: "line", source: "plan-line", filter: is("link"), paint: { "line-color": p.accent, "line-width": 4 } },
    {
      id: "plan-opening-line", type: "line", source: "plan-opening", filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": ["case", chosen, p.accent, p.text2] as never, "line-width": ["case", chosen, 5, 3] as never, "line-dasharray": [1.5, 1] },
    },
    {
      id: "plan-opening-mark", type: "circle", source: "plan-opening", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": ["case", chosen, 12, 9] as never, "circle-color": ["case", chosen, p.accent, p.surface] as never, "circle-stroke-color": ["case", chosen, p.surface, p.text1] as never, "circle-stroke-width": 2 },
    },
    {
      id: "plan-opening-number", type: "symbol", source: "plan-opening", filter: ["==", ["geometry-type"], "Point"],
      layout: { "text-field": ["to-string", ["get", "number"]], "text-font": TEXT_FONT, "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": ["case", chosen, p.on_accent, p.text1] as never },
    },
    { ...words("plan-opening-words", "plan-opening", ["get", "words"]), filter: ["all", ["==", ["geometry-type"], "Point"], chosen] } as LayerSpecification,
    {
      id: "plan-candidate-mark", type: "circle", source: "plan-candidate",
      paint: { "circle-radius": ["case", picked, 12, 5] as never, "circle-color": ["case", picked, p.accent, p.surface] as never, "circle-stroke-color": ["case", picked, p.surface, p.text2] as never, "circle-stroke-width": 2 },
    },
    {
      id: "plan-candidate-number", type: "symbol", source: "plan-candidate", filter: picked,
      layout: { "text-field": ["to-string", ["get", "rank"]], "text-font": TEXT_FONT, "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": p.on_accent },
    },
    { ...words("plan-candidate-words", "plan-candidate", ["get", "name"], 12), minzoom: 14 } as LayerSpecification,
    {
      id: "plan-mark", type: "circle", source: "plan-mark",
      paint: { "circle-radius": 8, "circle-color": ["match", ["get", "kind"], "ghost", p.land, p.surface] as never, "circle-opacity": 0.9, "circle-stroke-color": ["match", ["get", "kind"], "ghost", p.text3, p.accent] as never, "circle-stroke-width": 2.5 },
    },
    words("plan-mark-words", "plan-mark", ["get", "words"], 12),
  ];
}

/** What is closed today: no severity, so neutral; the sign says it without colour. */
function closureLayers(p: Palette, words: (id: string, source: PlanSource, text: unknown, size: number) => LayerSpecification): LayerSpecification[] {
  const is = (geometry: string) => ["==", ["geometry-type"], geometry] as never;
  const source = "plan-closure";
  return [
    { id: "plan-closure-casing", type: "line", source, filter: is("LineString"), layout: { "line-cap": "round" }, paint: { "line-color": p.surface, "line-width": linear(1, 12, 4, 16, 9) } },
    { id: "plan-closure-line", type: "line", source, filter: is("LineString"), paint: { "line-color": p.text1, "line-width": linear(1, 12, 2.5, 16, 5), "line-dasharray": [1.2, 0.6] } },
    { id: "plan-closure-mark", type: "circle", source, filter: is("Point"), paint: { "circle-radius": 10, "circle-color": p.text1, "circle-stroke-color": p.surface, "circle-stroke-width": 2 } },
    {
      id: "plan-closure-sign", type: "symbol", source, filter: is("Point"),
      layout: { "text-field": t("planner.closure.mark"), "text-font": TEXT_FONT, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": p.surface },
    },
    { ...words("plan-closure-words", source, ["get", "words"], 13), minzoom: 13.5, filter: is("Point") } as LayerSpecification,
  ];
}
