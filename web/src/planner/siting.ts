// One run of siting at a time: candidates, the job on the server, its progress, its result.
import type { Candidate, SitingJob } from "../protocol/coverage";
import type { PlannerApi, SitingQuestion } from "./planner_api";

export interface SitingState {
  readonly candidates: readonly Candidate[];
  readonly faults: readonly string[];
  readonly job: SitingJob | null;
  /** Between the press of the button and the first answer. */
  readonly starting: boolean;
  readonly failed: unknown;
  readonly weight: SitingQuestion["weight"];
}

export interface Siting {
  get(): SitingState;
  update(change: Partial<SitingState>): void;
  run(question: Omit<SitingQuestion, "candidates">): Promise<void>;
  cancel(): Promise<void>;
}

const POLL_MS = 400;
const LATE_POLLS = 5;
const NONE: SitingState = { candidates: [], faults: [], job: null, starting: false, failed: null, weight: "households" };

export function createSiting(api: Pick<PlannerApi, "beginSiting" | "siting" | "cancelSiting">, after: (ms: number) => Promise<void>, onChange: () => void): Siting {
  let state = NONE;
  let cancelled = false;
  const update = (change: Partial<SitingState>): void => {
    state = { ...state, ...change };
    onChange();
  };
  return {
    get: () => state,
    update,
    async run(question) {
      if (state.starting || state.job?.state === "running") return;
      cancelled = false;
      update({ starting: true, job: null, failed: null, weight: question.weight });
      try {
        let job = await api.beginSiting({ ...question, candidates: state.candidates });
        update({ starting: false, job });
        if (cancelled) await this.cancel();
        // One that is cancelled says so at once, and a moment later what it had by then.
        for (let late = 0; job.state === "running" || (job.state === "cancelled" && !job.result && late < LATE_POLLS);) {
          await after(POLL_MS);
          job = await api.siting(job.id);
          if (job.state === "cancelled") late += 1;
          if (job.state !== "running" || !cancelled) update({ job });
        }
      } catch (failed) {
        update({ starting: false, job: null, failed });
      }
    },
    async cancel() {
      cancelled = true;
      const { job } = state;
      if (job?.state !== "running") return;
      try {
        update({ job: await api.cancelSiting(job.id) });
      } catch (failed) {
        update({ failed });
      }
    },
  };
}
