// The next world while messages go into it: each map is copied once, when it is first written to.
import type { Changes, Remove, ServerMessage, Snapshot, Worker, WorkerUpsert } from "../protocol/live";
import { follow } from "./cursor";
import { extend, TRAIL_AGE_MS, trailLength, type TrailPoint } from "./trail";
import type { World } from "./world";

class MapDraft<T> {
  private own: Map<string, T> | null = null;
  constructor(private base: ReadonlyMap<string, T>) {}
  get now(): ReadonlyMap<string, T> { return this.own ?? this.base; }
  set(id: string, value: T): void { this.writable().set(id, value); }
  remove(id: string): void { if (this.now.has(id)) this.writable().delete(id); }
  /** Empty maps stay the same object. */
  clear(): void { if (this.now.size > 0) this.own = new Map(); }
  private writable(): Map<string, T> { return (this.own ??= new Map(this.base)); }
}

export class Draft {
  private readonly workers;
  private readonly incidents;
  private readonly reaches;
  private readonly counts;
  private readonly plans;
  private readonly trails;
  private cursor;
  private broken;

  constructor(world: World) {
    this.workers = new MapDraft(world.workers);
    this.incidents = new MapDraft(world.incidents);
    this.reaches = new MapDraft(world.reaches);
    this.counts = new MapDraft(world.counts);
    this.plans = new MapDraft(world.plans);
    this.trails = new MapDraft(world.trails);
    this.cursor = world.cursor;
    this.broken = world.broken;
  }

  world(): World {
    return {
      workers: this.workers.now, incidents: this.incidents.now, reaches: this.reaches.now, counts: this.counts.now,
      plans: this.plans.now,
      trails: this.trails.now, cursor: this.cursor, broken: this.broken,
    };
  }

  take(message: ServerMessage): void {
    switch (message.type) {
      case "snapshot": this.replace(message); break;
      case "changes": this.change(message); break;
      case "forget": for (const remove of message.removes) this.remove(remove); break;
      case "hello": this.plans.clear(); break;
      case "resync": case "ack": case "problem": break;
    }
    this.cursor = follow(this.cursor, message);
  }

  private replace(s: Snapshot): void {
    for (const map of [this.workers, this.incidents, this.reaches, this.counts, this.plans]) map.clear();
    for (const incident of s.incidents) this.incidents.set(incident.id, incident);
    this.upsert(s);
    this.dropOldTrails(s.workers);
    this.broken = false;
  }

  /** Removes first: a worker that changes its block is removed from one and upserted in another. */
  private change(c: Changes): void {
    this.broken ||= c.since > (this.cursor?.tick ?? 0);
    const moved = new Set(c.workers.map((worker) => worker.id));
    for (const remove of c.removes) {
      if (remove.layer === "worker" && moved.has(remove.id)) this.workers.remove(remove.id);
      else this.remove(remove);
    }
    for (const incident of c.incidents) {
      if ((this.incidents.now.get(incident.id)?.version ?? 0) <= incident.version) this.incidents.set(incident.id, incident);
    }
    this.upsert(c);
  }

  private upsert({ workers, reaches, counts, plans }: Pick<Changes, "workers" | "reaches" | "counts" | "plans">): void {
    for (const plan of plans ?? []) this.plans.set(plan.id, plan);
    for (const reach of reaches) this.reaches.set(reach.id, reach);
    for (const count of counts) this.counts.set(count.id, count);
    const most = trailLength(this.workers.now.size + workers.length);
    for (const upsert of workers) {
      const worker = this.whole(upsert);
      this.workers.set(worker.id, worker);
      const trail = this.trails.now.get(worker.id) ?? NO_TRAIL;
      const longer = extend(trail, worker, most);
      if (longer !== trail) this.trails.set(worker.id, longer);
    }
  }

  /** With the areas that are held where none are said. Whose are not held was in a block that was missed. */
  private whole(upsert: WorkerUpsert): Worker {
    if (upsert.areas) return upsert as Worker;
    const held = this.workers.now.get(upsert.id);
    this.broken ||= !held;
    return { ...upsert, areas: held?.areas ?? {} };
  }

  private remove({ layer, id }: Remove): void {
    switch (layer) {
      case "worker":
        this.workers.remove(id);
        return this.trails.remove(id);
      case "incident": return this.incidents.remove(id);
      case "reach": return this.reaches.remove(id);
      case "count": return this.counts.remove(id);
      case "plan": return this.plans.remove(id);
      case "alert": return;
    }
  }

  /** Of workers seen in another view, too long ago to be continued. */
  private dropOldTrails(workers: readonly Worker[]): void {
    const newest = workers.reduce((most, w) => Math.max(most, w.time_ms), 0);
    for (const [id, trail] of this.trails.now) {
      const last = trail[trail.length - 1];
      if (!this.workers.now.has(id) && last && last.time_ms < newest - TRAIL_AGE_MS) this.trails.remove(id);
    }
  }
}

const NO_TRAIL: readonly TrailPoint[] = [];
