// The one thematic fill: how far each grid's staff falls short, in a cool scale; nobody at all is hatched, not coloured.
import type { FilterSpecification, LayerSpecification } from "maplibre-gl";
import { tile, type Look } from "./spec";

/** Least short first; a grid whose posts are all filled has no fill. */
export const SHORT_CLASSES = ["staffing-1", "staffing-2", "staffing-3", "staffing-4"] as const;
/** No post filled at all. */
export const VOID_CLASS = "staffing-void";
export type StaffingClass = (typeof SHORT_CLASSES)[number] | typeof VOID_CLASS;

/** The layers that show one class. */
export const LAYERS_OF_CLASS: Readonly<Record<StaffingClass, readonly string[]>> = {
  "staffing-1": ["staffing-1"],
  "staffing-2": ["staffing-2"],
  "staffing-3": ["staffing-3"],
  "staffing-4": ["staffing-4"],
  "staffing-void": ["staffing-void", "staffing-void-line"],
};

/** Areas with one of these codes. */
export function codeFilter(codes: readonly string[]): FilterSpecification {
  return (codes.length === 0 ? ["==", ["get", "code"], ""] : ["match", ["get", "code"], [...codes], true, false]) as never;
}

export function staffingLayers({ p, scale }: Look): LayerSpecification[] {
  const filter = codeFilter([]);
  const colours = [p.cov4, p.cov3, p.cov2, p.cov1];
  return [
    ...SHORT_CLASSES.map((id, i): LayerSpecification => ({
      id, type: "fill", ...tile("grid"), filter, paint: { "fill-color": colours[i]!, "fill-opacity": 0.7 },
    })),
    { id: "staffing-void", type: "fill", ...tile("grid"), filter, paint: { "fill-pattern": "hatch" } },
    {
      id: "staffing-void-line", type: "line", ...tile("grid"), filter,
      paint: { "line-color": p.text1, "line-width": 2.5 * scale, "line-dasharray": [3, 2] },
    },
  ];
}
