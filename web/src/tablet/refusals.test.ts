import { expect, it } from "vitest";
import { refusalWords } from "./refusals";

const deed = { kind: "action", incident: "i1", title: "", action: "finish", note: "", base: 1 } as const;

it("a refusal is told in words of the field, with what the server says beyond the stage", () => {
  const of = (reason: string) => refusalWords(deed, { kind: "refused", status: 422, reason, stage: "done" });
  expect(of('"finish" is not possible in stage done')).toBe("现在不能“办结”：这件诉求已办结。");
  expect(of('"finish" is not possible in stage in_progress: evidence is needed')).toContain("要有照片作凭证");
  expect(of('"finish" is not possible in stage in_progress: the moon is full')).toContain("the moon is full");
});

it("what is out of one's area, or else, is told", () => {
  expect(refusalWords(deed, { kind: "refused", status: 404, reason: "x" })).toContain("不在您的辖区");
  expect(refusalWords({ kind: "duty", on: true }, { kind: "refused", status: 400, reason: "bad" })).toContain("bad");
});
