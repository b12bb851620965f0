// What a subscription asks for: whole cells and a zoom, so that a small move asks for nothing.
import type { Bbox } from "../protocol/live";
import { boxOf, cellsOf, sameCells, type CellRange } from "../state/cells";
import { zoomClass } from "../state/zoom";

export interface View {
  readonly bbox: Bbox;
  readonly cells: CellRange;
  readonly zoom: number;
}

export function viewOf(bbox: Bbox, zoom: number): View {
  const cells = cellsOf(bbox);
  return { bbox: boxOf(cells), cells, zoom };
}

/** Whether both are answered by the same kinds of marks. */
function sameKind(a: View, b: View): boolean {
  return zoomClass(a.zoom) === zoomClass(b.zoom);
}

export function sameView(a: View, b: View): boolean {
  return sameKind(a, b) && sameCells(a.cells, b.cells);
}

/** Whether a page that holds `before` needs only what differs to hold `next`. */
export function differenceServes(before: View, next: View): boolean {
  return sameKind(before, next);
}
