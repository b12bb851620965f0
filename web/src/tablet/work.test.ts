import { describe, expect, it } from "vitest";
import type { Incident } from "../protocol/live";
import type { Order } from "./orders";
import { expected, handBack, nextStep, steps, tasks } from "./work";

const ME = "u7";
const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id, stage: "assigned", severity: "routine", category: "", lon: 118, lat: 35, areas: {}, version: 3, time_ms: 0, title: id, ...more,
});
let key = 0;
const order = (id: string, action: string, more: Partial<Order> = {}): Order => ({
  key: (key += 1), time_ms: 5, deed: { kind: "action", incident: id, title: "", action, note: "", base: 3 }, state: "waiting", photos: [], digests: [], ...more,
});
const step = (action: string) => ({ action, from: null, to: null, actor: ME, time_ms: 1, note: "", evidence: "", proof: null });
const ids = (list: readonly { incident: Incident }[]): string[] => list.map((one) => one.incident.id);

describe("whose it is", () => {
  const all = [
    incident("mine", { assignee: ME, stage: "in_progress" }), incident("free"), incident("others", { assignee: "u8" }),
    incident("new", { stage: "received" }), incident("over", { assignee: ME, stage: "done" }),
  ];

  it("mine is what names me, free what names nobody; what others have is not shown", () => {
    const { mine, free, coming } = tasks(all, [], ME);
    expect([ids(mine), ids(free), ids(coming)]).toEqual([["mine"], ["free"], ["new"]]);
  });

  it("what was taken offline is mine at once", () => {
    const { mine, free } = tasks(all, [order("free", "accept")], ME);
    expect(ids(mine)).toContain("free");
    expect(free).toEqual([]);
  });

  it("what was handed back is not, until somebody moves it", () => {
    const back = order("mine", "transfer", { state: "sent", version: 4 });
    const after = incident("mine", { assignee: ME, version: 4 });
    expect(tasks([after], [back], ME).mine).toEqual([]);
    expect(ids(tasks([{ ...after, version: 5 }], [back], ME).mine)).toEqual(["mine"]);
  });

  it("a refused step changes nothing of what is shown but that something is pending", () => {
    const now = expected(incident("free"), [order("free", "accept", { state: "refused" })], ME);
    expect([now.incident.stage, now.pending, now.actions]).toEqual(["assigned", true, null]);
  });
});

it("what burns first comes first, paused ones last", () => {
  const due = (at_ms: number) => ({ milestone: "done" as const, at_ms, from_ms: 0 });
  const mine = { assignee: ME, stage: "in_progress" };
  const list = [incident("late", { ...mine, due: due(900) }), incident("soon", { ...mine, due: due(100) }), incident("held", { ...mine, due: due(1), paused: true })];
  expect(ids(tasks(list, [], ME).mine)).toEqual(["soon", "late", "held"]);
});

describe("what comes next", () => {
  it("follows accept, contact, arrive, finish, skipping what the county's workflow lacks", () => {
    expect(nextStep(["accept", "reject"], [], [])).toBe("accept");
    expect(nextStep(["contact", "arrive", "finish"], [step("accept")], [])).toBe("contact");
    expect(nextStep(["arrive", "finish"], [step("accept")], [])).toBe("arrive");
    expect(nextStep(["contact", "arrive", "finish"], [step("contact"), step("arrive")], [])).toBe("finish");
    expect(nextStep(["verify"], [], [])).toBeNull();
  });

  it("counts what waits as done, and what was done before a reopening not", () => {
    expect(nextStep(["contact", "arrive", "finish"], [], [order("a", "contact")])).toBe("arrive");
    expect(nextStep(["contact", "arrive", "finish"], [step("contact"), step("reopen")], [])).toBe("contact");
  });

  it("is shown with the time, and a clock where it waits", () => {
    const bar = steps([step("accept")], [order("a", "contact")], "arrive");
    expect(bar.map(({ state, waiting }) => [state, waiting])).toEqual([["done", false], ["done", true], ["now", false], ["later", false]]);
  });

  it("is handed back to whom assigned it, or on", () => {
    expect([handBack(["reject", "transfer"]), handBack(["transfer"]), handBack([])]).toEqual(["reject", "transfer", null]);
  });
});
