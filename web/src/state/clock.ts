// The corrected clock and what follows from it: staleness, ages, the words of the live dot.

/** A position older than this is stale, in the list and on the map alike. */
export const STALE_MS = 5 * 60_000;

export function isStale(time_ms: number, now_ms: number): boolean {
  return now_ms - time_ms > STALE_MS;
}

export interface Clock {
  /** Server time, as well as this page knows it. */
  now(): number;
  /** The server said `server_ms` just now. */
  hear(server_ms: number): void;
}

/** `local` is the page's own clock in Unix milliseconds. */
export function createClock(local: () => number): Clock {
  let skew: number | null = null;
  return {
    now: () => local() + (skew ?? 0),
    hear(server_ms) {
      // The message was under way for a while: the largest skew is the least delayed one.
      const seen = server_ms - local();
      skew = skew === null || seen > skew || Math.abs(seen - skew) > 60_000 ? seen : skew;
    },
  };
}

export type LiveState = "connecting" | "live" | "slow" | "lost";

/** Milliseconds since the last message; an idle server sends one at least every 5 s. */
export const SLOW_MS = 6_000;
export const LOST_MS = 15_000;
export const BAND_MS = 60_000;

export function liveState(last_message_ms: number | null, now_ms: number): LiveState {
  if (last_message_ms === null) return "connecting";
  const silence = now_ms - last_message_ms;
  if (silence > LOST_MS) return "lost";
  return silence > SLOW_MS ? "slow" : "live";
}
