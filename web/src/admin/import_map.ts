// The map of the steward's page: the new layer over the one in use, findings, readings of the coordinates.
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import { palettes, type Palette, type Theme } from "../../tokens/tokens";
import { collection, point } from "../layers/features";
import { TEXT_FONT } from "../layers/spec";
import type { Bbox } from "../protocol/live";
import type { Finding, Hypothesis } from "../protocol/imports";
import type { MapShows } from "../state/imports";

const SOURCES = ["import-new", "import-change", "import-shape", "import-finding", "import-hypothesis"] as const;
type Source = (typeof SOURCES)[number];

/** What goes is grey and dashed, what comes is green, what moves is drawn twice: as it was, and as it will be. */
function changeLayers(p: Palette): LayerSpecification[] {
  const is = (name: string, value: string) => ["==", ["get", name], value] as never;
  const colour = ["match", ["get", "change"], "added", p.ok, "removed", p.text2, p.accent] as never;
  const chosen = ["==", ["get", "number"], ["global-state", "import-change"]] as never;
  const width = ["case", chosen, 5, 2] as never;
  return [
    { id: "import-change-fill", type: "fill", source: "import-change", filter: ["any", is("side", "after"), is("change", "removed")] as never, paint: { "fill-color": colour, "fill-opacity": ["case", chosen, 0.4, is("change", "edited"), 0.06, 0.2] as never } },
    { id: "import-change-old", type: "line", source: "import-change", filter: is("side", "before"), paint: { "line-color": p.text1, "line-width": width, "line-dasharray": [3, 2] } },
    { id: "import-change-line", type: "line", source: "import-change", filter: is("side", "after"), paint: { "line-color": colour, "line-width": width } },
    { id: "import-change-point", type: "circle", source: "import-change", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": colour, "circle-radius": ["case", chosen, 9, 5] as never, "circle-stroke-color": p.surface, "circle-stroke-width": 1.5 } },
  ];
}

/** The likeliest reading is a solid line, the next likeliest another colour and dashed, the rest thin. */
function hypothesisLayers(p: Palette): LayerSpecification[] {
  const lines = (rank: number) => ["all", ["==", ["geometry-type"], "LineString"], ["==", ["get", "rank"], rank]] as never;
  const width = (usual: number) => ["case", ["==", ["get", "chosen"], true], usual + 2, usual] as never;
  const colour = ["match", ["get", "rank"], 1, p.accent_ink, 2, p.iso_line, p.text2] as never;
  return [
    { id: "import-hypothesis-rest", type: "line", source: "import-hypothesis", filter: lines(3), paint: { "line-color": p.text2, "line-width": width(1), "line-dasharray": [1, 2] } },
    { id: "import-hypothesis-second", type: "line", source: "import-hypothesis", filter: lines(2), paint: { "line-color": p.iso_line, "line-width": width(2.5), "line-dasharray": [4, 2] } },
    { id: "import-hypothesis-line", type: "line", source: "import-hypothesis", filter: lines(1), paint: { "line-color": p.accent, "line-width": width(3) } },
    {
      id: "import-hypothesis-words", type: "symbol", source: "import-hypothesis", filter: ["==", ["geometry-type"], "Point"],
      layout: { "text-field": ["get", "words"], "text-font": TEXT_FONT, "text-size": 13, "text-anchor": ["get", "anchor"], "text-offset": ["match", ["get", "anchor"], "bottom-left", ["literal", [0.2, -0.3]], "top-left", ["literal", [0.2, 0.3]], ["literal", [-0.2, -0.3]]] as never, "text-allow-overlap": true },
      paint: { "text-color": colour, "text-halo-color": p.land, "text-halo-width": 2.5 },
    },
  ];
}

function layersOf(p: Palette): LayerSpecification[] {
  const chosen = ["==", ["get", "chosen"], true] as never;
  const error = ["==", ["get", "level"], "error"] as never;
  return [
    { id: "import-new-fill", type: "fill", source: "import-new", paint: { "fill-color": p.accent, "fill-opacity": 0.1 } },
    { id: "import-new-line", type: "line", source: "import-new", paint: { "line-color": p.accent, "line-width": 2 } },
    { id: "import-new-point", type: "circle", source: "import-new", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": p.accent, "circle-radius": 4 } },
    ...changeLayers(p),
    ...hypothesisLayers(p),
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
  setHypotheses(all: readonly Hypothesis[], chosen: number, words: (h: Hypothesis, at: number) => string): void;
  setDifferences(geojson: unknown, chosen: number): void;
  show(which: MapShows): void;
  /** The number of the finding, or of the difference while they are shown, under a point of the canvas; 0: none. */
  hit(at: { x: number; y: number }): number;
}

export function createImportMap(map: MapLibre, theme: Theme): ImportMap {
  const held: Record<Source, FeatureCollection> = {
    "import-new": collection([]), "import-change": collection([]), "import-shape": collection([]), "import-finding": collection([]), "import-hypothesis": collection([]),
  };
  let loaded = false;
  let shown: MapShows = "new";
  let change = 0;
  const visible = (): void => {
    for (const { id } of map.getStyle().layers) {
      const on = id.startsWith("import-new-") ? shown === "new" : id.startsWith("import-change-") ? shown === "differences"
        : id.startsWith("import-finding-") || id.startsWith("import-shape-") ? shown !== "differences" : null;
      if (on !== null) map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
    }
  };
  const put = (source: Source, features: FeatureCollection): void => {
    held[source] = features;
    if (loaded) (map.getSource(source) as GeoJSONSource).setData(features);
  };
  map.on("style.load", () => {
    for (const source of SOURCES) map.addSource(source, { type: "geojson", data: held[source] });
    // Under the words of the map; findings and readings above everything.
    const words = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
    for (const layer of layersOf(palettes[theme])) map.addLayer(layer, /^import-(new|shape|change)/.test(layer.id) ? words : undefined);
    loaded = true;
    map.setGlobalStateProperty("import-change", change);
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
      // The words of each at a corner of its own: readings of one county lie upon each other.
      put("import-hypothesis", collection(all.flatMap((h, at) => {
        if (!h.bbox) return [];
        const [w, south, e, n] = h.bbox;
        const of = { rank: Math.min(at, 2) + 1, chosen: at === chosen };
        const [lon, lat, anchor] = at === 0 ? [w, n, "bottom-left"] : at === 1 ? [w, south, "top-left"] : [e, n, "bottom-right"];
        return [boxOutline(h.bbox, of), ...(at < 2 || at === chosen ? [point(lon as number, lat as number, { ...of, anchor, words: words(h, at) })] : [])];
      })));
    },
    setDifferences(geojson, chosen) {
      const { features } = (geojson ?? collection([])) as FeatureCollection;
      if (held["import-change"].features !== features) put("import-change", collection(features));
      change = chosen;
      if (loaded) map.setGlobalStateProperty("import-change", change);
    },
    show(which) {
      shown = which;
      if (loaded) visible();
    },
    hit({ x, y }) {
      if (!loaded) return 0;
      const layers = shown === "differences" ? ["import-change-point", "import-change-fill", "import-change-line"] : ["import-finding-mark"];
      const found = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers })[0];
      return found ? Number(found.properties["number"]) : 0;
    },
  };
}
