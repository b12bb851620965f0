import { describe, expect, it } from "vitest";
import type { Bbox } from "../protocol/live";
import { boxOf, cellsOf, sameCells } from "./cells";

const view: Bbox = [118.31, 35.02, 118.39, 35.07];

describe("cells", () => {
  it("are the tiles of zoom 14 that a box touches", () => {
    // From the usual formula with log(tan + sec), worked out elsewhere.
    expect(cellsOf(view)).toEqual({ west: 13576, north: 6485, east: 13580, south: 6488 });
  });

  it("make one box for all views that touch the same ones", () => {
    const moved: Bbox = [view[0] + 1e-4, view[1], view[2] + 1e-4, view[3]];
    expect(boxOf(cellsOf(moved))).toEqual(boxOf(cellsOf(view)));
    expect(sameCells(cellsOf(view), cellsOf([118.2, 35.02, 118.39, 35.07]))).toBe(false);
  });

  it("their box holds the view and touches no further cell", () => {
    const cells = cellsOf(view);
    const box = boxOf(cells);
    expect(cellsOf(box)).toEqual(cells);
    expect(box[0] <= view[0] && box[1] <= view[1] && box[2] >= view[2] && box[3] >= view[3]).toBe(true);
  });

  it("end at the edge of the world", () => {
    const all = cellsOf([-180, -90, 180, 90]);
    expect(all).toEqual({ west: 0, north: 0, east: 2 ** 14 - 1, south: 2 ** 14 - 1 });
    expect(cellsOf(boxOf(all))).toEqual(all);
  });
});
