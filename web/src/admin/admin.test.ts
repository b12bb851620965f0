import { expect, it } from "vitest";
import { readReport } from "../protocol/imports";
import { timeOf } from "./decide";
import { boxOfCollection } from "./extent";
import { readMap } from "./option_fields";
import { failureWords, reasonWords } from "./reasons";
import { verdictWords } from "./report";
import { mayImport } from "./rights";
import { createImportStore } from "./store";

it("known reasons are said in the reader's words, others as they came", () => {
  expect(reasonWords("the polygon crosses or touches itself at 118.5, 35.0")).toBe("边界自相交，在 118.5, 35.0");
  expect(reasonWords("code G1 is taken by row 7")).toBe("编码 G1 已被第 7 行使用");
  expect(reasonWords("something new")).toBe("something new");
  expect(failureWords("x.zip: the archive unpacks to more than 2 GiB")).toContain("压缩包");
  expect(failureWords("reading it takes more than 60 s of processor time")).toContain("太多");
  expect(failureWords("whatever")).toBe("原因见下。");
});

it("the map of fields is read as one writes it", () => {
  expect(readMap("code=WGBM, name=WGMC，")).toEqual([{ field: "code", source: "WGBM" }, { field: "name", source: "WGMC" }]);
  expect(readMap("")).toEqual([]);
  expect(readMap("code")).toBeNull();
  expect(readMap("code=A=B")).toBeNull();
});

it("the verdict is one sentence, whatever the detective says", () => {
  const one = { crs: "EPSG:4549", datum: "gcj02", probability: 0.9 };
  expect(verdictWords(readReport({ crs: "EPSG:4490", datum: "wgs84" }))).toBe("坐标系 EPSG:4490 · WGS 84 / CGCS2000");
  expect(verdictWords(readReport({ detective: { verdict: "accepted", chosen: one, hypotheses: [one] } }))).toContain("看起来是 EPSG:4549");
  expect(verdictWords(readReport({ detective: { verdict: "refused", hypotheses: [], deciding_option: "--datum gcj02" } }))).toContain("写明 --datum gcj02");
});

it("only a steward of the whole county may import", () => {
  const session = (role: string, areas: string[]) => ({ user: "u", name: "", role, areas });
  expect([mayImport(session("steward", [])), mayImport(session("steward", ["1"])), mayImport(session("command", []))]).toEqual([true, false, false]);
});

it("a collection's box covers all its parts, and nothing has none", () => {
  const feature = (coordinates: unknown) => ({ geometry: { coordinates } });
  expect(boxOfCollection({ features: [feature([1, 2]), feature([[[3, 1], [4, 5]]])] })).toEqual([1, 1, 4, 5]);
  expect(boxOfCollection({ features: [] })).toBeNull();
  expect(boxOfCollection(null)).toBeNull();
});

it("a time of the field gets a zone, and none stays none", () => {
  expect(timeOf("")).toBe("");
  expect(timeOf("2026-11-20T08:00")).toMatch(/^2026-11-\d\dT.*Z$/);
});

it("the store tells of changes only", () => {
  const store = createImportStore();
  let told = 0;
  store.subscribe(() => { told += 1; });
  store.update((state) => state);
  store.update({ chosen: 3 });
  expect([told, store.get().chosen]).toEqual([1, 3]);
});
