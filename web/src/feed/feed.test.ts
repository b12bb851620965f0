import { describe, expect, it } from "vitest";
import type { ServerMessage } from "../protocol/live";
import { seeded } from "../testing/seeded";
import { surroundings } from "../testing/surroundings";
import { delay } from "./backoff";
import { Feed, SILENCE_MS, STABLE_MS } from "./feed";
import { viewOf } from "./view";

const view = viewOf([118.31, 35.01, 118.32, 35.02], 15);
const elsewhere = viewOf([118.41, 35.01, 118.42, 35.02], 15);
const farther = viewOf([118.31, 35.01, 118.32, 35.02], 12);

/** A feed over fake sockets and a hand-wound clock; `random` answers one half. */
function rig(random = () => 0.5) {
  const around = surroundings();
  const messages: ServerMessage[] = [];
  const lost: number[] = [];
  const bad: string[] = [];
  const feed = new Feed({
    format: "binary",
    open: around.open,
    after: around.after,
    random,
    onMessage: (m) => void messages.push(m),
    onLost: (attempt) => void lost.push(attempt),
    onBadMessage: (reason) => void bad.push(reason),
  });
  /** Connected, and everything of `view` has come. */
  const settled = (): void => {
    feed.show(view);
    around.last().hello();
    around.last().snapshot();
  };
  return { ...around, feed, messages, lost, bad, settled };
}

