// Moving the map and asking where it looks. Panels on the right cover a part of it.
import { LngLatBounds, type Map as MapLibre } from "maplibre-gl";
import type { Bbox } from "../protocol/live";

export const CAMERA_MS = 600;
const MARGIN = 48;
const CLOSEST = 17;
const REVEAL_ZOOM = 16;

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Milliseconds of a camera move; none for readers who asked for less motion. */
export function cameraTime(): number {
  return calm() ? 0 : CAMERA_MS;
}

/** Fits a box into the part that panels leave free; `free_right` and `free_left` in pixels. */
export function fit(map: MapLibre, [w, s, e, n]: Bbox, free_right: number, animate: boolean, free_left = 0): void {
  const padding = { top: MARGIN, bottom: MARGIN, left: MARGIN + free_left, right: MARGIN + free_right };
  map.fitBounds(new LngLatBounds([w, s, e, n]), { padding, maxZoom: CLOSEST, duration: animate ? cameraTime() : 0 });
}

/** Pans only when the point is outside the free part; comes closer to at most zoom 16. */
export function reveal(map: MapLibre, lon: number, lat: number, free_right: number): void {
  const { x, y } = map.project([lon, lat]);
  const { clientWidth, clientHeight } = map.getContainer();
  const inside = x > MARGIN && x < clientWidth - free_right - MARGIN && y > MARGIN && y < clientHeight - MARGIN;
  if (inside) return;
  const zoom = Math.max(map.getZoom(), Math.min(REVEAL_ZOOM, map.getZoom() + 2));
  map.easeTo({ center: [lon, lat], zoom, offset: [-free_right / 2, 0], duration: cameraTime() });
}

/** Brings a point to the middle, close enough to see what lies there. */
export function closeTo(map: MapLibre, lon: number, lat: number): void {
  map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSEST), duration: cameraTime() });
}

export function viewBox(map: MapLibre): Bbox {
  const b = map.getBounds();
  const clamp = (v: number, most: number): number => Math.max(-most, Math.min(most, v));
  return [clamp(b.getWest(), 180), clamp(b.getSouth(), 90), clamp(b.getEast(), 180), clamp(b.getNorth(), 90)];
}
