import { describe, expect, it } from "vitest";
import { readIncident } from "../protocol/json";
import { reasons } from "./deadlines_part";

const at = (text: string): string => `2026-${text}:00+08:00`;

describe("why a milestone is due when it is", () => {
  const incident = readIncident({
    id: "i1", stage: "in_progress", severity: "routine", category: "道路不洁", text: "路面有土", lon: 118, lat: 35, areas: {}, version: 3,
    time: at("09-30T16:30"), channel: "command", history: [], actions: ["pause", "finish"], needs: { pause: ["note"] }, paused: false,
    due: [{
      milestone: "done", title: "", state: "open", at: at("10-08T14:30"), met: null,
      why: {
        profile: "5个工作时办结", limit: { working_hours: 5 }, from: at("09-30T16:30"),
        counted: [
          { from: at("09-30T16:30"), to: at("09-30T17:30"), seconds: 3600, days: 1 },
          { from: at("10-08T08:30"), to: at("10-08T14:30"), seconds: 14400, days: 1 },
        ],
        skipped: [{ from: "2026-10-01", to: "2026-10-07", reason: "国庆节" }, { from: "2026-10-11", to: "2026-10-11", reason: "weekend" }],
        made_up: [{ day: "2026-10-10", reason: "国庆节" }], paused: [{ from: at("10-09T09:00"), to: null }],
        unpublished_years: [2027], raised: true, after: null, shortened: false,
      },
    }],
  });

  it("is told rule first, then what counted, what did not, and what may change", () => {
    const now = Date.parse(at("09-30T17:00"));
    const words = reasons(incident.deadlines[0]!.why!, now, () => "").join("\n");
    expect(words).toContain("5个工作时办结：5 个工作小时");
    expect(words).toContain("共 4 时 0 分");
    expect(words).toContain("不计 10-01 至 10-07（国庆节）");
    expect(words).toContain("不计 10-11（周末）");
    expect(words).toContain("10-10 为国庆节调休上班，计入");
    expect(words).toContain("2027 年的放假安排尚未录入");
    expect(words).toContain("恢复后再算");
  });

  it("names the stage it counts from", () => {
    const why = { ...incident.deadlines[0]!.why!, after: "first_stage" as const };
    expect(reasons(why, Date.parse(at("09-30T17:00")), (milestone) => (milestone === "first_stage" ? "围护" : ""))[1]).toContain("围护完成之时");
  });

  it("names what it waits for when nothing has begun", () => {
    const why = { ...incident.deadlines[0]!.why!, after: "first_stage" as const, from_ms: null };
    expect(reasons(why, Date.parse(at("09-30T17:00")), () => "围护")[1]).toBe("围护完成后起算");
  });

  it("comes with what an action needs", () => {
    expect(incident.need_note).toEqual(["pause"]);
    expect(incident.paused).toBeUndefined();
  });
});
