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

export const LIVE_STATES = ["connecting", "live", "delayed", "reconnecting", "offline"] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** Milliseconds since the last message; an idle server sends one at least every 5 s. */
export const DELAYED_MS = 6_000;
export const LOST_MS = 15_000;
/** From here on nobody should believe the picture: the band says so too. */
export const OFFLINE_MS = 60_000;

export interface Signs {
  /** Steady clock of the last message; null before the first picture. */
  readonly last_ms: number | null;
  readonly now_ms: number;
  readonly connected: boolean;
  /** What the device says of its network; a server on the same device needs none. */
  readonly online: boolean;
}

export function liveState({ last_ms, now_ms, connected, online }: Signs): LiveState {
  if (!connected && !online) return "offline";
  if (last_ms === null) return "connecting";
  const silence = now_ms - last_ms;
  if (silence > OFFLINE_MS) return "offline";
  if (!connected || silence > LOST_MS) return "reconnecting";
  return silence > DELAYED_MS ? "delayed" : "live";
}
