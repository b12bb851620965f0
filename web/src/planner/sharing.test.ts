import { expect, it } from "vitest";
import { ApiError } from "../api";
import type { WhatIf } from "../protocol/coverage";
import type { SharedPlan } from "../protocol/plans";
import { FIRST_PLAN, moved, undone, withEdits } from "./plan";
import { createPlanStore } from "./plan_store";
import { planBody, type PlanContent, type PlansApi } from "./plans_api";
import { adopted, townChanged } from "./plan_content";
import { createSharing } from "./sharing";
import { createChangeTimes } from "./sharing_live";

const counts = (households: number) => ({ buildings: 1, households, older: null });
const answerOf = (households: number): WhatIf => ({
  before: counts(10), after: counts(households), gained: { ...counts(0), buildings: 0, codes: [] }, lost: { ...counts(0), buildings: 0, codes: [] }, shorter: 0, longer: 0,
});
const planOf = (version: number, more: Partial<SharedPlan> = {}): SharedPlan => ({
  id: "p1", name: "河东", owner: "u1", owner_name: "陈立", role: "planner", editor: "u1", editor_name: "陈立", version, saved_version: null,
  minutes: 15, profile: "standard", at: "", kind: "", edits: [], answer: answerOf(10), problem: null, ...more,
});
const shiftedTo = (lon: number) => moved([], "T1", lon, 35);
const told = (...plans: SharedPlan[]) => new Map(plans.map((plan) => [plan.id, plan]));
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** A server that answers when it is told to. */
function bench() {
  const asked: { id: string; before: { at: string; kind: string }; version: number; content: PlanContent; answer: (how: SharedPlan | Error) => void }[] = [];
  let newest: SharedPlan | Error = planOf(1);
  const saves: ((how: SharedPlan | Error) => void)[] = [];
  const later: (() => void)[] = [];
  const api: PlansApi = {
    make: async (name, content) => (newest = planOf(1, { ...content, edits: content.edits as SharedPlan["edits"], name })),
    find: async () => {
      if (newest instanceof Error) throw newest;
      return newest;
    },
    change: (id, version, content, before) => new Promise((resolve, reject) => {
      asked.push({ id, before: { at: before.at, kind: before.kind }, version, content, answer: (how) => (how instanceof Error ? reject(how) : resolve(how)) });
    }),
    save: () => new Promise((resolve, reject) => {
      saves.push((how) => (how instanceof Error ? reject(how) : resolve(how)));
    }),
    remove: async () => {},
  };
  const store = createPlanStore();
  const counted = { towns: 0, answers: 0 };
  const sharing = createSharing({ api, store, onAnswer: () => { counted.answers += 1; }, onTownChanged: () => { counted.towns += 1; }, onChange: () => {},
    after(_ms, work) {
      later.push(work);
      return () => void later.splice(later.indexOf(work), 1);
    },
    random: () => 0.5,
  });
  return { asked, saves, later, store, sharing, counted, say: (plan: SharedPlan | Error) => { newest = plan; } };
}

it("an open plan that is chosen becomes the page's, and follows what others change", () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1, { minutes: 5, edits: shiftedTo(118.5) as SharedPlan["edits"] })), true);
  sharing.open("p1");
  expect([store.get().minutes, store.get().edits]).toEqual([5, shiftedTo(118.5)]);
  sharing.hear(told(planOf(2, { minutes: 10, edits: shiftedTo(118.6) as SharedPlan["edits"] })), true);
  expect([store.get().minutes, store.get().edits, store.get().past]).toEqual([10, shiftedTo(118.6), []]);
  expect(asked.length).toBe(0);
});

it("a drag is sent as it goes, one request at a time and then the newest", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  for (const lon of [118.51, 118.52, 118.53]) store.update({ draft: shiftedTo(lon) });
  await soon();
  expect(asked.map(({ version, content }) => [version, content.edits])).toEqual([[1, shiftedTo(118.51)]]);
  // The stream tells of it before the answer comes: the page goes on with what is in hand.
  const first = planOf(2, { edits: shiftedTo(118.51) as SharedPlan["edits"] });
  sharing.hear(told(first), true);
  expect(store.get().draft).toEqual(shiftedTo(118.53));
  asked[0]!.answer(first);
  await soon();
  expect(asked.slice(1).map(({ version, content }) => [version, content.edits])).toEqual([[2, shiftedTo(118.53)]]);
  asked[1]!.answer(planOf(3, { edits: shiftedTo(118.53) as SharedPlan["edits"] }));
  store.update((plan) => withEdits(plan, shiftedTo(118.53)));
  await soon();
  expect([asked.length, store.get().past.length]).toEqual([2, 1]);
});

