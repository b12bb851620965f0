// The feed and the world it fills.
import type { Clock } from "../state/clock";
import { difference } from "../state/catch_up";
import { apply, emptyWorld, type World } from "../state/world";
import { Feed, type Socket } from "./feed";

export interface LiveWorld {
  readonly feed: Feed;
  world(): World;
  /** Page clock of the last message; null before the first snapshot. */
  lastMessage(): number | null;
}

export interface LiveWorldOptions {
  readonly open: () => Socket;
  readonly clock: Clock;
  /** A steady clock in milliseconds. */
  readonly steady: () => number;
  readonly onChange: () => void;
  readonly onLost: (attempt: number) => void;
  /** The gap is closed; `changed` facts came in, after `away_ms` without connection. */
  readonly onBack: (changed: number, away_ms: number) => void;
  readonly onRefused: (detail: string) => void;
  readonly onBadMessage: () => void;
}

/** A broken chain of blocks asks for a snapshot at most this often. */
const REPAIR_MS = 60_000;

export function createLiveWorld(options: LiveWorldOptions): LiveWorld {
  let world = emptyWorld;
  let last: number | null = null;
  let whole = false;
  let lost: { before: World; at: number } | null = null;
  let repaired = -REPAIR_MS;

  function repair(): void {
    if (!world.broken || options.steady() - repaired < REPAIR_MS) return;
    repaired = options.steady();
    feed.refresh();
  }

  function cameBack(): void {
    if (!lost) return;
    options.onBack(difference(lost.before, world), options.steady() - lost.at);
    lost = null;
  }

  const feed = new Feed({
    open: options.open,
    random: Math.random,
    after: (ms, work) => {
      const id = setTimeout(work, ms);
      return () => clearTimeout(id);
    },
    cursor: () => (whole ? world.cursor : null),
    onMessage(message) {
      last = options.steady();
      if (message.type === "hello") options.clock.hear(message.time_ms);
      if (message.type === "problem") options.onRefused(message.detail || message.title);
      world = apply(world, message);
      if (message.type === "snapshot") whole = true;
      const gapClosed = message.type === "snapshot" || (message.type === "changes" && message.seq !== undefined && message.tick !== undefined);
      if (gapClosed && whole) cameBack();
      repair();
      options.onChange();
    },
    onLost(attempt) {
      if (!lost && whole) lost = { before: world, at: last ?? options.steady() };
      options.onLost(attempt);
    },
    onBadMessage: options.onBadMessage,
  });
  return { feed, world: () => world, lastMessage: () => (whole ? last : null) };
}
