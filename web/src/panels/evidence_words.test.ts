import { expect, it } from "vitest";
import { evidenceOf, proofWords } from "./evidence_words";

const FIRST = "a".repeat(64);
const SECOND = "0123456789abcdef".repeat(4);

it("a digest is a photo, everything else stays as it was written", () => {
  expect(evidenceOf(`${FIRST} ${SECOND}`)).toEqual({ digests: [FIRST, SECOND], words: "" });
  expect(evidenceOf("现场 两次 核对")).toEqual({ digests: [], words: "现场 两次 核对" });
  expect(evidenceOf(`见照片 ${FIRST}`)).toEqual({ digests: [FIRST], words: "见照片" });
  expect(evidenceOf("a".repeat(63))).toEqual({ digests: [], words: "a".repeat(63) });
  expect(evidenceOf("")).toEqual({ digests: [], words: "" });
});

it("an arrival is proved by how far and how exact, as far as they are told", () => {
  expect(proofWords({ distance_m: 12.4, accuracy_m: 6 })).toBe("定位证实到场 · 距地点 12 米 · 精度 ±6 米");
  expect(proofWords({ distance_m: 0, accuracy_m: null })).toBe("定位证实到场 · 距地点 0 米");
  expect(proofWords({ distance_m: null, accuracy_m: null })).toBe("定位证实到场");
});
