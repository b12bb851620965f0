import { describe, expect, it } from "vitest";
import { readSimilar } from "../protocol/similar";
import { likeness } from "./similar_part";

describe("why two reports are thought to be alike", () => {
  const read = (reasons: string[]): ReturnType<typeof readSimilar> =>
    readSimilar({ id: "i2", distance_m: 12.4, minutes: 65, score: 0.8, reasons }, "similar");

  it("says distance, time and reasons; that it is near is said by the distance", () => {
    expect(likeness(read(["near", "same_category", "similar_words"]))).toBe("相距 12 米 · 先后 1 时 5 分 · 同类 · 说法相近");
  });
  it("leaves out reasons that it does not know", () => {
    expect(likeness(read(["same_building", "by_magic"]))).toBe("相距 12 米 · 先后 1 时 5 分 · 同一栋楼");
  });
});
