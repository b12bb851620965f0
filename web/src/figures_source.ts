// The figures of the day: asked for when facts have changed, not more than once in ten seconds.
import { ApiError, type Api } from "./api";
import type { Figures } from "./protocol/figures";
import { dayOf } from "./state/day";

export interface FigureSource {
  /** What is known of today; asks the server when `facts` are others than before. `null`: nothing, or this user may not. */
  get(facts: unknown, now_ms: number): Figures | null;
}

const PACE_MS = 10_000;
/** Deadlines pass and phones bring yesterday's steps: looked at again without news too. */
const FRESH_MS = 60_000;

/** `steady` in milliseconds. */
export function createFigureSource(api: Pick<Api, "figures">, steady: () => number, changed: () => void): FigureSource {
  let figures: Figures | null = null;
  let seen: unknown = null;
  let day = NaN;
  let asked = -Infinity;
  let waiting = false;
  let allowed = true;

  function ask(from_ms: number, to_ms: number): void {
    asked = steady();
    waiting = true;
    api.figures(from_ms, to_ms).then(
      (answer) => { if (from_ms === day) figures = answer; },
      // An old figure is better than none; a server without them, or a user who may not, is not asked again.
      (error: unknown) => { allowed = !(error instanceof ApiError && (error.status === 403 || error.status === 404)); },
    ).then(() => { waiting = false; changed(); });
  }
  return {
    get(facts, now_ms) {
      const [from_ms, to_ms] = dayOf(now_ms);
      if (from_ms !== day) {
        figures = null;
        day = from_ms;
        asked = -Infinity;
      }
      const age = steady() - asked;
      if (allowed && !waiting && (age >= FRESH_MS || (age >= PACE_MS && facts !== seen))) {
        seen = facts;
        ask(from_ms, to_ms);
      }
      return figures;
    },
  };
}
