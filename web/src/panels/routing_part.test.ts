import { describe, expect, it } from "vitest";
import { readCategories, readRouting } from "../protocol/routing";
import { ruleWords } from "./routing_part";

describe("the rule of a department", () => {
  it("is told in the page's language", () => {
    expect(ruleWords("category 供水 everywhere")).toBe("类别“供水”，全县");
    expect(ruleWords("category 供水 in subdistrict 371329001")).toBe("类别“供水”，街道 371329001");
    expect(ruleWords("every category everywhere")).toBe("所有类别，全县");
    expect(ruleWords("every category in grid 371329001001001")).toBe("所有类别，网格 371329001001001");
  });

  it("is shown as it is where it has another form", () => {
    expect(ruleWords("by decree")).toBe("by decree");
  });
});

describe("routings and categories", () => {
  it("are read as the server sends them", () => {
    const routing = readRouting({ category: "供水", department: "water", post: null, cause: "lexicon", rule: "r", words: ["漏水"], runner_up: "" }, "r");
    expect(routing).toEqual({ category: "供水", department: "water", post: null, cause: "lexicon", rule: "r", words: ["漏水"], runner_up: "" });
    expect(() => readRouting({ cause: "lexicon", words: [3] }, "routings[0]")).toThrow("routings[0]");
    const tree = readCategories({
      name: "own", title: "我县", classes: [{ code: "1", name: "公用", categories: [{ code: "101", name: "供水" }] }], departments: [{ code: "w", name: "水务" }],
    });
    expect(tree.classes[0]!.categories).toEqual([{ code: "101", name: "供水" }]);
    expect(tree.departments).toEqual([{ code: "w", name: "水务" }]);
  });
});
