// The feed and the world it fills: messages are decoded as they come, and applied together when a frame asks.
import type { Bbox, ServerMessage } from "../protocol/live";
import { difference } from "../state/catch_up";
import type { Clock } from "../state/clock";
import { closesGap } from "../state/cursor";
import { applyAll, emptyWorld, type World } from "../state/world";
import { Feed, type Asks, type FeedOptions, type Format, type Socket } from "./feed";
import { viewOf } from "./view";

export interface LiveWorld {
  /** What the map shows now; asks the server only when that is another view. */
  show(bbox: Bbox, zoom: number): void;
  /** Try to connect at once. */
  hurry(): void;
  /** Applies what has come since the last frame, in one go. */
  advance(): void;
  world(): World;
  connected(): boolean;
  /** Nothing of the view is missing, as far as was heard on this connection. */
  whole(): boolean;
  /** Page clock of the last message; null before the first snapshot. */
  lastMessage(): number | null;
  readonly counters: { readonly messages: number; readonly applications: number };
}

export interface LiveWorldOptions {
  readonly format: Format;
  readonly asks?: Asks;
  readonly open: () => Socket;
  readonly random: () => number;
  readonly after: FeedOptions["after"];
  readonly clock: Clock;
  /** A steady clock in milliseconds. */
  readonly steady: () => number;
  /** Something came: `advance` is due in the next frame. */
  readonly onNews: () => void;
  readonly onLost: (attempt: number) => void;
  /** The gap is closed; `changed` facts came in, after `away_ms` without connection. */
  readonly onBack: (changed: number, away_ms: number) => void;
  readonly onRefused: (detail: string) => void;
  readonly onBadMessage: () => void;
}

/** A broken chain of blocks asks for a snapshot at most this often. */
const REPAIR_MS = 60_000;
/** A page in the background has no frames: what waits is bounded all the same. */
export const MOST_WAITING = 500;

export function createLiveWorld(options: LiveWorldOptions): LiveWorld {
  let world = emptyWorld;
  let waiting: ServerMessage[] = [];
  let last: number | null = null;
  let whole = false;
  let gap_closed = false;
  let lost: { before: World; at: number } | null = null;
  let repaired = -REPAIR_MS;
  const counters = { messages: 0, applications: 0 };

  function repair(): void {
    if (!world.broken || options.steady() - repaired < REPAIR_MS) return;
    repaired = options.steady();
    feed.refresh();
  }

  function cameBack(): void {
    if (!lost || !gap_closed) return;
    options.onBack(difference(lost.before, world), options.steady() - lost.at);
    lost = null;
  }

  function advance(): void {
    if (waiting.length === 0) return;
    const messages = waiting;
    waiting = [];
    counters.applications += 1;
    world = applyAll(world, messages);
    cameBack();
    repair();
  }

  function hear(message: ServerMessage): void {
    counters.messages += 1;
    last = options.steady();
    if (message.type === "hello") options.clock.hear(message.time_ms);
    if (message.type === "problem") options.onRefused(message.detail || message.title);
    if (message.type === "snapshot") whole = true;
    gap_closed ||= message.type === "snapshot" || (whole && closesGap(message));
    waiting.push(message);
    if (waiting.length >= MOST_WAITING) advance();
    options.onNews();
  }

  const feed = new Feed({
    format: options.format,
    asks: options.asks,
    open: options.open,
    random: options.random,
    after: options.after,
    onMessage: hear,
    onLost(attempt) {
      advance();
      gap_closed = false;
      if (!lost && whole) lost = { before: world, at: last ?? options.steady() };
      options.onLost(attempt);
    },
    onBadMessage: options.onBadMessage,
  });
  return {
    show: (bbox, zoom) => feed.show(viewOf(bbox, zoom)),
    hurry: () => feed.hurry(),
    advance,
    world: () => world,
    connected: () => feed.connected,
    whole: () => gap_closed,
    lastMessage: () => (whole ? last : null),
    counters,
  };
}
