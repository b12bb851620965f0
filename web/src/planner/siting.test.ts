import { expect, it } from "vitest";
import type { SitingJob } from "../protocol/coverage";
import { createSiting } from "./siting";

const counts = { buildings: 1, households: 2, older: null };
const result = { picks: [], off_street: [], before: counts, after: counts, total: counts, assigned: null, gap: 0.1, exact_error: "", capacity_ignored: false };
const job = (id: string, state: SitingJob["state"], some: SitingJob["result"] = null): SitingJob => ({ id, state, done: 0.4, result: some, problem: null });
const question = { picks: 1, minutes: 15, profile: "standard", weight: "households", has_stations: true, exact_s: 0, at: "", kind: "" } as const;
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

it("a run that is cancelled keeps what the server had, which comes a moment later", async () => {
  const told = [job("s1", "running"), job("s1", "cancelled"), job("s1", "cancelled", result)];
  const api = { beginSiting: async () => job("s1", "running"), siting: async () => told.shift()!, cancelSiting: async () => job("s1", "cancelled") };
  const seen: string[] = [];
  const siting = createSiting(api, async () => { if (told.length === 2) await siting.cancel(); }, () => seen.push(siting.get().job?.state ?? "none"));
  await siting.run(question);
  expect([siting.get().job, siting.get().failed, told.length]).toEqual([job("s1", "cancelled", result), null, 0]);
  expect(seen.indexOf("running", seen.indexOf("cancelled"))).toBe(-1);
});

/** A server that answers when the test says so. */
function bench() {
  const begun: ((job: SitingJob) => void)[] = [];
  const polls: ((job: SitingJob) => void)[] = [];
  const cancelled: string[] = [];
  const api = {
    beginSiting: () => new Promise<SitingJob>((give) => { begun.push(give); }),
    siting: () => new Promise<SitingJob>((give) => { polls.push(give); }),
    cancelSiting: async (id: string) => { cancelled.push(id); return job(id, "cancelled"); },
  };
  return { begun, polls, cancelled, siting: createSiting(api, async () => {}, () => {}) };
}

it("other candidates during a run call it off, and its late answer is dropped", async () => {
  const { begun, polls, cancelled, siting } = bench();
  siting.offer([{ code: "A", name: "甲", lon: 1, lat: 2 }], []);
  void siting.run(question);
  begun[0]!(job("s1", "running"));
  await soon();
  siting.offer([{ code: "B", name: "乙", lon: 1, lat: 2 }], []);
  await soon();
  expect(cancelled).toEqual(["s1"]);
  polls[0]!(job("s1", "done", result));
  await soon();
  expect([siting.get().job, siting.get().candidates[0]?.code]).toEqual([null, "B"]);
});

it("other candidates before the first answer call the run off once it has a name, and the next one begins then", async () => {
  const { begun, cancelled, siting } = bench();
  void siting.run(question);
  siting.offer([], []);
  void siting.run(question);
  await soon();
  expect(begun.length).toBe(1);
  begun[0]!(job("s1", "running"));
  await soon();
  begun[1]!(job("s2", "running"));
  await soon();
  expect([cancelled, siting.get().job?.id]).toEqual([["s1"], "s2"]);
});