it("who was overtaken has the newest, and is told so", async () => {
  const { store, sharing, asked, say } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  say(planOf(2, { edits: shiftedTo(118.9) as SharedPlan["edits"] }));
  asked[0]!.answer(new ApiError(409, "plan p1 is at version 2"));
  await soon();
  expect([store.get().edits, sharing.note(), asked.length]).toEqual([shiftedTo(118.9), "overtaken", 1]);
});

it("what cannot be is not sent again, and what comes after it is", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  store.update((plan) => withEdits(plan, shiftedTo(99)));
  asked[0]!.answer(new ApiError(422, "edits[0]: no open street"));
  await soon();
  expect([asked.length, sharing.note(), store.get().edits]).toEqual([1, "unfit", shiftedTo(99)]);
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  expect(asked.length).toBe(2);
});

it("a plan that is gone leaves the page with what it shows, but a lost connection is no sign of that", () => {
  const { store, sharing } = bench();
  sharing.hear(told(planOf(1, { minutes: 7 })), true);
  sharing.open("p1");
  sharing.hear(told(), false);
  expect(sharing.shown()?.id).toBe("p1");
  sharing.hear(told(), true);
  expect([sharing.shown(), sharing.note(), store.get().minutes]).toEqual([null, "gone", 7]);
});

it("a plan just shared is not taken for gone before the stream has told of it", async () => {
  const { sharing } = bench();
  sharing.hear(told(), true);
  await sharing.share("河西");
  sharing.hear(told(), true);
  expect(sharing.shown()?.name).toBe("河西");
});

it("another answer to the same question says that the town has changed", () => {
  const { sharing, counted } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.hear(told(), false);
  sharing.hear(told(planOf(1, { answer: answerOf(9) })), true);
  expect(counted.towns).toBe(1);
  sharing.hear(told(planOf(2, { answer: answerOf(8), minutes: 10 })), true);
  expect(counted.towns).toBe(1);
  expect(townChanged(planOf(1), planOf(1, { saved_version: 1 }))).toBe(false);
});

it("taking over what is the same keeps what can be undone, and names of the page's own", () => {
  const edit = { edit: "add_station", lon: 118.5, lat: 35, name: "老粮库" } as const;
  const plan = withEdits(FIRST_PLAN, [edit]);
  expect(adopted(plan, { ...plan, edits: [{ edit: "add_station", lon: 118.5, lat: 35 }] })).toBe(plan);
  expect(adopted({ ...plan, station: "+0" }, { ...plan, edits: [] }).station).toBe("");
});

it("a change is news from the second version that a page hears of", () => {
  let now = 5;
  const times = createChangeTimes(() => now);
  expect([times.note([planOf(3)]), times.at(planOf(3))]).toEqual([false, null]);
  now = 9;
  expect([times.note([planOf(4)]), times.at(planOf(4)), times.note([planOf(4)])]).toEqual([true, 9, false]);
});

const planB = (version: number, more: Partial<SharedPlan> = {}): SharedPlan => planOf(version, { id: "p2", name: "河西", ...more });

it("a change that the server was not reached with is sent when the stream is whole again", async () => {
  const { store, sharing, asked, later } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  sharing.hear(told(planOf(1)), false);
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  asked[0]!.answer(new ApiError(0, "offline"));
  await soon();
  expect([sharing.note(), asked.length, later.length]).toEqual(["waiting", 1, 1]);
  // What is done meanwhile waits too, and the newest is sent.
  store.update((plan) => withEdits(plan, shiftedTo(118.6)));
  expect(asked.length).toBe(1);
  sharing.hear(told(planOf(1)), true);
  expect(asked.slice(1).map((a) => [a.version, a.content.edits])).toEqual([[1, shiftedTo(118.6)]]);
  asked[1]!.answer(planOf(2, { edits: shiftedTo(118.6) as SharedPlan["edits"] }));
  await soon();
  expect([sharing.note(), store.get().edits, later.length]).toEqual(["none", shiftedTo(118.6), 0]);
});

it.each([429, 503])("a server that has no time now (%i) is asked again by itself", async (status) => {
  const { store, sharing, asked, later } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  asked[0]!.answer(new ApiError(status, "busy"));
  await soon();
  expect(store.get().edits).toEqual(shiftedTo(118.5));
  later[0]!();
  expect(asked.length).toBe(2);
  asked[1]!.answer(new ApiError(status, "busy"));
  await soon();
  store.update(undone);
  later[0]!();
  await soon();
  expect([asked.length, sharing.note()]).toEqual([2, "none"]);
});

it("an answer of keeping a plan that the page has left changes nothing", async () => {
  const { store, sharing, saves } = bench();
  sharing.hear(told(planOf(1), planB(1, { minutes: 7 })), true);
  sharing.open("p1");
  const saved = sharing.save();
  sharing.open("p2");
  saves[0]!(planOf(1, { saved_version: 1 }));
  await saved;
  expect([sharing.shown()?.id, store.get().minutes]).toEqual(["p2", 7]);
});

