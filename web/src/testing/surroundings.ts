// For tests: a feed's surroundings wound by hand, with sockets that say what the test says.
import { PbfReader, PbfWriter } from "pbf";
import type { Socket } from "../feed/feed";

export interface Asked {
  readonly resumed: boolean;
  readonly seq: number;
  readonly tick: number;
  readonly zoom: number;
}

export class FakeSocket implements Socket {
  binaryType = "";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  readonly texts: string[] = [];
  closed = false;
  send(data: Uint8Array | string): void {
    if (typeof data === "string") this.texts.push(data);
    else this.sent.push(data);
  }
  close(): void { this.closed = true; }

  say(field: number, body: (pbf: PbfWriter) => void): void {
    const pbf = new PbfWriter();
    pbf.writeMessage(field, (_: null, p) => body(p), null);
    this.onmessage?.({ data: pbf.finish().slice().buffer });
  }
  hello(epoch = "e1", time_ms = 0): void {
    this.say(1, (p) => { p.writeStringField(1, epoch); p.writeVarintField(4, time_ms); });
  }
  snapshot(seq = 10, tick = 20): void { this.say(2, (p) => { p.writeVarintField(1, seq); p.writeVarintField(2, tick); }); }
  /** An incident of the facts' lane. */
  fact(id: string, seq: number): void {
    this.say(3, (p) => {
      p.writeVarintField(1, seq);
      p.writeMessage(4, (_: null, q) => { q.writeStringField(1, id); q.writeStringField(3, "urgent"); q.writeVarintField(8, 1); }, null);
    });
  }
  /** An empty message with both figures: the end of a gap, or a heartbeat. */
  beat(seq = 10, tick = 20): void { this.say(3, (p) => { p.writeVarintField(1, seq); p.writeVarintField(2, tick); }); }
  resync(): void { this.say(6, (p) => p.writeStringField(1, "overflow")); }
  drop(code = 1006): void { this.onclose?.({ code }); }

  get asked(): Asked[] {
    return this.sent.map((bytes) => {
      const pbf = new PbfReader(bytes);
      pbf.nextField();
      const none = { resumed: false, seq: 0, tick: 0, zoom: 0 };
      return pbf.readMessage((tag, o) => {
        if (tag === 2) o.zoom = pbf.readDouble();
        if (tag !== 4) return;
        o.resumed = true;
        pbf.readMessage((field, cursor) => {
          if (field === 2) cursor.seq = pbf.readVarint();
          else if (field === 3) cursor.tick = pbf.readVarint();
        }, o);
      }, none);
    });
  }
  /** Whether each subscribe asked to resume. */
  get resumed(): boolean[] {
    return this.asked.map((a) => a.resumed);
  }
}

/** Sockets and a clock; time passes by `wait` only. */
export function surroundings() {
  const sockets: FakeSocket[] = [];
  const timers = new Set<{ at: number; work: () => void }>();
  let now = 0;
  return {
    sockets,
    last: (): FakeSocket => sockets[sockets.length - 1]!,
    now: (): number => now,
    open: (): FakeSocket => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    after(ms: number, work: () => void): () => void {
      const timer = { at: now + ms, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    /** Runs what falls due, in order of time. */
    wait(ms: number): void {
      const until = now + ms;
      for (;;) {
        const next = [...timers].filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.work();
      }
      now = until;
    },
  };
}
