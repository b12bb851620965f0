// How long to wait before connecting again: full jitter, so that a county of pages does not come at once.

const BASE_MS = 1_000;
const MOST_MS = 30_000;
const RESTART_MS = 5_000;

/** Close codes of a server that goes away or starts again: every page sees them in the same moment. */
const RESTART_CODES: ReadonlySet<number> = new Set([1001, 1012, 1013]);

/** `attempt` counts from 0; `random` answers [0, 1). Milliseconds. */
export function delay(attempt: number, close_code: number, random: () => number): number {
  const most = attempt === 0 && RESTART_CODES.has(close_code) ? RESTART_MS : Math.min(MOST_MS, BASE_MS * 2 ** attempt);
  return random() * most;
}
