// The MapLibre map: style, live data, toggles, selection, hits. Knows no panel.
import { Map as MapLibre, setWorkerUrl, type PointLike } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { fontFamily, palettes, type Theme } from "../../tokens/tokens";
import type { CountLevel } from "../protocol/live";
import { SELECTABLE } from "./areas";
import { cameraTime } from "./camera";
import { addMark } from "./icons";
import { createLiveData, type LiveData } from "./live_data";
import { buildStyle } from "./style";
import { codeFilter } from "./thematic";

export interface Hit {
  readonly kind: "incident" | "worker" | "station" | "count";
  readonly id: string;
  /** Of the area that a count stands for. */
  readonly level?: CountLevel;
}

export interface MapOptions {
  readonly container: HTMLElement;
  readonly theme: Theme;
  /** Layers the server has loaded. */
  readonly layers: ReadonlySet<string>;
  readonly origin: string;
  /** 1 on a desk, more on a wall. */
  readonly scale: number;
}

const HIT_PX = 9;
/** Layers whose marks can be clicked. */
export const MARKS = ["incident", "worker", "station", "count"] as const;

export function hasWebGl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function createMap(options: MapOptions): MapLibre {
  setWorkerUrl(workerUrl);
  return new MapLibre({
    container: options.container,
    style: buildStyle({ ...options, raised: false }),
    attributionControl: false,
    localIdeographFontFamily: fontFamily,
    maxPitch: 60,
    maxZoom: 20,
    fadeDuration: 0,
    center: [0, 0],
    zoom: 1,
  });
}

/** Lives as long as the page; what was set survives a change of theme. */
export class MapView {
  readonly map: MapLibre;
  private readonly live: LiveData;
  private readonly hidden = new Set<string>();
  private readonly filters = new Map<string, unknown>();
  private theme: Theme;
  private raised = false;

  constructor(private readonly options: MapOptions) {
    this.theme = options.theme;
    this.map = createMap(options);
    this.live = createLiveData(this.map);
    this.map.setMissingStyleImageResolver((id) => addMark(this.map, id, palettes[this.theme]));
    this.map.on("style.load", () => this.restore());
  }

  /** Takes the features of a live source, or what differs; MapLibre gets them with `flush`. */
  set: LiveData["set"] = (source, features) => this.live.set(source, features);
  patch: LiveData["patch"] = (source, patch) => this.live.patch(source, patch);
  flush(): void { this.live.flush(); }
  get handed(): LiveData["handed"] { return this.live.handed; }

  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    this.map.setStyle(buildStyle({ ...this.options, theme, raised: this.raised }), { diff: false });
  }

  setVisible(layers: readonly string[], on: boolean): void {
    for (const id of layers) {
      if (on) this.hidden.delete(id);
      else this.hidden.add(id);
      this.applyVisible(id, on);
    }
  }

  /** Raised buildings tilt the map, flat ones lay it down again. */
  setRaised(on: boolean): void {
    if (this.raised === on) return;
    this.raised = on;
    this.applyVisible("building-3d", on);
    this.map.easeTo({ pitch: on ? 45 : 0, bearing: on ? this.map.getBearing() : 0, duration: cameraTime() });
  }

  /** Rings the marks with these ids and no others. */
  ring(layer: Exclude<Hit["kind"], "count">, ids: readonly string[]): void {
    this.filter(`${layer}-selected`, ["in", ["get", layer === "station" ? "code" : "id"], ["literal", ids]]);
  }

  /** Outlines one area; null for none. */
  outline(level: (typeof SELECTABLE)[number] | null, code: string): void {
    for (const each of SELECTABLE) {
      const value = ["==", ["get", "code"], each === level ? code : ""];
      for (const part of ["-selected-fill", "-selected-casing", "-selected"]) this.filter(each + part, value);
    }
  }

  /** Shows the areas with these codes in a layer that is empty otherwise. */
  fill(layer: string, codes: readonly string[]): void {
    this.filter(layer, codeFilter(codes));
  }

  /** The topmost mark at a point of the canvas. */
  hit({ x, y }: { x: number; y: number }): Hit | null {
    const box: [PointLike, PointLike] = [[x - HIT_PX, y - HIT_PX], [x + HIT_PX, y + HIT_PX]];
    const layers = MARKS.filter((id) => this.map.getLayer(id));
    const top = this.map.queryRenderedFeatures(box, { layers })[0];
    if (!top) return null;
    const kind = top.layer.id as Hit["kind"];
    const id = String(top.properties[kind === "station" ? "code" : "id"]);
    return kind === "count" ? { kind, id, level: top.properties["level"] as CountLevel } : { kind, id };
  }

  private restore(): void {
    this.live.restore();
    for (const id of this.hidden) this.applyVisible(id, false);
    for (const [id, value] of this.filters) this.applyFilter(id, value);
  }

  private filter(id: string, value: unknown): void {
    this.filters.set(id, value);
    this.applyFilter(id, value);
  }

  private applyFilter(id: string, value: unknown): void {
    if (this.map.getLayer(id)) this.map.setFilter(id, value as never);
  }

  private applyVisible(id: string, on: boolean): void {
    if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
  }
}
