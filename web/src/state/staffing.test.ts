import { describe, expect, it } from "vitest";
import type { StaffingRow } from "../protocol/staffing";
import { firstPage, settled } from "./page";
import { byShortage, nextOrder, share, shortage, sorted } from "./staffing";

const row = (code: string, over: Partial<StaffingRow> = {}): StaffingRow => ({
  code, name: "", households: 90, posts: 4, filled: 4, vacant: 0, heads_required: 4, heads: 4, heads_deficit: 0, ...over,
});

describe("shortage", () => {
  it.each([[0, 0], [1, 1], [2, 2], [3, 3], [4, 4]])("of %d missing heads in four is class %d", (missing, wanted) => {
    expect(shortage(row("g", { heads: 4 - missing, heads_deficit: missing }), "heads")).toBe(wanted);
  });

  it("of vacancies is counted by posts", () => {
    const short = row("g", { posts: 10, filled: 4, vacant: 6 });
    expect(share(short, "vacancies")).toBeCloseTo(0.6);
    expect(shortage(short, "vacancies")).toBe(3);
    expect(shortage(short, "heads")).toBe(0);
  });

  it("is void, not a colour, where nobody is at all, with posts or without", () => {
    expect(shortage(row("g", { filled: 0, vacant: 4 }), "heads")).toBe("void");
    expect(shortage(row("g", { posts: 0, filled: 0 }), "vacancies")).toBe("void");
  });

  it("is nothing where nothing is wanted", () => {
    expect(shortage(row("park", { heads_required: 0, heads: 0 }), "heads")).toBe(0);
  });
});

it("the grids of the map are joined by their codes; complete ones have no fill", () => {
  const rows = [row("a"), row("b", { heads_deficit: 1 }), row("c", { heads_deficit: 1 }), row("d", { filled: 0 })];
  const classes = byShortage(rows, "heads");
  expect(classes.get(1)).toEqual(["b", "c"]);
  expect(classes.get("void")).toEqual(["d"]);
  expect(classes.get(4)).toBeUndefined();
  expect(byShortage([], "heads").size).toBe(0);
});

describe("sorting", () => {
  const rows = [row("2", { name: "02网格", heads_deficit: 1 }), row("10", { name: "10网格", heads_deficit: 7 }), row("1", { name: "01网格", heads_deficit: 1 })];
  const codes = (column: "name" | "heads_deficit", direction: "ascending" | "descending") => sorted(rows, { column, direction }).map((r) => r.code);

  it("puts the largest first or last, equals in the order of their codes", () => {
    expect(codes("heads_deficit", "descending")).toEqual(["10", "1", "2"]);
    expect(codes("heads_deficit", "ascending")).toEqual(["1", "2", "10"]);
  });

  it("reads numbers in names as numbers and leaves the table as it was", () => {
    expect(codes("name", "ascending")).toEqual(["1", "2", "10"]);
    expect(rows.map((r) => r.code)).toEqual(["2", "10", "1"]);
  });

  it("a second press turns the order; a new column begins as one reads it", () => {
    expect(nextOrder({ column: "posts", direction: "descending" }, "posts").direction).toBe("ascending");
    expect(nextOrder({ column: "posts", direction: "descending" }, "name").direction).toBe("ascending");
    expect(nextOrder({ column: "name", direction: "ascending" }, "vacant").direction).toBe("descending");
  });
});

describe("one theme at a time", () => {
  const page = { ...firstPage("light"), close: true };
  const raised = { ...page, toggles: { ...page.toggles, raised: true } };

  it("a fill lays raised buildings flat", () => {
    expect(settled({ ...raised, overlay: "staffing" }, raised).toggles.raised).toBe(false);
  });

  it("raising buildings ends the fill", () => {
    const filled = { ...page, overlay: "staffing" } as const;
    const next = settled({ ...filled, toggles: raised.toggles }, filled);
    expect([next.overlay, next.toggles.raised]).toEqual(["none", true]);
  });

  it("from afar nothing is raised", () => {
    expect(settled({ ...raised, close: false }, raised).toggles.raised).toBe(false);
  });
});
