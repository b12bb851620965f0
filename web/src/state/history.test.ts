// The world against a plain model of the contract, over long random histories. A failing seed is in the name.
import { expect, it } from "vitest";
import type { Count, Incident, LiveLayer, Reach, Remove, ServerMessage, Worker, WorkerUpsert } from "../protocol/live";
import { seeded } from "../testing/seeded";
import { applyAll, emptyWorld } from "./world";

/** What server/protocol/README.md says, as simply as it can be said. */
class Model {
  things: { layer: LiveLayer; id: string; value: unknown }[] = [];
  cursor: { epoch: string; seq: number; tick: number } | null = null;
  broken = false;

  private drop(layer: LiveLayer, id: string): void {
    this.things = this.things.filter((t) => t.layer !== layer || t.id !== id);
  }
  private put(layer: LiveLayer, value: { id: string }): void {
    this.drop(layer, value.id);
    this.things.push({ layer, id: value.id, value });
  }
  take(event: ServerMessage): void {
    if (event.type === "hello" && this.cursor?.epoch !== event.epoch) this.cursor = { epoch: event.epoch, seq: 0, tick: 0 };
    if (event.type === "forget") for (const r of event.removes) this.drop(r.layer, r.id);
    if (event.type === "snapshot") {
      this.things = [];
      this.broken = false;
      this.cursor = { epoch: this.cursor!.epoch, seq: event.seq, tick: event.tick };
    }
    if (event.type === "changes") {
      if (event.since > this.cursor!.tick) this.broken = true;
      for (const r of event.removes) this.drop(r.layer, r.id);
      const { epoch, seq, tick } = this.cursor!;
      this.cursor = { epoch, seq: Math.max(seq, event.seq ?? 0), tick: Math.max(tick, event.tick ?? 0) };
    }
    if (event.type === "snapshot" || event.type === "changes") {
      for (const w of event.workers) {
        const held = this.things.find((t) => t.layer === "worker" && t.id === w.id)?.value as Worker | undefined;
        if (!w.areas && !held) this.broken = true;
        this.put("worker", { ...w, areas: w.areas ?? held?.areas ?? {} } as Worker);
      }
      for (const r of event.reaches) this.put("reach", r);
      for (const c of event.counts) this.put("count", c);
      for (const i of event.incidents) {
        const held = this.things.find((t) => t.layer === "incident" && t.id === i.id)?.value as Incident | undefined;
        if (!held || held.version <= i.version) this.put("incident", i);
      }
    }
  }
  all(layer: LiveLayer): Record<string, unknown> {
    return Object.fromEntries(this.things.filter((t) => t.layer === layer).map((t) => [t.id, t.value]));
  }
}

/** Messages as a server might send them. */
function history(random: () => number, length: number): ServerMessage[] {
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)]!;
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make);
  const unique = <T extends { id: string }>(items: T[]): T[] => [...new Map(items.map((i) => [i.id, i])).values()];
  const ids = ["a", "b", "c", "d", "e", "f"] as const;
  let seq = 0;
  let tick = 0;
  const lon = (): number => 118 + below(60) * 0.002 + 0.0003;
  const lat = (): number => 35 + below(60) * 0.002 + 0.0003;
  const worker = (): Worker => ({
    id: pick(ids), lon: lon(), lat: lat(), accuracy_m: 5, time_ms: 1000 * tick + below(3000), areas: { grid: `G${below(3)}` },
  });
  /** Mostly in the areas that are held; now and then when none are. */
  const moved = (): WorkerUpsert => {
    const { areas, ...rest } = worker();
    return random() < 0.4 ? { ...rest, areas } : rest;
  };
  const incident = (): Incident => ({
    id: pick(ids), version: 1 + below(6), stage: pick(["received", "assigned", "done"]), severity: pick(["critical", "urgent", "routine"]),
    category: "", lon: lon(), lat: lat(), areas: {}, time_ms: 0, title: "",
  });
  const reach = (): Reach => ({ id: pick(ids), limit_s: 900, buildings: below(9), households: below(99), streets: [] });
  const count = (): Count => ({
    id: pick(ids), level: pick(["grid", "community"]), lon: 118, lat: 35, workers: below(3), routine: below(3), urgent: below(2), critical: below(2),
  });
  const remove = (): Remove => ({ layer: pick(["worker", "incident", "reach", "count", "alert"]), id: pick(ids) });
  const upserts = <W extends WorkerUpsert>(of: () => W) => ({
    workers: unique(some(4, of)), incidents: unique(some(3, incident)), reaches: unique(some(1, reach)), counts: unique(some(3, count)),
  });
  const hello = (): ServerMessage => ({ type: "hello", epoch: pick(["e1", "e2"]), seq, tick, time_ms: 0, user: "", role: "" });
  const snapshot = (): ServerMessage => ({ type: "snapshot", seq, tick, ...upserts(worker) });
  const changes = (): ServerMessage => ({
    type: "changes", ...(random() < 0.6 ? { seq: (seq += below(3)) } : {}), ...(random() < 0.6 ? { tick: (tick += below(3)) } : {}),
    // Now and then of a block whose predecessor is missing.
    since: Math.max(0, tick - below(4) + (random() < 0.02 ? 5 : 0)), removes: some(3, remove), ...upserts(moved),
  });
  const rest = (): ServerMessage => {
    const at = random();
    if (at < 0.02) return hello();
    if (at < 0.05) return snapshot();
    if (at < 0.14) return { type: "forget", removes: some(3, remove) };
    if (at < 0.16) return { type: "resync", reason: "overflow" };
    return changes();
  };
  return [hello(), snapshot(), ...Array.from({ length }, rest)];
}

const plain = (map: ReadonlyMap<string, unknown>): Record<string, unknown> => Object.fromEntries(map);

it.each(Array.from({ length: 20 }, (_, i) => i + 1))("history %d: the world is what the messages say, in whatever portions they are applied", (seed) => {
  const random = seeded(seed);
  const events = history(random, 300);
  const model = new Model();
  let world = emptyWorld;
  let before: { world: typeof world; copy: string } | null = null;
  for (let at = 0; at < events.length;) {
    const portion = events.slice(at, at + 1 + Math.floor(random() * 8));
    at += portion.length;
    before = { world, copy: JSON.stringify([plain(world.workers), plain(world.incidents), plain(world.counts)]) };
    for (const event of portion) model.take(event);
    world = applyAll(world, portion);
    expect(plain(world.workers)).toEqual(model.all("worker"));
    expect(plain(world.incidents)).toEqual(model.all("incident"));
    expect(plain(world.reaches)).toEqual(model.all("reach"));
    expect(plain(world.counts)).toEqual(model.all("count"));
    expect({ cursor: world.cursor, broken: world.broken }).toEqual({ cursor: model.cursor, broken: model.broken });
    expect(JSON.stringify([plain(before.world.workers), plain(before.world.incidents), plain(before.world.counts)])).toBe(before.copy);
  }
});
