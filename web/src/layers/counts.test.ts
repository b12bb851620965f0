import { describe, expect, it } from "vitest";
import type { Count } from "../protocol/live";
import { zoomClass } from "../state/zoom";
import { chipOf, countFeatures } from "./counts";

const count = (part: Partial<Count> = {}): Count => ({
  id: "a", level: "grid", lon: 118, lat: 35, workers: 14, routine: 26, urgent: 9, critical: 2, ...part,
});
const signs = (zoom: number, part: Partial<Count> = {}) => chipOf(count(part), zoomClass(zoom))?.signs.map((s) => `${s.sign} ${s.n}`);

describe("the chip of an area", () => {
  it("counts from afar what is drawn singly from close by, the worst first", () => {
    expect(signs(10)).toEqual(["critical 2", "urgent 9", "routine 26", "duty 14"]);
    expect(signs(12)).toEqual(["urgent 9", "routine 26", "duty 14"]);
    expect(signs(13)).toEqual(["routine 26"]);
    expect(signs(14)).toBeUndefined();
  });

  it("leaves out what there is none of, and is not there when nothing is", () => {
    expect(signs(10, { urgent: 0, workers: 0 })).toEqual(["critical 2", "routine 26"]);
    expect(signs(10, { critical: 0, urgent: 0, routine: 0 })).toEqual(["duty 14"]);
    expect(signs(10, { critical: 0, urgent: 0, routine: 0, workers: 0 })).toBeUndefined();
  });

  it("is framed by the worst it counts, and grows with the incidents", () => {
    const [worst, size] = [["worst"], ["size"]].map(([key]) => (part: Partial<Count>) => countFeatures([count(part)], 0)[0]?.properties?.[key!]);
    expect([{}, { critical: 0 }, { critical: 0, urgent: 0 }, { critical: 0, urgent: 0, routine: 0 }].map((p) => worst!(p)))
      .toEqual(["critical", "urgent", "routine", "none"]);
    expect([{ critical: 0, urgent: 0, routine: 3 }, { critical: 1, urgent: 0, routine: 9 }, {}, { routine: 40 }].map((p) => size!(p)))
      .toEqual([0, 1, 1, 2]);
  });

  it("lies above chips of less weight", () => {
    const order = (part: Partial<Count>): number => countFeatures([count(part)], 0)[0]?.properties?.["order"];
    expect(order({ critical: 1, urgent: 0, routine: 0 })).toBeGreaterThan(order({ critical: 0, urgent: 99, routine: 999 }));
    expect(order({ critical: 0, urgent: 0 })).toBeGreaterThan(order({ critical: 0, urgent: 0, routine: 1 }));
  });

  it("writes those on duty in a second line, in the only one where there is nothing else", () => {
    const words = (part: Partial<Count>) => {
      const p = countFeatures([count(part)], 0)[0]!.properties!;
      return [1, 2, 3, 4].map((i) => `${p[`s${i}`]}${p[`n${i}`]}`);
    };
    expect(words({ urgent: 0 })).toEqual(["critical\u20092\u2002", "routine\u200926\n", "none", "duty\u200914"]);
    expect(words({ critical: 0, urgent: 0, routine: 0 })).toEqual(["none", "none", "none", "duty\u200914"]);
    expect(words({ workers: 0, critical: 0 })).toEqual(["urgent\u20099\u2002", "routine\u200926", "none", "none"]);
  });
});
