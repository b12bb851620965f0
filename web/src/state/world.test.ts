import { describe, expect, it } from "vitest";
import type { Changes, Count, Incident, Snapshot, Worker } from "../protocol/live";
import type { SharedPlan } from "../protocol/plans";
import { TRAIL_AGE_MS } from "./trail";
import { apply, applyAll, emptyWorld, type World } from "./world";

const worker = (id: string, lon = 118, time_ms = 1000): Worker => ({ id, lon, lat: 35, accuracy_m: 5, time_ms, areas: {} });
const incident = (id: string, version = 1, stage = "received"): Incident => ({
  id, version, stage, severity: "routine", category: "", lon: 118, lat: 35, areas: {}, time_ms: 0, title: id,
});
const snapshot = (part: Partial<Snapshot> = {}): Snapshot => ({
  type: "snapshot", seq: 10, tick: 100, workers: [], incidents: [], reaches: [], counts: [], ...part,
});
const changes = (part: Partial<Changes> = {}): Changes => ({
  type: "changes", workers: [], incidents: [], reaches: [], counts: [], since: 0, removes: [], ...part,
});
const hello = (epoch: string) => ({ type: "hello", epoch, seq: 10, tick: 100, time_ms: 0, user: "", role: "" }) as const;
const start = (part: Partial<Snapshot> = {}): World => apply(apply(emptyWorld, hello("e1")), snapshot(part));

const plan = (id: string, version = 1): SharedPlan => ({
  id, version, name: "", owner: "", owner_name: "", role: "planner", editor: "", editor_name: "", saved_version: null, at: "", kind: "", minutes: 15, profile: "standard", edits: [], answer: null, problem: null,
});

