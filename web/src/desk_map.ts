// What happens when the map is clicked or moved.
import type { LiveWorld } from "./feed/live_world";
import { fit, reveal, viewBox } from "./layers/camera";
import type { MapView } from "./layers/map_view";
import type { AreaNames } from "./names";
import { coveredBy } from "./panels/card";
import { createAreaBoxes } from "./area_boxes";
import { RAISED_ZOOM } from "./layers/buildings";
import type { Context } from "./panels/context";
import type { MapInfo } from "./protocol/json";
import { writeAddress, type Camera } from "./state/address";
import type { Selection } from "./state/page";

const MOVED_MS = 200;
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

export function wireMap({ view, context, live, areaNames, onDrawn }: MapWires): void {
  const { map } = view;
  const { page } = context;
  const subscribe = (): void => live.feed.show({ bbox: viewBox(map), zoom: map.getZoom() });
  const address = (): void => history.replaceState(null, "", currentAddress(view, page.get().selection));

  let timer: ReturnType<typeof setTimeout> | undefined;
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { subscribe(); address(); }, MOVED_MS);
  });
  map.once("idle", onDrawn);
  map.on("idle", () => areaNames.readLabels(map));
  map.on("click", (event) => {
    const { lng: lon, lat } = event.lngLat.wrap();
    if (page.get().picking) {
      page.update({ picking: false, selection: { kind: "report", lon, lat } });
      return;
    }
    const hit = view.hit(event.point);
    if (!hit) page.update({ selection: { kind: "place", lon, lat } });
    else if (hit.kind === "station") page.update({ selection: { kind: "station", code: hit.id } });
    else page.update({ selection: { kind: hit.kind, id: hit.id } });
  });
  for (const layer of ["incident", "worker", "station"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  const near = (): void => {
    const close = map.getZoom() >= RAISED_ZOOM;
    if (page.get().close !== close) page.update({ close });
  };
  map.on("zoom", near);
  near();

  const boxes = createAreaBoxes(context.api, map);
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
