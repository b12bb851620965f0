import { expect, test } from "vitest";
import { profileName, speedOf, walkerAt } from "./walker";

const PROFILES = [
  { name: "standard", title: "标准", speed_mps: 1.1, takes_steps: true },
  { name: "elder", title: "老人", speed_mps: 0.8, takes_steps: true },
];

test("a walker is a profile, at its own speed or at another", () => {
  expect([profileName("elder"), profileName("elder@0.65")]).toEqual(["elder", "elder"]);
  expect([speedOf("elder", PROFILES), speedOf("elder@0.65", PROFILES), speedOf("horse", PROFILES)]).toEqual([0.8, 0.65, null]);
  expect(speedOf("horse@2", PROFILES)).toBe(2);
});

test("a speed is rounded to centimetres, and the profile's own is not said", () => {
  expect(walkerAt("elder", 0.654, PROFILES)).toBe("elder@0.65");
  expect(walkerAt("elder", 0.8, PROFILES)).toBe("elder");
  expect(walkerAt("standard", 0.8, PROFILES)).toBe("standard@0.8");
});

test("nobody walks so slowly, or so fast", () => {
  expect([0, 0.19, 3.01, -1, Number.NaN].map((s) => walkerAt("elder", s, PROFILES))).toEqual([null, null, null, null, null]);
});
