import { expect, it } from "vitest";
import { reaches, SINGLE_ZOOM, WORKERS_ZOOM, zoomClass } from "./zoom";

it("a view's class changes exactly where its answer does", () => {
  expect([5, 9.49, 9.5, 10.99, 11, 12.49, 12.5, 13.99, 14, 19].map(zoomClass)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

it("from afar nothing is single, from close by everything", () => {
  const single = (zoom: number) => [SINGLE_ZOOM.critical, WORKERS_ZOOM, SINGLE_ZOOM.urgent, SINGLE_ZOOM.routine].map((z) => reaches(zoomClass(zoom), z));
  expect(single(10)).toEqual([false, false, false, false]);
  expect(single(12)).toEqual([true, false, false, false]);
  expect(single(13)).toEqual([true, true, true, false]);
  expect(single(14)).toEqual([true, true, true, true]);
});
