import { describe, expect, it } from "vitest";
import type { Bbox } from "../protocol/live";
import { createClock } from "../state/clock";
import { surroundings } from "../testing/surroundings";
import { createLiveWorld, MOST_WAITING } from "./live_world";

const bbox: Bbox = [118.31, 35.01, 118.32, 35.02];

function rig() {
  const around = surroundings();
  const backs: [changed: number, away_ms: number][] = [];
  let news = 0;
  // The device's own clock is an hour slow.
  const clock = createClock(() => 1_000_000 + around.now());
  const live = createLiveWorld({
    format: "binary", open: around.open, after: around.after, random: () => 0.5, clock, steady: around.now,
    onNews: () => { news += 1; },
    onLost: () => {},
    onBack: (changed, away_ms) => void backs.push([changed, away_ms]),
    onRefused: () => {},
    onBadMessage: () => {},
  });
  live.show(bbox, 15);
  return { ...around, live, clock, backs, news: () => news };
}

describe("live world", () => {
  it("takes messages as they come and applies them together when a frame asks", () => {
    const r = rig();
    r.last().hello();
    r.last().snapshot();
    for (let seq = 11; seq <= 30; seq += 1) r.last().fact(`i${seq}`, seq);
    expect(r.live.world().incidents.size).toBe(0);
    expect(r.live.counters).toEqual({ messages: 22, applications: 0 });
    r.live.advance();
    expect(r.live.world().incidents.size).toBe(20);
    expect(r.live.counters.applications).toBe(1);
    r.live.advance();
    expect(r.live.counters.applications).toBe(1);
    expect(r.news()).toBeGreaterThanOrEqual(22);
  });

  it("without frames, as in the background, lets no more than a bounded number wait", () => {
    const r = rig();
    r.last().hello();
    r.last().snapshot();
    for (let seq = 11; seq < 11 + 3 * MOST_WAITING; seq += 1) r.last().fact("i", seq);
    expect(r.live.counters.applications).toBe(3);
    expect(r.live.world().incidents.has("i")).toBe(true);
  });

  it("resumes from what was heard, applied or not", () => {
    const r = rig();
    r.last().hello();
    r.last().snapshot();
    r.live.advance();
    r.last().fact("i", 17);
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().asked).toMatchObject([{ resumed: true, seq: 17, tick: 20 }]);
    expect(r.live.world().incidents.has("i")).toBe(true);
  });

  it("says how much changed while it was away, and for how long, once the gap is closed", () => {
    const r = rig();
    r.last().hello();
    r.last().snapshot();
    r.last().fact("before", 11);
    r.live.advance();
    r.wait(1_000);
    r.last().drop();
    r.wait(2_500);
    r.last().hello();
    r.last().fact("a", 12);
    r.last().fact("b", 13);
    r.live.advance();
    expect(r.backs).toEqual([]);
    r.last().beat(13, 20);
    r.live.advance();
    expect(r.backs).toEqual([[2, 3_500]]);
  });

  it("counts the silence from the last message, and tells a broken connection from a silent one", () => {
    const r = rig();
    expect(r.live.lastMessage()).toBeNull();
    r.last().hello();
    r.last().snapshot();
    r.wait(4_000);
    expect(r.live.lastMessage()).toBe(0);
    r.last().beat();
    expect(r.live.lastMessage()).toBe(4_000);
    expect(r.live.connected()).toBe(true);
    r.last().drop();
    expect(r.live.connected()).toBe(false);
  });

  it("goes by the server's time, not the device's", () => {
    const r = rig();
    r.last().hello("e1", 4_600_000);
    expect(r.clock.now()).toBe(4_600_000);
    r.wait(500);
    expect(r.clock.now()).toBe(4_600_500);
  });

  it("asks once a minute for a snapshot when a block is missing", () => {
    const r = rig();
    r.last().hello();
    r.last().snapshot();
    const hole = (): void => {
      r.last().say(3, (p) => p.writeMessage(3, (_: null, q) => { q.writeVarintField(3, 99); q.writeVarintField(4, 98); }, null));
      r.live.advance();
    };
    hole();
    hole();
    expect(r.last().resumed).toEqual([false, false]);
    r.wait(10_000);
    r.last().beat();
    for (let s = 0; s < 50; s += 5) { r.wait(5_000); r.last().beat(); }
    hole();
    expect(r.last().resumed).toEqual([false, false, false]);
  });
});
