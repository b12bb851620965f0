// The map above the sheet: my area, my tasks and those that nobody has, myself.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { closeTo, fit } from "../layers/camera";
import { incidentFeatures, placeFeatures, stationFeatures } from "../layers/features";
import { hasWebGl, MapView } from "../layers/map_view";
import { workerFeature } from "../layers/people";
import type { AreaNames } from "../names";
import type { Theme } from "../../tokens/tokens";
import type { Bbox } from "../protocol/live";
import { emptyWorld } from "../state/world";
import type { TabletContext } from "./context";
import { opened } from "./page";
import { sign } from "./signs";

/** Marks half as large again as on a desk would crowd a small map. */
const SCALE = 1.25;
const EVERYTHING = 4;
/** Rings and times turn this often. */
const TURNING_MS = 5_000;

export interface TabletMap {
  readonly element: HTMLElement;
  readonly view: MapView | null;
  readonly drawn: boolean;
  paint(): void;
}

export function tabletMap(context: TabletContext, theme: Theme, areaNames: AreaNames): TabletMap {
  const { page, locating, info } = context;
  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const element = h("div", { class: "tablet-map" }, container);
  let drawn = false;
  if (!hasWebGl()) {
    container.append(h("p", { class: "no-map" }, t("app.no_webgl")));
    return { element, view: null, drawn: true, paint() {} };
  }
  const layers = new Set(info.layers.filter((layer) => layer.features > 0).map((layer) => layer.layer));
  const view = new MapView({ container, theme, layers, origin: location.origin, scale: SCALE });
  const { map } = view;
  if (info.bbox) fit(map, info.bbox, 0, false);
  map.once("idle", () => { drawn = true; });
  let named = true;
  map.on("sourcedata", (event) => { if (event.tile && event.source.type === "vector") named = false; });
  map.on("idle", () => { if (!named) areaNames.readLabels(map); named = true; });

  const me = h("button", { class: "map-button", id: "map-me", attrs: { type: "button", "aria-label": t("find.here") } }, sign("locate"));
  me.addEventListener("click", () => { if (locating.fix) closeTo(map, locating.fix.lon, locating.fix.lat); else home(); });
  element.append(me);

  map.on("click", (event) => {
    const { lng: lon, lat } = event.lngLat.wrap();
    if (page.get().picking) return page.update({ picking: false, picked: { lon, lat } });
    const hit = view.hit(event.point);
    if (hit?.kind === "incident") page.update(opened(hit.id));
  });

  /** What there is to do, and me. */
  function home(): void {
    const { mine, free } = context.tasks();
    const points = [...[...mine, ...free].map((one) => one.incident), ...(locating.fix ? [locating.fix] : [])];
    if (points.length === 0) return info.bbox ? fit(map, info.bbox, 0, true) : undefined;
    const [lon, lat] = [points.map((p) => p.lon), points.map((p) => p.lat)];
    fit(map, [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)] as Bbox, 0, true);
  }

  view.set("station", stationFeatures(info.stations));
  let shown: readonly unknown[] = [];
  let homed = false;

  function paint(): void {
    const { view: which, incident, picked } = page.get();
    const { mine, free, coming } = context.tasks();
    const all = [...mine, ...free, ...coming].map((one) => one.incident);
    const { fix } = locating;
    const turn = Math.floor(context.now() / TURNING_MS);
    const next = [context.world().incidents, context.outbox.orders(), turn, which, incident, picked, fix];
    if (next.every((value, at) => value === shown[at])) return view.flush();
    shown = next;
    const world = { ...emptyWorld, incidents: new Map(all.map((one) => [one.id, one])) };
    view.set("incident", incidentFeatures(world, EVERYTHING, context.now(), incident));
    view.ring("incident", which === "incident" ? [incident] : []);
    view.set("place", placeFeatures(which === "find" ? picked : null));
    view.patch("worker", fix
      ? { put: [workerFeature({ id: "me", lon: fix.lon, lat: fix.lat, accuracy_m: fix.accuracy_m, time_ms: fix.time_ms, areas: {} }, [], "")], drop: [] }
      : { put: [], drop: ["me"] });
    // Once, when there is something to look at; from then on the map is the worker's.
    if (!homed && context.known() && (fix !== null || mine.length + free.length > 0)) {
      homed = true;
      home();
    }
    view.flush();
  }

  page.subscribe((next, before) => {
    map.getCanvas().classList.toggle("picking", next.picking);
    if (next.incident !== before.incident && next.incident !== "") {
      const one = context.world().incidents.get(next.incident);
      if (one) closeTo(map, one.lon, one.lat);
    }
  });
  return { element, view, get drawn() { return drawn; }, paint };
}
