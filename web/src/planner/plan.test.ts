import { describe, expect, it } from "vitest";
import { clicked, editOf, FIRST_PLAN, metresBetween, moved, placeOf, removed, taken, undone, withEdits, without, type Edit, type Plan } from "./plan";

const add = (lon: number): Edit => ({ edit: "add_station", lon, lat: 35 });

describe("edits of a plan", () => {
  it("a station dragged twice was moved once, to the last place", () => {
    const twice = moved(moved([add(1)], "ST01", 2, 35), "ST01", 3, 35);
    expect(twice).toEqual([add(1), { edit: "move_station", station: "ST01", lon: 3, lat: 35 }]);
  });

  it("a new station that is dragged is added elsewhere, under the name it had", () => {
    const edits = moved([{ ...add(1), name: "甲" } as Edit], "+0", 2, 35.5);
    expect(edits).toEqual([{ edit: "add_station", lon: 2, lat: 35.5, name: "甲" }]);
  });

  it("a moved station that is taken away leaves one edit, a new one none", () => {
    expect(removed(moved([], "ST01", 2, 35), "ST01")).toEqual([{ edit: "remove_station", station: "ST01" }]);
    expect(removed([add(1)], "+0")).toEqual([]);
  });

  it("a station stands where the plan puts it, else where it stood, and nowhere once taken away", () => {
    expect(placeOf([], "ST01", [1, 2])).toEqual([1, 2]);
    expect(placeOf(moved([], "ST01", 3, 4), "ST01", [1, 2])).toEqual([3, 4]);
    expect(placeOf(removed([], "ST01"), "ST01", [1, 2])).toBeNull();
    expect(placeOf([], "+0", null)).toBeNull();
  });

  it("an edit of another kind is no station", () => {
    expect(editOf([{ edit: "close_street", lon: 1, lat: 2 }], "+0")).toBe(-1);
  });
});

describe("undoing", () => {
  it("takes back one step at a time, and nothing at the start", () => {
    const two = withEdits(withEdits(FIRST_PLAN, [add(1)]), [add(1), add(2)]);
    expect(undone(two).edits).toEqual([add(1)]);
    expect(undone(undone(two)).edits).toEqual([]);
    expect(undone(FIRST_PLAN)).toBe(FIRST_PLAN);
  });

  it("a chosen new station that is no more is no longer chosen", () => {
    const chosen: Plan = { ...withEdits(FIRST_PLAN, [add(1)]), station: "+0" };
    expect([undone(chosen).station, without(chosen, 0).station]).toEqual(["", ""]);
  });

  it("a new station that is taken away leaves none chosen, though another follows it in the list", () => {
    const chosen: Plan = { ...FIRST_PLAN, edits: [add(1), add(2)], station: "+0" };
    expect([taken(chosen).edits, taken(chosen).station]).toEqual([[add(2)], ""]);
    expect(taken({ ...FIRST_PLAN, station: "ST01" }).edits).toEqual([{ edit: "remove_station", station: "ST01" }]);
  });

  it("fifty edits are the most", () => {
    const full = Array.from({ length: 50 }, (_, i) => add(i));
    const plan = withEdits(FIRST_PLAN, full);
    expect(withEdits(plan, [...full, add(50)]).edits).toBe(plan.edits);
  });
});

describe("clicks on the map", () => {
  it("a new station is chosen at once, and the tool is put down", () => {
    const next = clicked({ ...FIRST_PLAN, tool: "add_station" }, 118.12345678, 35);
    expect([next.edits, next.station, next.tool]).toEqual([[{ edit: "add_station", lon: 118.1234568, lat: 35 }], "+0", "none"]);
  });

  it("a link takes two clicks", () => {
    const one = clicked({ ...FIRST_PLAN, tool: "add_link" }, 1, 2);
    expect([one.edits, one.link_from]).toEqual([[], [1, 2]]);
    const two = clicked(one, 3, 4);
    expect([two.edits, two.link_from, two.tool]).toEqual([[{ edit: "add_link", from: [1, 2], to: [3, 4] }], null, "none"]);
  });
});

it("distances are metres on the ground", () => {
  expect(metresBetween([118.5, 35], [118.5, 35.001])).toBeCloseTo(111.2, 1);
  expect(metresBetween([118.5, 35], [118.501, 35])).toBeCloseTo(91.1, 1);
});
