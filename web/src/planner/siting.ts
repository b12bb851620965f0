// One run of siting at a time: candidates, the job on the server, its progress, its result.
import type { Candidate, SitingJob } from "../protocol/coverage";
import type { PlannerApi, SitingQuestion } from "./planner_api";

export interface SitingState {
  readonly candidates: readonly Candidate[];
  /** What of the table was not taken, in the reader's words. */
  readonly faults: readonly string[];
  readonly job: SitingJob | null;
  /** Between the press of the button and the first answer. */
  readonly starting: boolean;
  readonly failed: unknown;
  readonly weight: SitingQuestion["weight"];
}

export interface Siting {
  get(): SitingState;
  /** Other candidates: a run of those before is called off, and nothing of it is shown. */
  offer(candidates: readonly Candidate[], faults: readonly string[]): void;
  run(question: Omit<SitingQuestion, "candidates">): Promise<void>;
  cancel(): Promise<void>;
}

const POLL_MS = 400;
const LATE_POLLS = 5;
const NONE: SitingState = { candidates: [], faults: [], job: null, starting: false, failed: null, weight: "households" };

export function createSiting(api: Pick<PlannerApi, "beginSiting" | "siting" | "cancelSiting">, after: (ms: number) => Promise<void>, onChange: () => void): Siting {
  let state = NONE;
  /** Of the newest run; what an earlier one answers is dropped. */
  let turn = 0;
  let cancelled = false;
  let beginning: Promise<SitingJob> | null = null;
  /** Until nothing of an earlier run goes on: the server takes one of each user at a time. */
  let ended: Promise<unknown> | null = null;
  const update = (change: Partial<SitingState>): void => {
    state = { ...state, ...change };
    onChange();
  };
  /** A run that nobody waits for any more, begun or just beginning. */
  function callOff(run: SitingJob | Promise<SitingJob>): void {
    ended = Promise.resolve(run).then((job) => api.cancelSiting(job.id)).catch(() => undefined);
  }

  /** One that is cancelled says so at once, and a moment later what it had by then. */
  async function follow(begun: SitingJob, mine: number): Promise<void> {
    let job = begun;
    for (let late = 0; job.state === "running" || (job.state === "cancelled" && !job.result && late < LATE_POLLS);) {
      await after(POLL_MS);
      if (turn !== mine) return;
      job = await api.siting(job.id);
      if (turn !== mine) return;
      if (job.state === "cancelled") late += 1;
      if (job.state !== "running" || !cancelled) update({ job });
    }
  }
  return {
    get: () => state,
    offer(candidates, faults) {
      turn += 1;
      if (beginning) callOff(beginning);
      else if (state.job?.state === "running") callOff(state.job);
      beginning = null;
      update({ candidates, faults, job: null, starting: false, failed: null });
    },
    async run(question) {
      if (state.starting || state.job?.state === "running") return;
      turn += 1;
      const mine = turn;
      cancelled = false;
      update({ starting: true, job: null, failed: null, weight: question.weight });
      try {
        if (ended) await ended;
        if (turn !== mine) return;
        beginning = api.beginSiting({ ...question, candidates: state.candidates });
        const job = await beginning;
        if (turn !== mine) return;
        beginning = null;
        update({ starting: false, job });
        if (cancelled) await this.cancel();
        await follow(job, mine);
      } catch (failed) {
        if (turn !== mine) return;
        beginning = null;
        update({ starting: false, job: null, failed });
      }
    },
    async cancel() {
      cancelled = true;
      const { job } = state;
      if (job?.state !== "running") return;
      const mine = turn;
      try {
        const told = await api.cancelSiting(job.id);
        if (turn === mine) update({ job: told });
      } catch (failed) {
        if (turn === mine) update({ failed });
      }
    },
  };
}
