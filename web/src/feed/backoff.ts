// How long to wait before connecting again: full jitter after the cap, so that a county of pages never comes at once.

const BASE_MS = 1_000;
const MOST_MS = 30_000;
/** A server that starts again loses every page in the same moment. */
const FIRST_MS = 5_000;

/** `attempt` counts from 0; `random` answers [0, 1). Milliseconds. */
export function delay(attempt: number, random: () => number): number {
  return random() * (attempt === 0 ? FIRST_MS : Math.min(MOST_MS, BASE_MS * 2 ** attempt));
}
