// What this page knows. `applyAll` is pure: the next world from this one and what came since.
import type { Count, Cursor, Incident, Reach, ServerMessage, Worker } from "../protocol/live";
import type { CellRange } from "./cells";
import { Draft } from "./draft";
import type { TrailPoint } from "./trail";

export interface World {
  /** Of the view's cells. */
  readonly workers: ReadonlyMap<string, Worker>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly reaches: ReadonlyMap<string, Reach>;
  /** By area, where the view is too wide for single marks. */
  readonly counts: ReadonlyMap<string, Count>;
  /** By worker; outlives a change of view, not the worker's going off duty. */
  readonly trails: ReadonlyMap<string, readonly TrailPoint[]>;
  readonly cursor: Cursor | null;
  /** A worker block was missed: only a new snapshot makes this world whole again. */
  readonly broken: boolean;
  /** Workers elsewhere are not held, whatever still arrives of an older view; null: all. */
  readonly cells: CellRange | null;
}

export const emptyWorld: World = {
  workers: new Map(),
  incidents: new Map(),
  reaches: new Map(),
  counts: new Map(),
  trails: new Map(),
  cursor: null,
  broken: false,
  cells: null,
};

/** The page looks at other cells from here on. */
export interface Look {
  readonly type: "look";
  readonly cells: CellRange;
}

export type WorldEvent = ServerMessage | Look;

/** In order; maps that nothing touched stay the same object. */
export function applyAll(world: World, events: readonly WorldEvent[]): World {
  if (events.length === 0) return world;
  const draft = new Draft(world);
  for (const event of events) draft.take(event);
  return draft.world();
}

export function apply(world: World, event: WorldEvent): World {
  return applyAll(world, [event]);
}
