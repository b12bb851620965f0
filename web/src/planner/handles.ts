// Stations that can be dragged: the chosen one and those of the plan. Keyboard: arrows move the focused one by ten metres.
import { Marker, type Map as MapLibre } from "maplibre-gl";
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { house } from "../panels/signs";
import type { LonLat } from "../protocol/coverage";

export interface Handle {
  readonly station: string;
  readonly name: string;
  readonly place: LonLat;
  readonly chosen: boolean;
  /** Not open at the time that is looked at. */
  readonly closed?: boolean;
}

export interface HandleActs {
  /** While it is dragged. */
  readonly drag: (station: string, lon: number, lat: number) => void;
  /** Let go. */
  readonly drop: (station: string, lon: number, lat: number) => void;
  readonly choose: (station: string) => void;
}

export interface Handles {
  show(handles: readonly Handle[]): void;
  /** Whether one is in somebody's hand. */
  held(): boolean;
}

/** Degrees of latitude in ten metres. */
const STEP = 10 / 111_195;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function createHandles(map: MapLibre, acts: HandleActs): Handles {
  const markers = new Map<string, Marker>();
  /** The station in somebody's hand; null: none is. */
  let held: string | null = null;

  function make({ station, place }: Handle): Marker {
    const element = h("button", { class: "plan-handle", attrs: { type: "button" } }, house());
    element.dataset["station"] = station;
    const marker = new Marker({ element, draggable: true }).setLngLat([place[0], place[1]]).addTo(map);
    const at = (act: HandleActs["drag"]) => (): void => {
      const { lng, lat } = marker.getLngLat().wrap();
      act(station, lng, lat);
    };
    marker.on("dragstart", () => { held = station; });
    marker.on("drag", at(acts.drag));
    marker.on("dragend", () => { held = null; at(acts.drop)(); });
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      acts.choose(station);
    });
    element.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const { lng, lat } = marker.getLngLat();
      acts.drop(station, lng + (way[0] * STEP) / Math.cos(lat * (Math.PI / 180)), lat + way[1] * STEP);
    });
    return marker;
  }
  return {
    held: () => held !== null,
    show(handles) {
      for (const [station, marker] of markers) {
        if (handles.some((one) => one.station === station)) continue;
        // One that is taken away in somebody's hand is never let go.
        if (held === station) held = null;
        marker.remove();
        markers.delete(station);
      }
      for (const one of handles) {
        const marker = markers.get(one.station) ?? make(one);
        markers.set(one.station, marker);
        const element = marker.getElement();
        element.setAttribute("aria-label", t("planner.handle", { name: one.name }));
        element.title = one.name;
        element.dataset["chosen"] = String(one.chosen);
        element.dataset["closed"] = String(one.closed ?? false);
        if (held !== one.station) marker.setLngLat([one.place[0], one.place[1]]);
      }
    },
  };
}
