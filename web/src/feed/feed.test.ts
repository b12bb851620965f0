import { PbfReader, PbfWriter } from "pbf";
import { describe, expect, it } from "vitest";
import type { Cursor, ServerMessage } from "../protocol/live";
import { delay } from "./backoff";
import { Feed, SILENCE_MS, type Socket, type View } from "./feed";

class FakeSocket implements Socket {
  binaryType = "";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  closed = false;
  send(data: Uint8Array): void { this.sent.push(data); }
  close(): void { this.closed = true; }

  say(field: number, body: (pbf: PbfWriter) => void): void {
    const pbf = new PbfWriter();
    pbf.writeMessage(field, (_: null, p) => body(p), null);
    this.onmessage?.({ data: pbf.finish().slice().buffer });
  }
  hello(epoch = "e1"): void { this.say(1, (p) => p.writeStringField(1, epoch)); }
  snapshot(): void { this.say(2, (p) => { p.writeVarintField(1, 10); p.writeVarintField(2, 20); }); }
  drop(code = 1006): void { this.onclose?.({ code }); }

  /** Whether each subscribe asked to resume. */
  get resumed(): boolean[] {
    return this.sent.map((bytes) => {
      const pbf = new PbfReader(bytes);
      pbf.nextField();
      return pbf.readMessage((tag, o) => { if (tag === 4) o.resume = true; }, { resume: false }).resume;
    });
  }
}

const view: View = { bbox: [118, 34, 119, 35], zoom: 15 };

/** A feed over fake sockets and a hand-wound clock; `random` answers one half. */
function rig(cursor: () => Cursor | null = () => ({ epoch: "e1", seq: 10, tick: 20 })) {
  const sockets: FakeSocket[] = [];
  const timers = new Set<{ at: number; work: () => void }>();
  const messages: ServerMessage[] = [];
  const lost: number[] = [];
  const bad: string[] = [];
  let now = 0;
  const feed = new Feed({
    open: () => { const s = new FakeSocket(); sockets.push(s); return s; },
    random: () => 0.5,
    after(ms, work) {
      const timer = { at: now + ms, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    cursor,
    onMessage: (m) => void messages.push(m),
    onLost: (attempt) => void lost.push(attempt),
    onBadMessage: (reason) => void bad.push(reason),
  });
  const wait = (ms: number): void => {
    now += ms;
    for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.work();
  };
  return { feed, sockets, messages, lost, bad, wait, last: () => sockets[sockets.length - 1]! };
}

describe("feed", () => {
  it("subscribes once the server has said hello, without a cursor the first time", () => {
    const r = rig();
    r.feed.show(view);
    expect(r.last().sent).toHaveLength(0);
    r.last().hello();
    expect(r.last().resumed).toEqual([false]);
  });

  it("resumes by cursor after a lost connection", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.last().snapshot();
    r.last().drop();
    r.wait(1_000);
    expect(r.sockets).toHaveLength(2);
    r.last().hello();
    expect(r.last().resumed).toEqual([true]);
  });

  it("asks for a snapshot when the log is another one", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.last().snapshot();
    r.last().drop();
    r.wait(1_000);
    r.last().hello("e2");
    expect(r.last().resumed).toEqual([false]);
  });

  it("a new view asks for a snapshot, on the same connection", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.last().snapshot();
    r.feed.show({ ...view, zoom: 16 });
    expect(r.sockets).toHaveLength(1);
    expect(r.last().resumed).toEqual([false, false]);
  });

  it("does not resume a view whose snapshot had not come when the connection broke", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.last().snapshot();
    r.feed.show({ ...view, zoom: 16 });
    r.feed.show({ ...view, zoom: 17 });
    r.last().snapshot();
    r.last().drop();
    r.wait(1_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([false]);
  });

  it("resumes again after a resync and its snapshot", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.last().snapshot();
    r.last().say(6, (p) => p.writeStringField(1, "overflow"));
    r.last().snapshot();
    r.last().drop();
    r.wait(1_000);
    r.last().hello();
    expect(r.last().resumed).toEqual([true]);
  });

  it("waits longer after each failure and starts over once data came", () => {
    const r = rig();
    r.feed.show(view);
    for (let i = 0; i < 4; i += 1) {
      r.last().drop();
      r.wait(500 * 2 ** i - 1);
      expect(r.sockets).toHaveLength(i + 1);
      r.wait(1);
      expect(r.sockets).toHaveLength(i + 2);
    }
    expect(r.lost).toEqual([0, 1, 2, 3]);
    r.last().hello();
    r.last().snapshot();
    r.last().drop();
    expect(r.lost.at(-1)).toBe(0);
  });

  it("gives up a connection that is open but silent", () => {
    const r = rig();
    r.feed.show(view);
    r.last().hello();
    r.wait(SILENCE_MS);
    expect(r.sockets[0]!.closed).toBe(true);
    r.wait(1_000);
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
    r.wait(1_000);
    expect(r.sockets).toHaveLength(2);
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
  it("is anywhere between nothing and twice the last, at most 30 s", () => {
    const most = [0, 1, 2, 5, 20].map((n) => delay(n, 1006, () => 1));
    expect(most).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
    expect(delay(5, 1006, () => 0)).toBe(0);
  });

  it("spreads the first try over 5 s when the server restarts", () => {
    expect(delay(0, 1012, () => 1)).toBe(5_000);
    expect(delay(1, 1012, () => 1)).toBe(2_000);
  });
});
