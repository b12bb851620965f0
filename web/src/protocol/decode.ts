// Binary ServerMessage (server/protocol/live.proto) to the types of live.ts.
import { PbfReader } from "pbf";
import { readCount, readIncident, readReach, readWorkerBlock, whole, type WorkerBlock } from "./decode_upserts";
import type { Ack, Changes, Count, Hello, Incident, LiveLayer, Reach, Remove, ServerMessage, Snapshot } from "./live";
import { DecodeError } from "./decode_error";
import { readBinaryPlan, type SharedPlan } from "./plans";

const LAYER_BY_NUMBER: readonly (LiveLayer | undefined)[] = [
  undefined,
  "worker",
  "incident",
  "reach",
  "alert",
  "count",
  "plan",
];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Throws DecodeError for bytes that are not one ServerMessage. */
export function decode(bytes: Uint8Array): ServerMessage {
  try {
    const pbf = new PbfReader(bytes);
    let message: ServerMessage | undefined;
    while (pbf.pos < pbf.length) {
      const field = pbf.nextField();
      if (field === 0) break;
      message = readBody(field, pbf) ?? message;
    }
    if (!message) throw new DecodeError("no body that this page knows");
    return message;
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError(error instanceof Error ? error.message : String(error));
  }
}

function readBody(field: number, pbf: PbfReader): ServerMessage | undefined {
  switch (field) {
    case 1: return readHello(pbf);
    case 2: return readSnapshot(pbf);
    case 3: return readChanges(pbf);
    case 4: return readAck(pbf);
    case 5: return { type: "forget", removes: readRemoves(pbf) };
    case 6: return { type: "resync", reason: pbf.readMessage((tag, o, p) => { if (tag === 1) o.reason = p.readString(); }, { reason: "" }).reason };
    case 7: return readProblem(pbf);
    default: return undefined;
  }
}

function readHello(pbf: PbfReader): Hello {
  const hello: Mutable<Hello> = { type: "hello", epoch: "", seq: 0, tick: 0, time_ms: 0, user: "", role: "" };
  return pbf.readMessage((tag, o, p) => {
    if (tag === 1) o.epoch = p.readString();
    else if (tag === 2) o.seq = p.readVarint();
    else if (tag === 3) o.tick = p.readVarint();
    else if (tag === 4) o.time_ms = p.readVarint(true);
    else if (tag === 5) o.user = p.readString();
    else if (tag === 6) o.role = p.readString();
  }, hello);
}

interface Collected {
  seq?: number;
  tick?: number;
  blocks: WorkerBlock[];
  incidents: Incident[];
  reaches: Reach[];
  removes: Remove[];
  counts: Count[];
  plans: SharedPlan[];
}

function readUpserts(pbf: PbfReader): Collected {
  const start: Collected = { blocks: [], incidents: [], reaches: [], removes: [], counts: [], plans: [] };
  return pbf.readMessage((tag, o, p) => {
    if (tag === 1) o.seq = p.readVarint();
    else if (tag === 2) o.tick = p.readVarint();
    else if (tag === 3) o.blocks.push(readWorkerBlock(p));
    else if (tag === 4) o.incidents.push(readIncident(p));
    else if (tag === 5) o.reaches.push(readReach(p));
    else if (tag === 6) o.removes.push(readRemove(p));
    else if (tag === 7) o.counts.push(readCount(p));
    else if (tag === 8) o.plans.push(readBinaryPlan(p));
  }, start);
}

function upserts(c: Collected): Pick<Changes, "workers" | "incidents" | "reaches" | "counts" | "plans"> {
  return {
    workers: c.blocks.flatMap((b) => b.workers),
    incidents: c.incidents,
    reaches: c.reaches,
    counts: c.counts,
    ...(c.plans.length > 0 && { plans: c.plans }),
  };
}

function readSnapshot(pbf: PbfReader): Snapshot {
  const c = readUpserts(pbf);
  const all = upserts(c);
  return { type: "snapshot", seq: c.seq ?? 0, tick: c.tick ?? 0, ...all, workers: all.workers.map(whole) };
}

function readChanges(pbf: PbfReader): Changes {
  const c = readUpserts(pbf);
  return {
    type: "changes",
    ...(c.seq === undefined ? {} : { seq: c.seq }),
    ...(c.tick === undefined ? {} : { tick: c.tick }),
    ...upserts(c),
    since: c.blocks.reduce((most, block) => Math.max(most, block.previous), 0),
    removes: c.removes,
  };
}

function readRemove(pbf: PbfReader): Remove {
  const raw = pbf.readMessage((tag, o, p) => {
    if (tag === 1) o.layer = p.readVarint();
    else if (tag === 2) o.id = p.readString();
  }, { layer: 0, id: "" });
  const layer = LAYER_BY_NUMBER[raw.layer];
  if (!layer) throw new DecodeError(`remove of an unknown layer ${raw.layer}`);
  return { layer, id: raw.id };
}

function readRemoves(pbf: PbfReader): Remove[] {
  return pbf.readMessage((tag, o, p) => { if (tag === 1) o.push(readRemove(p)); }, [] as Remove[]);
}

function readPair(pbf: PbfReader): [number, number] {
  return pbf.readMessage((tag, o, p) => {
    if (tag === 1) o[0] = p.readVarint();
    else if (tag === 2) o[1] = p.readVarint();
  }, [0, 0] as [number, number]);
}

function readVerdict(pbf: PbfReader): { seq: number; reason: string } {
  return pbf.readMessage((tag, o, p) => {
    if (tag === 1) o.seq = p.readVarint();
    else if (tag === 2) o.reason = p.readString();
  }, { seq: 0, reason: "" });
}

function readAck(pbf: PbfReader): Ack {
  const accepted: [number, number][] = [];
  const rejected: { seq: number; reason: string }[] = [];
  const flagged: { seq: number; reason: string }[] = [];
  const conflicts: number[] = [];
  const head = pbf.readMessage((tag, o, p) => {
    if (tag === 1) o.device = p.readString();
    else if (tag === 2) o.boot = p.readVarint();
    else if (tag === 3) accepted.push(readPair(p));
    else if (tag === 4) rejected.push(readVerdict(p));
    else if (tag === 5) flagged.push(readVerdict(p));
    else if (tag === 6) p.readPackedVarint(conflicts);
    else if (tag === 7) o.acked_through = p.readVarint();
  }, { device: "", boot: 0, acked_through: 0 });
  return { type: "ack", ...head, accepted, rejected, flagged, conflicts };
}

function readProblem(pbf: PbfReader): ServerMessage {
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 2) m.title = p.readString();
    else if (tag === 3) m.detail = p.readString();
    else if (tag === 4) m.status = p.readVarint();
  }, { title: "", detail: "", status: 0 });
  return { type: "problem", ...o };
}
