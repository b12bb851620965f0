// From which zoom the stream shows things singly, and which areas it counts below that.
import type { Severity } from "../protocol/live";

/** Workers come singly from here on. */
export const WORKERS_ZOOM = 12.5;
/** Incidents come singly from here on, by severity. */
export const SINGLE_ZOOM: Readonly<Record<Severity, number>> = { critical: 11, urgent: 12.5, routine: 14 };
/** Every zoom at which a view's answer becomes another one. */
const STEPS = [9.5, 11, 12.5, 14] as const;

/** 0 from afar to 4: within one class a view differs by its place only. */
export type ZoomClass = number;

export function zoomClass(zoom: number): ZoomClass {
  return STEPS.filter((step) => zoom >= step).length;
}

/** Whether all of a class lies at or above a zoom of `STEPS`. */
export function reaches(zoom_class: ZoomClass, zoom: number): boolean {
  return zoom_class >= zoomClass(zoom);
}