describe("world", () => {
  it("holds the plans that it was told of on this connection", () => {
    let world = apply(start({ plans: [plan("p1"), plan("p2")] }), changes({ plans: [plan("p1", 2)], removes: [{ layer: "plan", id: "p2" }] }));
    expect([...world.plans.values()].map((p) => [p.id, p.version])).toEqual([["p1", 2]]);
    world = applyAll(world, [hello("e1"), changes({ plans: [plan("p3")] }), changes({ seq: 11, tick: 101 })]);
    expect([...world.plans.keys()]).toEqual(["p3"]);
  });

  it("is replaced by a snapshot", () => {
    const world = apply(start({ workers: [worker("a")], incidents: [incident("i")] }), snapshot({ workers: [worker("b")] }));
    expect([...world.workers.keys()]).toEqual(["b"]);
    expect(world.incidents.size).toBe(0);
  });

  it("takes incidents that come without any worker block", () => {
    const world = apply(start(), changes({ seq: 11, incidents: [incident("i")] }));
    expect(world.incidents.get("i")?.stage).toBe("received");
  });

  it("keeps the largest seq and the largest tick as its cursor", () => {
    let world = start();
    world = apply(world, changes({ seq: 12 }));
    world = apply(world, changes({ tick: 104 }));
    world = apply(world, changes({ seq: 11, tick: 103 }));
    expect(world.cursor).toEqual({ epoch: "e1", seq: 12, tick: 104 });
  });

  it("keeps its cursor over a new connection to the same log, not to another", () => {
    const world = start();
    expect(apply(world, hello("e1")).cursor).toEqual({ epoch: "e1", seq: 10, tick: 100 });
    expect(apply(world, hello("e2")).cursor).toEqual({ epoch: "e2", seq: 0, tick: 0 });
  });

  it("keeps a worker that leaves one block and enters another in the same flush", () => {
    const moved = changes({ workers: [worker("a", 118.001, 2000)], removes: [{ layer: "worker", id: "a" }] });
    const world = apply(start({ workers: [worker("a")] }), moved);
    expect(world.workers.get("a")?.lon).toBe(118.001);
    expect(world.trails.get("a")).toHaveLength(2);
  });

  it("keeps the areas that it holds where a worker comes without them, and asks anew where it holds none", () => {
    const grid = (code: string, lon = 118): Worker => ({ ...worker("a", lon), areas: { grid: code } });
    const { areas: _, ...onward } = worker("a", 118.002, 2000);
    let world = start({ workers: [grid("G1")] });
    world = apply(world, changes({ workers: [onward] }));
    expect(world.workers.get("a")).toEqual({ ...onward, areas: { grid: "G1" } });
    world = applyAll(world, [changes({ workers: [grid("G2")] }), changes({ workers: [onward] })]);
    expect(world.workers.get("a")).toEqual({ ...onward, areas: { grid: "G2" } });
    expect(world.broken).toBe(false);
    const lost = changes({ workers: [onward], removes: [{ layer: "worker", id: "a" }] });
    expect(apply(world, lost).broken).toBe(true);
    expect(apply(start(), changes({ workers: [onward] })).broken).toBe(true);
    expect(apply(apply(world, lost), snapshot({ workers: [grid("G1")] })).broken).toBe(false);
  });

  it("forgets worker and trail when a worker goes off duty or rights are lost", () => {
    const removes = [{ layer: "worker", id: "a" }] as const;
    for (const message of [changes({ removes }), { type: "forget", removes } as const]) {
      const world = apply(start({ workers: [worker("a")] }), message);
      expect(world.workers.has("a")).toBe(false);
      expect(world.trails.has("a")).toBe(false);
    }
  });

  it("keeps the trail seen so far over a change of view", () => {
    let world = start({ workers: [worker("a")] });
    world = apply(world, snapshot());
    world = apply(world, snapshot({ workers: [worker("a", 118.001, 9000)] }));
    expect(world.trails.get("a")).toHaveLength(2);
  });

  it("does not go back to an older version of an incident", () => {
    let world = start({ incidents: [incident("i", 3, "assigned")] });
    world = apply(world, changes({ incidents: [incident("i", 2, "classified")] }));
    expect(world.incidents.get("i")?.stage).toBe("assigned");
  });

  const count = (id: string, routine: number): Count => ({ id, level: "grid", lon: 118, lat: 35, workers: 1, routine, urgent: 0, critical: 0 });

  it("keeps an area's newest counts, also when all are zero, until the area leaves", () => {
    let world = start({ counts: [count("a", 3), count("b", 1)] });
    world = apply(world, changes({ counts: [count("a", 0)] }));
    expect([...world.counts.values()].map((c) => c.routine)).toEqual([0, 1]);
    world = apply(world, changes({ removes: [{ layer: "count", id: "a" }] }));
    world = apply(world, { type: "forget", removes: [{ layer: "count", id: "b" }] });
    expect(world.counts.size).toBe(0);
    expect(apply(start({ counts: [count("a", 3)] }), snapshot()).counts.size).toBe(0);
  });

  it("drops trails of workers that have not been in view for half an hour", () => {
    let world = start({ workers: [worker("a")] });
    world = apply(world, snapshot({ workers: [worker("b", 118, TRAIL_AGE_MS)] }));
    expect([...world.trails.keys()]).toEqual(["a", "b"]);
    world = apply(world, snapshot({ workers: [worker("b", 118, TRAIL_AGE_MS + 1001)] }));
    expect([...world.trails.keys()]).toEqual(["b"]);
  });

  it("stays the very same maps where nothing happened", () => {
    const world = start({ workers: [worker("a")], incidents: [incident("i")] });
    const next = applyAll(world, [changes({ seq: 11, tick: 101 }), changes({ workers: [worker("a", 118.001, 2000)] })]);
    expect(next.incidents).toBe(world.incidents);
    expect(next.workers).not.toBe(world.workers);
    expect(applyAll(world, [])).toBe(world);
  });

  it("leaves the world before untouched", () => {
    const before = start({ workers: [worker("a")] });
    apply(before, changes({ workers: [worker("b")], removes: [{ layer: "worker", id: "a" }] }));
    expect([...before.workers.keys()]).toEqual(["a"]);
  });

  it("knows that a worker block is missing, until the next snapshot", () => {
    let world = apply(start(), changes({ tick: 105, since: 100 }));
    world = apply(world, changes({ tick: 108, since: 105 }));
    expect(world.broken).toBe(false);
    world = apply(world, changes({ tick: 112, since: 109 }));
    expect(world.broken).toBe(true);
    expect(apply(world, changes({ tick: 113, since: 112 })).broken).toBe(true);
    expect(apply(world, snapshot()).broken).toBe(false);
  });
});
