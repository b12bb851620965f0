import { expect, it } from "vitest";
import { forget, keep, kept, linkTo, shortCode } from "./letter";
import { readCase, readPlace } from "./resident_api";
import { dueWords, stepLines, when } from "./status_page";

function memory() {
  const held = new Map<string, string>();
  return { getItem: (k: string) => held.get(k) ?? null, setItem: (k: string, v: string) => void held.set(k, v), removeItem: (k: string) => void held.delete(k) };
}
const letter = { id: "a1b2c3d4-0000-4000-8000-000000000000", channel: "resident" as const, text: "灯不亮", severity: "routine", building: "B1" };

it("a letter is kept with its number until it is answered, each building its own", () => {
  const m = memory();
  keep(m, letter);
  expect(kept(m, "B1")).toEqual(letter);
  expect(kept(m, "B2")).toBeNull();
  forget(m, "B1");
  expect(kept(m, "B1")).toBeNull();
});

it("what cannot be read is no letter", () => {
  const m = memory();
  for (const text of ["{", "[]", "7", JSON.stringify({ ...letter, id: 7 }), JSON.stringify({ ...letter, building: "B2" })]) {
    m.setItem("yuntu.report.B1", text);
    expect(kept(m, "B1"), text).toBeNull();
  }
});

it("the receipt is short to read out, and a link", () => {
  expect(shortCode(letter.id)).toBe("A1B2-C3D4");
  expect(linkTo("i 1", "a/b")).toBe("/report.html?i=i%201&receipt=a%2Fb");
});

const T = "2026-11-20T08:00:00Z";
const told = readCase({
  id: "i1", stage: "in_progress", text: "灯不亮", building: "B1", time: T, paused: false,
  history: [{ action: "classify", time: T, actor: "u1", note: "内部说明" }, { action: "teleport", time: T }],
  due: [{ milestone: "contact", state: "met", at: T }, { milestone: "on_site", state: "open", at: "2026-11-20T14:00:00Z" }],
});

it("a place is called what people call it, as far as it has a name", () => {
  const areas = { subdistrict: { code: "1", name: "临河街道" }, community: { code: "2", name: "东街社区" }, estate: { code: "3", name: "" }, grid: { code: "4", name: "第四网格" }, microgrid: null, building: { code: "5", name: "3号楼" } };
  expect(readPlace({ areas })).toBe("东街社区 3号楼");
  expect(readPlace({ areas: { community: null, estate: null, building: null } })).toBe("");
});

it("the steps are told in plain words, without notes and names of the staff", () => {
  expect(stepLines(told).map(({ words }) => words)).toEqual(["您反映了问题", "分清了类别"]);
  expect(JSON.stringify(told)).not.toContain("内部说明");
});

it("what is waited for next is told, also when it is late or held", () => {
  const at = Date.parse("2026-11-20T14:00:00Z");
  expect(dueWords(told, at - 1)).toBe(`${when(at)} 前会有人到场`);
  expect(dueWords(told, at + 1)).toContain("已经超时");
  expect(dueWords({ ...told, paused: true }, at)).toContain("暂时停下");
  expect(dueWords({ due: [], paused: false }, at)).toBe("");
});