it("a change of the next plan is sent once the request of the one before is answered", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1), planB(5)), true);
  sharing.open("p1");
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  sharing.open("p2");
  store.update((plan) => withEdits(plan, shiftedTo(118.7)));
  asked[0]!.answer(planOf(2, { edits: shiftedTo(118.5) as SharedPlan["edits"] }));
  await soon();
  expect(asked.slice(1).map((a) => [a.id, a.version, a.content.edits])).toEqual([["p2", 5, shiftedTo(118.7)]]);
});

it("a plan that a server started again has in an earlier version is that version", () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(3, { edits: shiftedTo(118.5) as SharedPlan["edits"] })), true);
  sharing.open("p1");
  sharing.hear(told(), false);
  sharing.hear(told(planOf(2, { minutes: 5 })), true);
  expect([store.get().edits, store.get().minutes, sharing.shown()?.version, asked.length]).toEqual([[], 5, 2, 0]);
  // Changed up to the number that this page had already heard of.
  sharing.hear(told(planOf(2, { minutes: 10 })), true);
  expect(store.get().minutes).toBe(10);
});

it("a change made while the server started again goes on from the version that it has now", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(3)), true);
  sharing.open("p1");
  sharing.hear(told(), false);
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  asked[0]!.answer(new ApiError(0, "offline"));
  await soon();
  sharing.hear(told(planOf(2)), true);
  expect(asked.slice(1).map((a) => [a.version, a.content.edits])).toEqual([[2, shiftedTo(118.5)]]);
});

it("who changed a plan while away is told that others did too", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  asked[0]!.answer(new ApiError(0, "offline"));
  await soon();
  sharing.hear(told(planOf(2, { edits: shiftedTo(118.9) as SharedPlan["edits"] })), true);
  expect([store.get().edits, sharing.note()]).toEqual([shiftedTo(118.9), "overtaken"]);
});

it("refusals are told apart: too many kept, no streets, a station that is not there, a plan that is gone", async () => {
  const { store, sharing, asked, saves, say } = bench();
  sharing.hear(told(planOf(1)), true);
  sharing.open("p1");
  const saved = sharing.save();
  saves[0]!(new ApiError(409, "32 plans are kept; delete one of them first"));
  await saved;
  expect(sharing.note()).toBe("full");
  store.update((plan) => withEdits(plan, shiftedTo(118.5)));
  asked[0]!.answer(new ApiError(409, "no walk layer is loaded; import one with --layer walk"));
  await soon();
  expect([sharing.note(), store.get().edits]).toEqual(["no_streets", shiftedTo(118.5)]);
  store.update((plan) => withEdits(plan, shiftedTo(118.6)));
  asked[1]!.answer(new ApiError(404, "no such station"));
  await soon();
  expect([sharing.note(), sharing.shown()?.id]).toEqual(["unknown", "p1"]);
  say(new ApiError(404, "no plan p1"));
  store.update((plan) => withEdits(plan, shiftedTo(118.7)));
  asked[2]!.answer(new ApiError(404, "no plan p1"));
  await soon();
  expect([sharing.note(), sharing.shown()]).toEqual(["gone", null]);
});

it("what was the page's own before a plan was opened can be had back", () => {
  const { store, sharing } = bench();
  store.update((plan) => withEdits(plan, shiftedTo(118.4)));
  sharing.hear(told(planOf(1), planB(1, { edits: shiftedTo(118.8) as SharedPlan["edits"] })), true);
  sharing.open("p2");
  expect(undone(store.get()).edits).toEqual(shiftedTo(118.4));
  sharing.open("p1");
  expect(store.get().past).toEqual([]);
});

it("which stations count goes with the plan, and is only said where it is chosen", async () => {
  const { store, sharing, asked } = bench();
  sharing.hear(told(planOf(1, { at: "2026-11-28T12:00:00Z", kind: "养老" })), true);
  sharing.open("p1");
  expect([store.get().at, store.get().when, store.get().kind]).toEqual(["2026-11-28T12:00:00Z", "other", "养老"]);
  // The same moment in another zone is no change.
  store.update({ at: "2026-11-28T20:00:00+08:00" });
  expect(asked.length).toBe(0);
  store.update({ at: "", kind: "", when: "all" });
  expect(planBody(asked[0]!.content)).toEqual({ minutes: 15, profile: "standard", edits: [] });
  expect(planBody(asked[0]!.content, asked[0]!.before)).toEqual({ minutes: 15, profile: "standard", at: null, kind: null, edits: [] });
});
