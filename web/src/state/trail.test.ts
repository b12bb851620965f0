import { expect, it } from "vitest";
import { extend, heading, segments, TRAIL_AGE_MS, TRAIL_POINTS, trailLength, type TrailPoint } from "./trail";

const at = (s: number, lon = 118, lat = 35): TrailPoint => ({ lon, lat, time_ms: s * 1000 });

it("a trail keeps at most its number of points", () => {
  let trail: readonly TrailPoint[] = [];
  for (let s = 0; s < TRAIL_POINTS + 50; s += 1) trail = extend(trail, at(s));
  expect(trail).toHaveLength(TRAIL_POINTS);
  expect(trail[0]?.time_ms).toBe(50_000);
});

it("ten thousand trails hold no more points together than two hundred", () => {
  expect(trailLength(0)).toBe(TRAIL_POINTS);
  expect(200 * trailLength(200)).toBe(40_000);
  expect(10_000 * trailLength(10_000)).toBe(40_000);
  expect(trailLength(1_000_000)).toBe(2);
});

it("a trail that has grown too long for its number is cut when it goes on", () => {
  const trail = extend(Array.from({ length: 100 }, (_, s) => at(s)), at(100), 4);
  expect(trail.map((p) => p.time_ms / 1000)).toEqual([97, 98, 99, 100]);
});

it("a trail forgets what is older than half an hour", () => {
  const trail = extend([at(0), at(10)], { ...at(0), time_ms: TRAIL_AGE_MS + 5_000 });
  expect(trail.map((p) => p.time_ms)).toEqual([10_000, TRAIL_AGE_MS + 5_000]);
});

it("a position told twice, or an older one, does not lengthen the trail", () => {
  const trail = [at(5)];
  expect(extend(trail, at(5))).toBe(trail);
  expect(extend(trail, at(4))).toBe(trail);
});

it("a long silence cuts the line, a single point draws none", () => {
  const lines = segments([at(0), at(10), at(400), at(900), at(905)]);
  expect(lines.map((l) => l.map((p) => p.time_ms / 1000))).toEqual([[0, 10], [900, 905]]);
});

it("the heading comes from the last step, north is 0 and east 90", () => {
  expect(heading([at(0), at(10, 118, 35.001)])).toBeCloseTo(0);
  expect(heading([at(0), at(10, 118.001, 35)])).toBeCloseTo(90);
});

it("who stands, or was silent for long, has no heading", () => {
  expect(heading([at(0)])).toBeNull();
  expect(heading([at(0), at(10, 118.00001, 35)])).toBeNull();
  expect(heading([at(0), at(300, 118.01, 35)])).toBeNull();
});
