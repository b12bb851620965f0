import { expect, it } from "vitest";
import { ApiError } from "../api";
import type { WhatIf } from "../protocol/coverage";
import { isWorthAsking } from "./failure";
import { effectsOf, servedNow, triedNow } from "./figures";
import { FIRST_PLAN, moved, type Edit, type Plan } from "./plan";
import { createQuestions, wantedBy, type Question } from "./questions";

const answerOf = (before: number, after: number): WhatIf => {
  const counts = (households: number) => ({ buildings: 0, households, older: null });
  const none = { buildings: 0, households: 0, older: null, codes: [] };
  return { before: counts(before), after: counts(after), gained: none, lost: none, shorter: 0, longer: 0 };
};
const settled = async (): Promise<void> => { for (let i = 0; i < 20; i++) await Promise.resolve(); };

/** A server that answers when the test says so, and remembers how many it had at once. */
function server() {
  const asked: { question: Question; give: (answer: WhatIf) => void; fail: (error: unknown) => void }[] = [];
  return { asked, ask: (question: Question) => new Promise<WhatIf>((give, fail) => void asked.push({ question, give, fail })) };
}

it("one question is in flight, and places that were only passed are never asked about", async () => {
  const { asked, ask } = server();
  let plan: Plan = { ...FIRST_PLAN, station: "ST01" };
  const questions = createQuestions(ask, () => wantedBy(plan), () => undefined);
  const drag = (lon: number): void => {
    plan = { ...plan, draft: moved([], "ST01", lon, 35) };
    questions.look();
  };
  for (const lon of [1, 2, 3, 4]) drag(lon);
  expect(asked.length).toBe(1);
  asked[0]!.give(answerOf(10, 11));
  await settled();
  expect(asked.map((a) => (a.question.edits[0] as { lon: number }).lon)).toEqual([1, 4]);
});

it("what was answered once is not asked again, what failed only when told so", async () => {
  const { asked, ask } = server();
  const plan: Plan = { ...FIRST_PLAN, draft: moved([], "ST01", 1, 35) };
  const questions = createQuestions(ask, () => wantedBy(plan), () => undefined);
  questions.look();
  asked[0]!.fail(new Error("off"));
  await settled();
  questions.look();
  expect(asked.length).toBe(1);
  questions.forgetFailures();
  questions.look();
  asked[1]!.give(answerOf(1, 2));
  await settled();
  questions.look();
  expect(asked.length).toBe(2);
});

it("after the whole list each shorter one is wanted, then the other minutes", () => {
  const edits: Edit[] = [1, 2, 3].map((lon) => ({ edit: "add_station", lon, lat: 35 }));
  const wanted = wantedBy({ ...FIRST_PLAN, edits });
  expect(wanted.map((q) => [q.edits.length, q.minutes])).toEqual([[3, 15], [2, 15], [1, 15], [3, 5], [3, 10]]);
  expect(wantedBy(FIRST_PLAN)).toEqual([]);
});

it("an edit's effect is what it adds to those before it", () => {
  const edits: Edit[] = [1, 2].map((lon) => ({ edit: "add_station", lon, lat: 35 }));
  const plan = { ...FIRST_PLAN, edits };
  const after = [answerOf(100, 130), answerOf(100, 125)];
  expect(effectsOf(plan, (q) => ({ ok: after[q.edits.length - 1]! }))).toEqual([{ households: 30 }, { households: -5 }]);
  expect(effectsOf(plan, (q) => (q.edits.length === 2 ? { ok: after[1]! } : undefined))).toEqual([null, null]);
});

it("while an answer is awaited the last one stays, and a failure says so beside it", () => {
  const plan: Plan = { ...FIRST_PLAN, draft: moved([], "ST01", 1, 35) };
  const last = answerOf(1, 2);
  expect(triedNow(plan, () => undefined, last)).toEqual({ answer: last, waiting: true, failed: null });
  expect(triedNow(plan, () => ({ failed: "no street" }), last)).toEqual({ answer: last, waiting: false, failed: "no street" });
  expect(triedNow(FIRST_PLAN, () => undefined, last).answer).toBeNull();
});

it("minutes beside the table's own come from the histogram, and unknown ones from nowhere", () => {
  const counts = { buildings: 9, households: 9, older: null };
  const areas = { areas: [], total: { ...counts, served: [{ ...counts, minutes: 5, households: 4 }] }, farthest: { households: 0, mean_s: null, unreached_households: 0, areas: [] }, histogram: [1, 2, 3] };
  expect([5, 2, 3, 4, 2.5].map((m) => servedNow(areas, m))).toEqual([4, 3, 6, null, null]);
});

it("answers of a town that is another one by now are forgotten, also those under way, and what is learnt is not asked", async () => {
  const asked: ((answer: WhatIf) => void)[] = [];
  const edits: Edit[] = [{ edit: "add_station", lon: 1, lat: 35 }];
  const question = { minutes: 15, profile: "standard", at: "", kind: "", edits } as const;
  const questions = createQuestions(() => new Promise((done) => { asked.push(done); }), () => [question], () => {});
  questions.look();
  questions.forget();
  asked[0]!(answerOf(1, 2));
  await new Promise((done) => setTimeout(done, 0));
  expect([questions.answer(question), asked.length]).toEqual([undefined, 2]);
  questions.learn(question, { ok: answerOf(1, 3) });
  expect(questions.answer(question)).toEqual({ ok: answerOf(1, 3) });
});

it("what failed because the server was away is asked again with the next look, and what cannot be is not", async () => {
  const { asked, ask } = server();
  const plan: Plan = { ...FIRST_PLAN, draft: moved([], "ST01", 1, 35) };
  const questions = createQuestions(ask, () => wantedBy(plan), () => undefined);
  for (const [n, status] of [0, 503, 422].entries()) {
    questions.look();
    expect(asked.length).toBe(n + 1);
    asked[n]!.fail(new ApiError(status, "no"));
    await settled();
  }
  questions.look();
  expect(asked.length).toBe(3);
});

it("the same moment in another zone is the same question", () => {
  const questions = createQuestions(async () => answerOf(1, 2), () => [], () => {});
  const question = { minutes: 15, profile: "standard", kind: "", edits: moved([], "ST01", 1, 35) } as const;
  questions.learn({ ...question, at: "2026-11-28T12:00:00Z" }, { ok: answerOf(1, 3) });
  expect(questions.answer({ ...question, at: "2026-11-28T20:00:00+08:00" })).toEqual({ ok: answerOf(1, 3) });
  expect(questions.answer({ ...question, at: "", kind: "养老" })).toBeUndefined();
});

it("asking once more is offered where it may help", () => {
  expect([isWorthAsking([null, undefined]), isWorthAsking([null, new ApiError(422, "")]), isWorthAsking([null, new ApiError(0, "")]), isWorthAsking([new Error("x")])]).toEqual([false, false, true, true]);
});