describe("feed", () => {
  it("subscribes once the server has said hello, without a cursor the first time", () => {
    const r = rig();
    r.feed.show(view);
    expect(r.last().sent).toHaveLength(0);
    r.last().hello();
    expect(r.last().asked).toEqual([{ resumed: false, seq: 0, tick: 0, zoom: 15 }]);
  });

  it("resumes by what it has heard after a lost connection", () => {
    const r = rig();
    r.settled();
    r.last().fact("i", 12);
    r.last().drop();
    r.wait(5_000);
    expect(r.sockets).toHaveLength(2);
    r.last().hello();
    expect(r.last().asked).toEqual([{ resumed: true, seq: 12, tick: 20, zoom: 15 }]);
  });

  it("resumes once more when the gap itself was cut in the middle", () => {
    const r = rig();
    r.settled();
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    r.last().fact("i", 12);
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().asked).toEqual([{ resumed: true, seq: 12, tick: 20, zoom: 15 }]);
  });

  it("asks for a snapshot when the log is another one", () => {
    const r = rig();
    r.settled();
    r.last().drop();
    r.wait(5_000);
    r.last().hello("e2");
    expect(r.last().resumed).toEqual([false]);
  });

  it("a view that touches the same cells in the same way asks for nothing", () => {
    const r = rig();
    r.settled();
    r.feed.show(viewOf([118.3101, 35.0101, 118.3201, 35.0201], 14.2));
    expect(r.last().sent).toHaveLength(1);
  });

  it("moved to other cells it asks for the difference, on the same connection", () => {
    const r = rig();
    r.settled();
    r.last().beat(11, 24);
    r.feed.show(elsewhere);
    expect(r.sockets).toHaveLength(1);
    expect(r.last().asked[1]).toEqual({ resumed: true, seq: 11, tick: 24, zoom: 15 });
  });

  it("a zoom with other marks asks for a snapshot, on the same connection", () => {
    const r = rig();
    r.settled();
    r.feed.show(farther);
    expect(r.sockets).toHaveLength(1);
    expect(r.last().asked[1]).toEqual({ resumed: false, seq: 0, tick: 0, zoom: 12 });
  });

  it("moved before the first snapshot came, it asks for another snapshot", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.feed.show(elsewhere);
    expect(r.last().resumed).toEqual([false, false]);
  });

  it("does not resume a view whose snapshot had not come when the connection broke", () => {
    const r = rig();
    r.settled();
    r.feed.show(farther);
    r.feed.show(view);
    r.last().snapshot();
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([false]);
  });

  it("does not resume a view whose difference had not surely come when the connection broke", () => {
    const r = rig();
    r.settled();
    r.feed.show(elsewhere);
    // Of the view before, still under way when the difference was asked for.
    r.last().beat();
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([false]);
  });

  it("resumes a moved view once its difference has surely come", () => {
    const r = rig();
    r.settled();
    r.feed.show(elsewhere);
    r.last().beat();
    r.last().beat();
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([true]);
  });

  it("does not resume a view chosen while the connection was away", () => {
    const r = rig();
    r.settled();
    r.last().drop();
    r.feed.show(elsewhere);
    r.wait(5_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([false]);
  });

  it("resumes again after a resync and its snapshot, not between the two", () => {
    for (const came of [true, false]) {
      const r = rig();
      r.settled();
      r.last().resync();
      if (came) r.last().snapshot();
      r.last().drop();
      r.wait(5_000);
      r.last().hello();
      expect(r.last().resumed).toEqual([came]);
    }
  });

  it("one snapshot for two questions is enough once signs of life go on", () => {
    const r = rig();
    r.settled();
    r.feed.show(farther);
    r.last().resync();
    r.last().snapshot();
    for (let i = 0; i < 3; i += 1) r.last().beat();
    r.last().drop();
    r.wait(5_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([true]);
  });

  it("waits longer after each failure and starts over only once a connection stood for a while", () => {
    const r = rig();
    r.feed.show(view);
    for (const [i, most_ms] of [5_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
      r.last().drop();
      r.wait(most_ms / 2 - 1);
      expect(r.sockets).toHaveLength(i + 1);
      r.wait(1);
      expect(r.sockets).toHaveLength(i + 2);
    }
    expect(r.lost).toEqual([0, 1, 2, 3, 4, 5, 6]);
    r.last().hello();
    r.last().snapshot();
    r.wait(STABLE_MS - 1);
    r.last().drop();
    expect(r.lost.at(-1)).toBe(7);
    r.wait(15_000);
    r.last().hello();
    r.wait(STABLE_MS);
    r.last().drop();
    expect(r.lost.at(-1)).toBe(0);
  });

  it("tries at once when asked to, and only when there is no connection", () => {
    const r = rig();
    r.feed.hurry();
    expect(r.sockets).toHaveLength(0);
    r.settled();
    r.feed.hurry();
    expect(r.sockets).toHaveLength(1);
    r.last().drop();
    r.feed.hurry();
    expect(r.sockets).toHaveLength(2);
    r.wait(5_000);
    expect(r.sockets).toHaveLength(2);
  });

  it("gives up a connection that is open but silent", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.wait(SILENCE_MS);
    expect(r.sockets[0]!.closed).toBe(true);
    expect(r.feed.connected).toBe(false);
    r.wait(5_000);
    expect(r.sockets).toHaveLength(2);
  });

  it("ignores what an abandoned connection still says", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    const old = r.last();
    r.wait(SILENCE_MS);
    old.snapshot();
    expect(r.messages.map((m) => m.type)).toEqual(["hello"]);
  });

  it("leaves a connection that sends what cannot be read, and says so", () => {
    const r = rig();
    r.feed.show(view);
    r.last().onmessage?.({ data: new Uint8Array([255]).buffer });
    expect(r.bad).toHaveLength(1);
    expect(r.sockets[0]!.closed).toBe(true);
    r.wait(5_000);
    expect(r.sockets).toHaveLength(2);
  });

  it("speaks and understands JSON where the connection does", () => {
    const around = surroundings();
    const messages: ServerMessage[] = [];
    const feed = new Feed({
      format: "json", open: around.open, after: around.after, random: () => 0.5,
      onMessage: (m) => void messages.push(m), onLost: () => {}, onBadMessage: (reason) => { throw new Error(reason); },
    });
    feed.show(view);
    const hello = { type: "hello", epoch: "e1", seq: 1, tick: 2, time: "2026-11-20T00:00:00.000Z", user: "u1", role: "command" };
    around.last().onmessage?.({ data: JSON.stringify(hello) });
    expect(messages).toMatchObject([{ type: "hello", epoch: "e1", time_ms: Date.UTC(2026, 10, 20) }]);
    expect(JSON.parse(around.last().texts[0]!)).toEqual({
      type: "subscribe", bbox: [...view.bbox], zoom: 15, layers: ["worker", "incident", "reach", "count"], everywhere: ["incident", "reach"],
    });
  });

  it("does not come back once closed", () => {
    const r = rig();
    r.feed.show(view);
    r.feed.close();
    r.wait(60_000);
    expect(r.sockets).toHaveLength(1);
  });
});

describe("delay", () => {
  it("is anywhere between nothing and its most, which doubles up to 30 s after a first of 5 s", () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((n) => delay(n, () => 1))).toEqual([5_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    for (const attempt of [0, 3, 9]) expect(delay(attempt, () => 0)).toBe(0);
  });

  it("after the cap still spreads a thousand pages evenly over the whole time", () => {
    const random = seeded(7);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let page = 0; page < 1000; page += 1) tenths[Math.floor(delay(12, random) / 3_000)]! += 1;
    for (const pages of tenths) expect(pages).toBeGreaterThan(60);
    expect(Math.max(...tenths)).toBeLessThan(140);
  });
});
