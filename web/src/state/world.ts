// What this page knows. `applyAll` is pure: the next world from this one and what came since.
import type { Count, Cursor, Incident, Reach, ServerMessage, Worker } from "../protocol/live";
import { Draft } from "./draft";
import type { SharedPlan } from "../protocol/plans";
import type { TrailPoint } from "./trail";

export interface World {
  readonly workers: ReadonlyMap<string, Worker>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly reaches: ReadonlyMap<string, Reach>;
  /** By area, where the view is too wide for single marks. */
  readonly counts: ReadonlyMap<string, Count>;
  /** Those that are open. No line of the log holds them: with each connection they come anew. */
  readonly plans: ReadonlyMap<string, SharedPlan>;
  /** By worker; outlives a snapshot, not the worker's leaving duty, view or rights. */
  readonly trails: ReadonlyMap<string, readonly TrailPoint[]>;
  readonly cursor: Cursor | null;
  /** A worker block was missed: only a new snapshot makes this world whole again. */
  readonly broken: boolean;
}

export const emptyWorld: World = {
  workers: new Map(),
  incidents: new Map(),
  reaches: new Map(),
  counts: new Map(),
  plans: new Map(),
  trails: new Map(),
  cursor: null,
  broken: false,
};

/** In order; maps that nothing touched stay the same object. */
export function applyAll(world: World, messages: readonly ServerMessage[]): World {
  if (messages.length === 0) return world;
  const draft = new Draft(world);
  for (const message of messages) draft.take(message);
  return draft.world();
}

export function apply(world: World, message: ServerMessage): World {
  return applyAll(world, [message]);
}
