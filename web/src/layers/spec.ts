// Short hands of the style specification shared by the layer files.
import type { ExpressionSpecification } from "maplibre-gl";
import { FONT_STACK } from "../../tokens/tokens";

export const TEXT_FONT: string[] = [...FONT_STACK];

/** A tile source and its layer of the same name. */
export function tile(layer: string): { source: string; "source-layer": string } {
  return { source: layer, "source-layer": layer };
}

/** The label points of an area layer: one an area, so that no name shows twice. */
export function labelTile(layer: string): { source: string; "source-layer": string } {
  return { source: layer, "source-layer": `${layer}_label` };
}

/** A width that doubles with each zoom between two given ones. */
export function exponential(z1: number, v1: number, z2: number, v2: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.6], ["zoom"], z1, v1, z2, v2];
}
