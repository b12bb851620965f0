// Where the planner's page hears of open plans: the same stream as the command map, with one layer.
import { openLive } from "../desk_live";
import { createLiveWorld, type LiveWorld } from "../feed/live_world";
import type { Bbox } from "../protocol/live";
import type { SharedPlan } from "../protocol/plans";
import type { Clock } from "../state/clock";
import { EDITING_MS } from "./shared_part";

export interface PlansLive {
  /** Applies what has come; at most once a frame. */
  advance(): void;
  plans(): ReadonlyMap<string, SharedPlan>;
  connected(): boolean;
  whole(): boolean;
  /** On a steady clock: when the plan came to its version while this page was looking; null: before. */
  changedAt(plan: SharedPlan): number | null;
  now(): number;
  /** Another one whenever a fact of the town has come to the log. */
  facts(): string;
}

/** Notes when each plan came to another version. */
export function createChangeTimes(now: () => number): { note(plans: Iterable<SharedPlan>): boolean; at(plan: SharedPlan): number | null } {
  const seen = new Map<string, { readonly version: number; readonly at: number | null }>();
  return {
    note(plans) {
      let news = false;
      for (const { id, version } of plans) {
        const before = seen.get(id);
        if (before?.version === version) continue;
        seen.set(id, { version, at: before ? now() : null });
        news ||= before !== undefined;
      }
      return news;
    },
    at: (plan) => seen.get(plan.id)?.at ?? null,
  };
}

/** Plans lie nowhere: the box is only what the stream asks for. */
const SOMEWHERE: Bbox = [118, 34, 119, 36];
const ANY_ZOOM = 14;

export interface PlansLiveOptions {
  readonly bbox: Bbox | null;
  /** Hears of the server's time. */
  readonly clock: Clock;
  readonly repaint: () => void;
  /** Whether the session is lost: a browser does not tell why a connection was refused. */
  readonly askSession: () => void;
  /** The server is there again. */
  readonly onBack: () => void;
}

export function createPlansLive({ bbox, clock, repaint, askSession, onBack }: PlansLiveOptions): PlansLive {
  const steady = (): number => performance.now();
  const times = createChangeTimes(steady);
  const live: LiveWorld = createLiveWorld({
    format: "binary", asks: { layers: ["plan"], everywhere: ["plan"] }, open: () => openLive("binary"), random: Math.random, steady,
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    clock, onNews: repaint,
    onLost(attempt) {
      if (attempt > 0) askSession();
      repaint();
    },
    onBack() {
      onBack();
      repaint();
    },
    onRefused: repaint, onBadMessage: repaint,
  });
  live.show(bbox ?? SOMEWHERE, ANY_ZOOM);
  addEventListener("online", () => live.hurry());
  return {
    advance() {
      live.advance();
      // Once it is no longer said that somebody is changing it.
      if (times.note(live.world().plans.values())) setTimeout(repaint, EDITING_MS + 100);
    },
    plans: () => live.world().plans,
    connected: () => live.connected(),
    whole: () => live.whole(),
    changedAt: times.at,
    now: steady,
    facts() {
      const { cursor } = live.world();
      return cursor ? `${cursor.epoch} ${cursor.seq}` : "";
    },
  };
}
