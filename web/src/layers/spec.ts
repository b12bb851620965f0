// Short hands of the style specification shared by the layer files.
import type { ExpressionSpecification } from "maplibre-gl";
import { FONT_STACK, type Palette } from "../../tokens/tokens";

export const TEXT_FONT: string[] = [...FONT_STACK];

/** What every layer is built from: colours, and how much larger lines, words and marks are than on a desk. */
export interface Look {
  readonly p: Palette;
  /** 1 on a desk; on a wall whatever keeps the least word at 20 of 1920 units. */
  readonly scale: number;
}

/** A tile source and its layer of the same name. */
export function tile(layer: string): { source: string; "source-layer": string } {
  return { source: layer, "source-layer": layer };
}

/** The label points of an area layer: one an area, so that no name shows twice. */
export function labelTile(layer: string): { source: string; "source-layer": string } {
  return { source: layer, "source-layer": `${layer}_label` };
}

/** A width that grows with the ground between two given ones. */
export function exponential(z1: number, v1: number, z2: number, v2: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.6], ["zoom"], z1, v1, z2, v2];
}

/** Straight from one value to the next: zoom, value, zoom, value ... */
export function linear(scale: number, ...stops: readonly number[]): ExpressionSpecification {
  return ["interpolate", ["linear"], ["zoom"], ...stops.map((v, i) => (i % 2 === 1 ? v * scale : v))] as never;
}

/** The halo that keeps a word readable on lines and buildings. MapLibre draws at most a quarter of the type's size. */
export function halo(colour: string, scale: number): { "text-halo-color": string; "text-halo-width": number } {
  return { "text-halo-color": colour, "text-halo-width": 2.5 * scale };
}
