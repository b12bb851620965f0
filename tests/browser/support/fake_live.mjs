// A stand-in for the server's half of /live inside the page: the test says what comes, and sees what was asked.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WAIT_MS } from "./desk.mjs";
import { root } from "./town.mjs";

const { PbfReader, PbfWriter } = await import(pathToFileURL(createRequire(join(root, "web/package.json")).resolve("pbf")));

const E7 = 1e7;
const columns = (values) => values.map((v, i) => (i === 0 ? v : v - values[i - 1]));

/** One ServerMessage as base64; `field` is that of its oneof. */
function message(field, body) {
  const pbf = new PbfWriter();
  pbf.writeMessage(field, (_, p) => body(p), null);
  return Buffer.from(pbf.finish()).toString("base64");
}

function signed(p, field, value) {
  p.writeTag(field, 0);
  p.writeSVarint(value);
}

function workerBlock(p, workers, version, previous) {
  p.writeMessage(3, (_, q) => {
    q.writeVarintField(3, version);
    q.writeVarintField(4, previous);
    for (const { id } of workers) q.writeStringField(5, id);
    q.writePackedSVarint(6, columns(workers.map((w) => Math.round(w.lon * E7))));
    q.writePackedSVarint(7, columns(workers.map((w) => Math.round(w.lat * E7))));
    q.writePackedVarint(8, workers.map((w) => Math.round((w.accuracy_m ?? 5) * 10)));
    q.writePackedSVarint(9, columns(workers.map((w) => w.time_ms)));
    q.writePackedVarint(10, workers.map(() => 0));
    q.writeMessage(11, () => {}, null);
  }, null);
}

function incident(p, { id, severity, lon, lat, title = "", stage = "received", version = 1, time_ms }) {
  p.writeMessage(4, (_, q) => {
    q.writeStringField(1, id);
    q.writeStringField(2, stage);
    q.writeStringField(3, severity);
    signed(q, 5, Math.round(lon * E7));
    signed(q, 6, Math.round(lat * E7));
    q.writeVarintField(8, version);
    q.writeVarintField(9, time_ms);
    q.writeStringField(10, title);
  }, null);
}

function count(p, { id, level, lon, lat, workers = 0, routine = 0, urgent = 0, critical = 0 }) {
  p.writeMessage(7, (_, q) => {
    q.writeStringField(1, id);
    q.writeStringField(2, level);
    signed(q, 3, Math.round(lon * E7));
    signed(q, 4, Math.round(lat * E7));
    q.writeVarintField(5, workers);
    q.writeVarintField(6, routine);
    q.writeVarintField(7, urgent);
    q.writeVarintField(8, critical);
  }, null);
}

const LAYER = { worker: 1, incident: 2, reach: 3, count: 5 };
const remove = (p, field, { layer, id }) =>
  p.writeMessage(field, (_, q) => { q.writeVarintField(1, LAYER[layer]); q.writeStringField(2, id); }, null);

function upserts(p, { workers = [], incidents = [], counts = [] }, version, previous) {
  if (workers.length > 0) workerBlock(p, workers, version, previous);
  for (const each of incidents) incident(p, each);
  for (const each of counts) count(p, each);
}

export const say = {
  hello: ({ epoch = "e1", seq = 1, tick = 1, time_ms = Date.now() } = {}) => message(1, (p) => {
    p.writeStringField(1, epoch);
    p.writeVarintField(2, seq);
    p.writeVarintField(3, tick);
    p.writeVarintField(4, time_ms);
    p.writeStringField(5, "u1");
    p.writeStringField(6, "command");
  }),
  snapshot: ({ seq = 1, tick = 1, ...things } = {}) => message(2, (p) => {
    p.writeVarintField(1, seq);
    p.writeVarintField(2, tick);
    upserts(p, things, tick, 0);
  }),
  changes: ({ seq, tick, removes = [], ...things } = {}) => message(3, (p) => {
    if (seq !== undefined) p.writeVarintField(1, seq);
    if (tick !== undefined) p.writeVarintField(2, tick);
    upserts(p, things, tick ?? 0, 0);
    for (const each of removes) remove(p, 6, each);
  }),
  forget: (removes) => message(5, (p) => { for (const each of removes) remove(p, 1, each); }),
  resync: () => message(6, (p) => p.writeStringField(1, "overflow")),
};

/** Runs in the page before its own scripts. */
function install() {
  const real = window.WebSocket;
  const fake = { sockets: [], sent: [], silent: false };
  class FakeSocket {
    binaryType = "";
    onmessage = null;
    onclose = null;
    closed = false;
    constructor(url) {
      if (new URL(url).pathname !== "/live") return new real(url);
      fake.sockets.push(this);
    }
    send(bytes) { fake.sent.push([...bytes]); }
    close() { this.closed = true; }
  }
  const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
  fake.last = () => fake.sockets.at(-1);
  /** All in one task, as if they had arrived between two frames. */
  fake.deliver = (texts) => { for (const text of texts) fake.last().onmessage?.({ data: bytesOf(text) }); };
  fake.drop = () => fake.last().onclose?.({ code: 1006 });
  // An empty `changes`: keeps a slow machine's page from taking its own slowness for a dead connection.
  const LIFE = new Uint8Array([0x1a, 0x00]).buffer;
  setInterval(() => { if (!fake.silent) fake.last()?.onmessage?.({ data: LIFE }); }, 4_000);
  window.WebSocket = FakeSocket;
  window.fakeLive = fake;
}

/** The stream of one desk; call `prepare` before its first page. */
export class FakeLive {
  constructor(page) { this.page = page; }

  static async prepare(desk) {
    await desk.context.addInitScript(install);
    return new FakeLive(desk.page);
  }

  /** Waits for the page's `nth` connection and says these on it. */
  async connect(texts, nth = 1) {
    await this.page.waitForFunction((n) => window.fakeLive?.sockets.length >= n, nth);
    await this.deliver(texts);
  }

  deliver(texts) { return this.page.evaluate((all) => window.fakeLive.deliver(all), texts); }
  drop() { return this.page.evaluate(() => window.fakeLive.drop()); }

  /** Every subscription so far. */
  async asked() {
    const sent = await this.page.evaluate(() => window.fakeLive.sent);
    return sent.map((bytes) => {
      const pbf = new PbfReader(Uint8Array.from(bytes));
      pbf.nextField();
      return pbf.readMessage((tag, o, p) => {
        if (tag === 1) p.readPackedDouble(o.bbox);
        else if (tag === 2) o.zoom = p.readDouble();
        else if (tag === 3) p.readPackedVarint(o.layers);
        else if (tag === 4) o.resume = p.readMessage((t, c, q) => { if (t === 2) c.seq = q.readVarint(); else if (t === 3) c.tick = q.readVarint(); }, { seq: 0, tick: 0 });
        else if (tag === 5) p.readPackedVarint(o.everywhere);
      }, { bbox: [], zoom: 0, layers: [], everywhere: [], resume: null });
    });
  }

  /** Every subscription so far, once the last one is as wanted. */
  async askedUntil(wanted) {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const asked = await this.asked();
      if (asked.length > 0 && wanted(asked.at(-1))) return asked;
      if (Date.now() > end) throw new Error(`the page asked last for ${JSON.stringify(asked.at(-1))}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
