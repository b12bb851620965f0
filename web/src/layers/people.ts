// Workers and their trails as differences: of ten thousand only those that moved or aged are drawn anew.
import type { Feature } from "geojson";
import type { Worker } from "../protocol/live";
import { isStale } from "../state/clock";
import { heading, segments, type TrailPoint } from "../state/trail";
import type { World } from "../state/world";
import { age } from "../words";
import { point } from "./features";
import type { Patch } from "./live_data";

const METRES_PER_PIXEL_Z0 = 78_271.517;

/** Words beside a stale mark; empty for a fresh one. */
function staleWords(worker: Worker, now_ms: number): string {
  return isStale(worker.time_ms, now_ms) ? age(worker.time_ms, now_ms) : "";
}

export function workerFeature(w: Worker, trail: readonly TrailPoint[], words: string): Feature {
  const turned = words === "" ? heading(trail) : null;
  return point(w.lon, w.lat, {
    id: w.id,
    accuracy_m: w.accuracy_m,
    r0: w.accuracy_m / (METRES_PER_PIXEL_Z0 * Math.cos((w.lat * Math.PI) / 180)),
    mark: words !== "" ? "stale" : turned === null ? "disc" : "drop",
    heading: turned ?? 0,
    words,
  });
}

/** Null for a trail without a line. */
export function trailFeature(id: string, trail: readonly TrailPoint[]): Feature | null {
  const lines = segments(trail);
  if (lines.length === 0) return null;
  const coordinates = lines.map((line) => line.map((p) => [p.lon, p.lat]));
  return { type: "Feature", geometry: { type: "MultiLineString", coordinates }, properties: { id } };
}

export interface People {
  /** What to draw anew since the last call. */
  workers(world: World, now_ms: number): Patch;
  /** Likewise; only workers that are there now leave a trail. */
  trails(world: World): Patch;
}

export function createPeople(): People {
  const marks = new Map<string, { worker: Worker; words: string }>();
  const lines = new Map<string, readonly TrailPoint[]>();
  return {
    workers(world, now_ms) {
      const put: Feature[] = [];
      for (const [id, worker] of world.workers) {
        const drawn = marks.get(id);
        const words = staleWords(worker, now_ms);
        if (drawn?.worker === worker && drawn.words === words) continue;
        marks.set(id, { worker, words });
        put.push(workerFeature(worker, world.trails.get(id) ?? [], words));
      }
      return { put, drop: leave(marks, world) };
    },
    trails(world) {
      const put: Feature[] = [];
      const drop: string[] = [];
      for (const id of world.workers.keys()) {
        const trail = world.trails.get(id);
        if (!trail || lines.get(id) === trail) continue;
        const feature = trailFeature(id, trail);
        if (feature) put.push(feature);
        else if (lines.has(id)) drop.push(id);
        lines.set(id, trail);
      }
      return { put, drop: [...drop, ...leave(lines, world)] };
    },
  };
}

/** Takes out and answers who is there no more. */
function leave(drawn: Map<string, unknown>, world: World): string[] {
  const gone = [...drawn.keys()].filter((id) => !world.workers.has(id));
  for (const id of gone) drawn.delete(id);
  return gone;
}
