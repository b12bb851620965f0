import { afterEach, expect, it } from "vitest";
import { nameStages, stageWord } from "./stage_words";

afterEach(() => nameStages([]));

it("says a stage in the page's words until the county calls it otherwise", () => {
  expect(stageWord("done")).toBe("已办结");
  nameStages([{ stage: "received", title: "受理" }, { stage: "done", title: "销号反馈" }]);
  expect(stageWord("received")).toBe("待受理");
  expect(stageWord("done")).toBe("销号反馈");
  expect(stageWord("teleported")).toBe("teleported");
});
