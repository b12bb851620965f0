// The map of the steward's page: the new layer over the one in use, findings, readings of the coordinates.
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import { palettes, type Palette, type Theme } from "../../tokens/tokens";
import { collection, point } from "../layers/features";
import { TEXT_FONT } from "../layers/spec";
import type { Bbox } from "../protocol/live";
import type { Finding, Hypothesis } from "../protocol/imports";

const SOURCES = ["import-new", "import-shape", "import-finding", "import-hypothesis"] as const;
type Source = (typeof SOURCES)[number];

function layersOf(p: Palette): LayerSpecification[] {
  const chosen = ["==", ["get", "chosen"], true] as never;
  const error = ["==", ["get", "level"], "error"] as never;
  return [
    { id: "import-new-fill", type: "fill", source: "import-new", paint: { "fill-color": p.accent, "fill-opacity": 0.1 } },
    { id: "import-new-line", type: "line", source: "import-new", paint: { "line-color": p.accent, "line-width": 2 } },
    { id: "import-new-point", type: "circle", source: "import-new", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": p.accent, "circle-radius": 4 } },
    { id: "import-hypothesis-line", type: "line", source: "import-hypothesis", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": p.text1, "line-width": ["case", chosen, 4, 1.5], "line-dasharray": [3, 2] } },
    { id: "import-hypothesis-words", type: "symbol", source: "import-hypothesis", filter: ["==", ["geometry-type"], "Point"], layout: { "text-field": ["get", "words"], "text-font": TEXT_FONT, "text-size": 13, "text-anchor": "bottom-left", "text-offset": [0.2, -0.3] }, paint: { "text-color": p.text1, "text-halo-color": p.land, "text-halo-width": 2.5 } },
    { id: "import-shape-fill", type: "fill", source: "import-shape", paint: { "fill-color": p.iso_line, "fill-opacity": 0.45 } },
    { id: "import-shape-line", type: "line", source: "import-shape", paint: { "line-color": p.iso_line, "line-width": 2 } },
    {
      id: "import-finding-mark", type: "circle", source: "import-finding",
      paint: {
        "circle-radius": ["case", chosen, 15, 11], "circle-color": ["case", error, p.iso_line, p.surface],
        "circle-stroke-color": ["case", chosen, p.accent, error, p.surface, p.iso_line], "circle-stroke-width": ["case", chosen, 4, 2],
      },
    },
    {
      id: "import-finding-number", type: "symbol", source: "import-finding",
      layout: { "text-field": ["to-string", ["get", "number"]], "text-font": TEXT_FONT, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": ["case", error, p.surface, p.text1] },
    },
  ];
}

function boxOutline([w, s, e, n]: Bbox, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "LineString", coordinates: [[w, s], [e, s], [e, n], [w, n], [w, s]] }, properties };
}

export interface ImportMap {
  setLayer(geojson: unknown): void;
  setFindings(findings: readonly Finding[], chosen: number): void;
  setHypotheses(all: readonly Hypothesis[], chosen: number, words: (h: Hypothesis) => string): void;
  showNew(on: boolean): void;
  /** The number of the finding under a point of the canvas; 0: none. */
  hit(at: { x: number; y: number }): number;
}

export function createImportMap(map: MapLibre, theme: Theme): ImportMap {
  const held: Record<Source, FeatureCollection> = {
    "import-new": collection([]), "import-shape": collection([]), "import-finding": collection([]), "import-hypothesis": collection([]),
  };
  let loaded = false;
  let shown = true;
  const visible = (): void => {
    for (const id of ["import-new-fill", "import-new-line", "import-new-point"]) map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
  };
  const put = (source: Source, features: FeatureCollection): void => {
    held[source] = features;
    if (loaded) (map.getSource(source) as GeoJSONSource).setData(features);
  };
  map.on("style.load", () => {
    for (const source of SOURCES) map.addSource(source, { type: "geojson", data: held[source] });
    // Under the words of the map; findings and readings above everything.
    const words = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
    for (const layer of layersOf(palettes[theme])) map.addLayer(layer, layer.id.startsWith("import-new") || layer.id.startsWith("import-shape") ? words : undefined);
    loaded = true;
    visible();
  });
  return {
    setLayer: (geojson) => put("import-new", (geojson ?? collection([])) as FeatureCollection),
    setFindings(findings, chosen) {
      put("import-finding", collection(findings.map((f) => point(f.lon, f.lat, { number: f.number, level: f.level, chosen: f.number === chosen }))));
      const shapes = findings.filter((f) => f.geometry && (f.geometry as { type: string }).type !== "Point");
      put("import-shape", collection(shapes.map((f) => ({ type: "Feature", geometry: f.geometry, properties: { number: f.number } }) as Feature)));
    },
    setHypotheses(all, chosen, words) {
      put("import-hypothesis", collection(all.flatMap((h, at) => (h.bbox ? [boxOutline(h.bbox, { chosen: at === chosen }), point(h.bbox[0], h.bbox[3], { words: words(h) })] : []))));
    },
    showNew(on) {
      shown = on;
      if (loaded) visible();
    },
    hit({ x, y }) {
      if (!loaded) return 0;
      const found = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers: ["import-finding-mark"] })[0];
      return found ? Number(found.properties["number"]) : 0;
    },
  };
}
