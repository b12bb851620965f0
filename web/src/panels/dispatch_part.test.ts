import { describe, expect, it } from "vitest";
import { reason } from "./dispatch_part";

const near = { worker: "u1", name: "李敏", walk_s: 190, open: 0, of_grid: true, of_community: true };

describe("the reason of a suggestion", () => {
  it("says walk, load and whose place it is", () => {
    expect(reason(near, true)).toBe("步行 3 分 · 手上没有 · 本网格");
    expect(reason({ ...near, open: 2, of_grid: false }, true)).toBe("步行 3 分 · 手上 2 件 · 本社区");
  });
  it("says that the crow flies where there are no streets", () => {
    expect(reason({ ...near, of_grid: false, of_community: false }, false)).toBe("直线约 3 分 · 手上没有 · 外社区");
  });
  it("calls less than a minute a minute", () => {
    expect(reason({ ...near, walk_s: 5 }, true)).toContain("步行 1 分");
  });
});
