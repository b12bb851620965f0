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
        if (cancelled) job = await api.cancelSiting(job.id);
        while (job.state === "running") {
          await after(POLL_MS);
          job = await api.siting(job.id);
          // Cancelling has answered already, with the last word.
          if (cancelled && job.state === "running") return;
          if (state.job?.state !== "cancelled") update({ job });
        }
        if (cancelled) update({ job });
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
