import { describe, expect, it } from "vitest";
import type { Worker } from "../protocol/live";
import { STALE_MS } from "../state/clock";
import { applyAll, emptyWorld, type World } from "../state/world";
import { createPeople } from "./people";

const now = 10_000_000;
const worker = (id: string, time_ms = now, lat = 35): Worker => ({ id, lon: 118, lat, accuracy_m: 20, time_ms, areas: {} });
const changes = { type: "changes", incidents: [], reaches: [], counts: [], since: 0 } as const;
const moved = (world: World, workers: readonly Worker[], gone: readonly string[] = []): World =>
  applyAll(world, [{ ...changes, workers, removes: gone.map((id) => ({ layer: "worker", id })) }]);
const marks = (patch: { put: readonly { properties: unknown }[] }) =>
  patch.put.map((f) => { const p = f.properties as { id: string; mark: string }; return `${p.id} ${p.mark}`; });

describe("people", () => {
  it("a worker is a disc, hollow with its age when stale, a drop when the way is known", () => {
    const world = moved(moved(emptyWorld, [worker("c", now - 60_000, 34.999)]), [worker("a"), worker("b", now - STALE_MS - 1), worker("c")]);
    const patch = createPeople().workers(world, now);
    expect(marks(patch).sort()).toEqual(["a disc", "b stale", "c drop"]);
    expect(patch.put.map((f) => f.properties?.["words"]).sort()).toEqual(["", "", "5 分钟前"]);
  });

  it("only who moved is drawn anew, only who left is taken away", () => {
    const people = createPeople();
    let world = moved(emptyWorld, [worker("a"), worker("b"), worker("c")]);
    expect(people.workers(world, now).put).toHaveLength(3);
    world = moved(world, [worker("b", now + 1000, 35.001)], ["c"]);
    const patch = people.workers(world, now);
    expect(marks(patch)).toEqual(["b drop"]);
    expect(patch.drop).toEqual(["c"]);
    expect(people.workers(world, now)).toEqual({ put: [], drop: [] });
  });

  it("who ages is drawn anew without any message, and again each minute", () => {
    const people = createPeople();
    const world = moved(emptyWorld, [worker("a")]);
    people.workers(world, now);
    expect(people.workers(world, now + STALE_MS).put).toEqual([]);
    expect(marks(people.workers(world, now + STALE_MS + 1))).toEqual(["a stale"]);
    expect(people.workers(world, now + STALE_MS + 30_000).put).toEqual([]);
    expect(marks(people.workers(world, now + STALE_MS + 60_000))).toEqual(["a stale"]);
    expect(marks(people.workers(moved(world, [worker("a", now + STALE_MS + 61_000)]), now + STALE_MS + 61_000))).toEqual(["a disc"]);
  });

  it("a trail is drawn from its second point on, for as long as the worker is there", () => {
    const people = createPeople();
    let world = moved(emptyWorld, [worker("a")]);
    expect(people.trails(world)).toEqual({ put: [], drop: [] });
    world = moved(world, [worker("a", now + 10_000, 35.001)]);
    expect(people.trails(world).put.map((f) => f.properties?.["id"])).toEqual(["a"]);
    expect(people.trails(world).put).toEqual([]);
    expect(people.trails(moved(world, [], ["a"])).drop).toEqual(["a"]);
  });

  it("a trail that lost its line to a long silence is taken away", () => {
    const people = createPeople();
    let world = moved(moved(emptyWorld, [worker("a")]), [worker("a", now + 10_000, 35.001)]);
    people.trails(world);
    world = moved(world, [worker("a", now + 3_000_000, 35.002)]);
    expect(people.trails(world)).toEqual({ put: [], drop: ["a"] });
  });
});
