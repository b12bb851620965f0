// What happens when the map is clicked or moved.
import type { LngLat, Map as MapLibre } from "maplibre-gl";
import type { LiveWorld } from "./feed/live_world";
import { cameraTime, fit, reveal, viewBox } from "./layers/camera";
import { MARKS, type MapView } from "./layers/map_view";
import type { AreaNames } from "./names";
import { coveredBy } from "./panels/card";
import { createAreaBoxes } from "./area_boxes";
import { RAISED_ZOOM } from "./layers/buildings";
import { zoomClass } from "./state/zoom";
import type { Context } from "./panels/context";
import type { MapInfo } from "./protocol/json";
import type { Level } from "./protocol/live";
import { writeAddress, type Camera } from "./state/address";
import type { Selection } from "./state/page";

/** While the map moves, cells that come into view are asked for this often. */
const MOVED_MS = 250;
/** The middle of China: a server without any layer has to show something. */
const NOWHERE: Camera = { lon: 104, lat: 35.5, zoom: 3.6 };

export function startCamera(view: MapView, info: MapInfo, camera: Camera | null): void {
  const at = camera ?? (info.bbox ? null : NOWHERE);
  if (at) view.map.jumpTo({ center: [at.lon, at.lat], zoom: at.zoom });
  else if (info.bbox) fit(view.map, info.bbox, 0, false);
}

export function currentAddress(view: MapView, selection: Selection): string {
  const { lng, lat } = view.map.getCenter();
  return writeAddress({ camera: { lon: lng, lat, zoom: view.map.getZoom() }, selection });
}

export interface MapWires {
  readonly view: MapView;
  readonly context: Context;
  readonly live: LiveWorld;
  readonly areaNames: AreaNames;
  readonly onDrawn: () => void;
}

/** Names come with tiles: they are read once per batch of tiles, not with every position that is drawn. */
function readNames(map: MapLibre, areaNames: AreaNames): void {
  let due = true;
  map.on("sourcedata", (event) => { if (event.tile && event.source.type === "vector") due = true; });
  map.on("idle", () => {
    if (due) areaNames.readLabels(map);
    due = false;
  });
}

export function wireMap({ view, context, live, areaNames, onDrawn }: MapWires): void {
  const { map } = view;
  const { page } = context;
  const subscribe = (): void => live.show(viewBox(map), map.getZoom());
  const address = (): void => history.replaceState(null, "", currentAddress(view, page.get().selection));

  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = (): void => {
    timer ??= setTimeout(() => { timer = undefined; subscribe(); address(); }, MOVED_MS);
  };
  map.on("move", moved);
  map.on("moveend", moved);
  map.once("idle", onDrawn);
  readNames(map, areaNames);
  map.on("click", (event) => {
    const { lng: lon, lat } = event.lngLat.wrap();
    if (page.get().picking) {
      page.update({ picking: false, selection: { kind: "report", lon, lat } });
      return;
    }
    const hit = view.hit(event.point);
    if (!hit) page.update({ selection: { kind: "place", lon, lat } });
    else if (hit.kind === "count") void flyTo(hit.level ?? "grid", hit.id, event.lngLat);
    else if (hit.kind === "station") page.update({ selection: { kind: "station", code: hit.id } });
    else page.update({ selection: { kind: hit.kind, id: hit.id } });
  });
  for (const layer of MARKS) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  const near = (): void => {
    const next = { close: map.getZoom() >= RAISED_ZOOM, zoomClass: zoomClass(map.getZoom()) };
    if (page.get().close !== next.close || page.get().zoomClass !== next.zoomClass) page.update(next);
  };
  map.on("zoom", near);
  near();

  const boxes = createAreaBoxes(context.api, map);
  /** Closer to the area of a chip; where nobody knows its box, closer to where it stands. */
  async function flyTo(level: Level, code: string, at: LngLat): Promise<void> {
    const box = await boxes.find(level, code);
    if (box) fit(map, box, coveredBy(page.get().selection), true);
    else map.easeTo({ center: at, zoom: map.getZoom() + 2, duration: cameraTime() });
  }
  page.subscribe((next, before) => {
    const { area, selection } = next;
    // Only a row of the table moves the camera; a click on the map lies in view already.
    if (selection.kind !== "staffing" || !area || area === before.area) return;
    void boxes.find(area.level, area.code).then((box) => {
      if (box && page.get().area === area) fit(map, box, coveredBy(selection), true);
    });
  });
  page.subscribe((next, before) => {
    if (next.selection === before.selection) return;
    address();
    if (next.selection.kind === "incident") {
      const incident = context.world().incidents.get(next.selection.id);
      if (incident) reveal(map, incident.lon, incident.lat, coveredBy(next.selection));
    }
  });
  subscribe();
}
