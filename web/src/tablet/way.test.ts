import { expect, it } from "vitest";
import { shrunk } from "../shrink_photo";
import { arrival, arrivalWords, distanceWords, eighth, wayWords } from "./way";

const here = { lon: 118, lat: 35 };
/** So many metres to the east and north, about. */
const off = (east: number, north: number) => ({ lon: 118 + east / 91_190, lat: 35 + north / 111_320 });

it("the way is told in eighths and metres", () => {
  expect([eighth(here, off(0, 100)), eighth(here, off(100, 100)), eighth(here, off(-100, 0)), eighth(here, off(-100, -5))]).toEqual([0, 1, 6, 6]);
  expect(wayWords(here, off(240, 240))).toBe("往东北 340 米");
  expect(wayWords(here, off(3, 3))).toBe("就在这里");
  expect(wayWords(null, here)).toBe("");
  expect(distanceWords(1_240)).toBe("1.2 公里");
});

it("a vague position proves nothing, however near it lies", () => {
  expect(arrival({ ...here, accuracy_m: 85 }, here)).toBe("vague");
  expect(arrival({ ...here, accuracy_m: 6 }, off(38, 0))).toBe("here");
  expect(arrival({ ...here, accuracy_m: 6 }, off(134, 0))).toBe("far");
  expect(arrivalWords({ ...here, accuracy_m: 6 }, off(38, 0))).toBe("距地点 38 米 · 精度 ±6 米");
  expect(arrivalWords(null, here)).toContain("没有定位");
});

it("a photo is made smaller, never larger", () => {
  expect(shrunk(4_000, 3_000)).toEqual({ width: 1_600, height: 1_200 });
  expect(shrunk(300, 900)).toEqual({ width: 300, height: 900 });
  expect(shrunk(2, 99_999)).toEqual({ width: 1, height: 1_600 });
});
