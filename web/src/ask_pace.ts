// When the server is asked the same thing again: after facts have changed, but not more than once in ten seconds; once a minute without news.
import { ApiError } from "./api";

export interface AskPace {
  /** Asks if it is time; `facts` are compared by identity. */
  look(facts: unknown, ask: () => Promise<void>): void;
  /** The next look asks, whatever was known. */
  forget(): void;
}

export const PACE_MS = 10_000;
/** Deadlines pass and phones bring yesterday's steps: looked at again without news too. */
export const FRESH_MS = 60_000;

/** `steady` in milliseconds; `changed` is called after each answer. */
export function createAskPace(steady: () => number, changed: () => void): AskPace {
  let seen: unknown = null;
  let asked = -Infinity;
  let waiting = false;
  let allowed = true;
  return {
    look(facts, ask) {
      const age = steady() - asked;
      if (!allowed || waiting || age < PACE_MS || (age < FRESH_MS && facts === seen)) return;
      seen = facts;
      asked = steady();
      waiting = true;
      // An old answer is better than none; a server without it, or a user who may not, is not asked again.
      ask().catch((error: unknown) => { allowed = !(error instanceof ApiError && (error.status === 403 || error.status === 404)); })
        .then(() => { waiting = false; changed(); });
    },
    forget() { asked = -Infinity; },
  };
}
