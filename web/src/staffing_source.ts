// The staffing tables by level: asked for when shown, again after a minute, kept meanwhile.
import { ApiError, type Api } from "./api";
import type { StaffingLevel, StaffingTable } from "./protocol/staffing";

export type StaffingAnswer =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly table: StaffingTable }
  /** `absent`: this server has no such route; `forbidden`: this user may not see it. */
  | { readonly state: "absent" | "forbidden" }
  | { readonly state: "failed"; readonly error: unknown };

export interface StaffingSource {
  /** What is known now; asks the server when that is nothing or old. */
  get(level: StaffingLevel): StaffingAnswer;
}

const FRESH_MS = 60_000;
const LOADING: StaffingAnswer = { state: "loading" };

function refusal(error: unknown): StaffingAnswer {
  if (error instanceof ApiError && error.status === 404) return { state: "absent" };
  if (error instanceof ApiError && error.status === 403) return { state: "forbidden" };
  return { state: "failed", error };
}

/** `now` in milliseconds of any steady clock. */
export function createStaffingSource(api: Pick<Api, "staffing">, now: () => number, changed: () => void): StaffingSource {
  const answers = new Map<StaffingLevel, StaffingAnswer>();
  const asked = new Map<StaffingLevel, number>();

  function ask(level: StaffingLevel): void {
    asked.set(level, now());
    api.staffing(level).then(
      (table) => answers.set(level, { state: "ready", table }),
      // An old table is better than none; its time is shown.
      (error: unknown) => { if (answers.get(level)?.state !== "ready") answers.set(level, refusal(error)); },
    ).then(changed, changed);
  }
  return {
    get(level) {
      if (now() - (asked.get(level) ?? -Infinity) >= FRESH_MS) ask(level);
      return answers.get(level) ?? LOADING;
    },
  };
}
