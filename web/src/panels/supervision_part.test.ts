import { describe, expect, it } from "vitest";
import { levelName } from "./ladder_words";
import { forecastWords, overdueWords, reasons, sinceWords } from "./supervision_part";

const MINUTE = 60_000;
const NOW = new Date(2026, 10, 20, 14, 30).getTime();
const on_site = { milestone: "on_site", due_ms: NOW + 4 * MINUTE - 500, expected_ms: NOW + 11 * MINUTE - 500 } as const;
const done = { milestone: "done", due_ms: NOW + 130 * MINUTE, expected_ms: NOW + 150 * MINUTE } as const;

describe("why somebody should look at it", () => {
  it("says how long it has stood on its level", () => {
    expect(sinceWords(NOW - 72 * MINUTE, NOW)).toBe("已 1 时 12 分");
    expect(sinceWords(NOW - 10_000, NOW)).toBe("刚到这一级");
    expect(sinceWords(null, NOW)).toBe("");
  });

  it("calls levels by the county's names, by number while they are not known", () => {
    expect(levelName(["常规哨（小区）", "重点哨（社区）"], 1)).toBe("重点哨（社区）");
    expect(levelName([], 2)).toBe("提级 2");
    expect(levelName([], 0)).toBe("");
  });

  it("says what is late, each with its time", () => {
    expect(overdueWords([{ milestone: "contact", due_ms: NOW - 90 * MINUTE }, { milestone: "on_site", due_ms: NOW - 5_000 }], NOW)).toBe("联系群众 1 时 30 分、抵达现场 1 分");
  });

  it("sets the time left against the time it will take, of what is due first", () => {
    expect(forecastWords([done, on_site], NOW)).toBe("抵达现场剩 4 分，还要 11 分");
    expect(forecastWords([], NOW)).toBe("");
  });

  it("gives the reason with the times, the queue and the walk; the handling only where it counts", () => {
    expect(reasons([on_site], "李敏", 3, NOW)).toEqual(["抵达现场时限 14:33，预计 14:40，超 7 分", "按李敏手上先到期的办完、再步行到场估算；手上共 3 件。"]);
    expect(reasons([done], "李敏", 3, NOW).at(-1)).toContain("90 天");
    expect(reasons([], "李敏", 3, NOW)).toEqual([]);
  });
});
