// What this page knows. `apply` is pure: the next world from this one and one message.
import type { Cursor, Incident, Reach, Remove, ServerMessage, Snapshot, Worker } from "../protocol/live";
import { extend, type TrailPoint } from "./trail";

export interface World {
  readonly workers: ReadonlyMap<string, Worker>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly reaches: ReadonlyMap<string, Reach>;
  /** By worker; outlives a change of view, not the worker's going off duty. */
  readonly trails: ReadonlyMap<string, readonly TrailPoint[]>;
  readonly cursor: Cursor | null;
  /** A worker block was missed: only a new snapshot makes this world whole again. */
  readonly broken: boolean;
}

export const emptyWorld: World = {
  workers: new Map(),
  incidents: new Map(),
  reaches: new Map(),
  trails: new Map(),
  cursor: null,
  broken: false,
};

export function apply(world: World, message: ServerMessage): World {
  switch (message.type) {
    case "hello":
      // The cursor of the same log stays: it is what a resume asks for.
      if (world.cursor?.epoch === message.epoch) return world;
      return { ...world, cursor: { epoch: message.epoch, seq: 0, tick: 0 } };
    case "snapshot":
      return replace(world, message);
    case "changes":
      return {
        ...change(world, message.workers, message.incidents, message.reaches, message.removes),
        broken: world.broken || message.since > (world.cursor?.tick ?? 0),
        cursor: advance(world.cursor, message.seq, message.tick),
      };
    case "forget":
      return change(world, [], [], [], message.removes);
    case "resync":
      return world;
    case "ack":
    case "problem":
      return world;
  }
}

function replace(world: World, s: Snapshot): World {
  const trails = new Map(world.trails);
  for (const worker of s.workers) trails.set(worker.id, extend(trails.get(worker.id) ?? [], worker));
  return {
    workers: new Map(s.workers.map((w) => [w.id, w])),
    incidents: new Map(s.incidents.map((i) => [i.id, i])),
    reaches: new Map(s.reaches.map((r) => [r.id, r])),
    trails,
    cursor: { epoch: world.cursor?.epoch ?? "", seq: s.seq, tick: s.tick },
    broken: false,
  };
}

function advance(cursor: Cursor | null, seq?: number, tick?: number): Cursor | null {
  if (!cursor) return null;
  return { epoch: cursor.epoch, seq: Math.max(cursor.seq, seq ?? 0), tick: Math.max(cursor.tick, tick ?? 0) };
}

function change(
  world: World,
  workers: readonly Worker[],
  incidents: readonly Incident[],
  reaches: readonly Reach[],
  removes: readonly Remove[],
): World {
  const gone = (layer: Remove["layer"]) => removes.filter((r) => r.layer === layer).map((r) => r.id);
  const goneWorkers = gone("worker");
  const news = incidents.filter((i) => (world.incidents.get(i.id)?.version ?? 0) <= i.version);
  return {
    ...world,
    workers: edited(world.workers, workers, goneWorkers),
    incidents: edited(world.incidents, news, gone("incident")),
    reaches: edited(world.reaches, reaches, gone("reach")),
    trails: editedTrails(world.trails, workers, goneWorkers),
  };
}

/** Removes first: a worker that changes its block is removed from one and upserted in another. */
function edited<T extends { readonly id: string }>(
  map: ReadonlyMap<string, T>,
  upserts: readonly T[],
  removes: readonly string[],
): ReadonlyMap<string, T> {
  if (upserts.length === 0 && removes.length === 0) return map;
  const next = new Map(map);
  for (const id of removes) next.delete(id);
  for (const item of upserts) next.set(item.id, item);
  return next;
}

function editedTrails(
  trails: World["trails"],
  workers: readonly Worker[],
  removes: readonly string[],
): World["trails"] {
  if (workers.length === 0 && removes.length === 0) return trails;
  const next = new Map(trails);
  const moved = new Set(workers.map((w) => w.id));
  for (const id of removes) if (!moved.has(id)) next.delete(id);
  for (const worker of workers) next.set(worker.id, extend(next.get(worker.id) ?? [], worker));
  return next;
}
