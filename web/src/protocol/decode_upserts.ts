// Workers, incidents and reach as they lie in the binary stream: delta columns of 1e-7 degree.
import type { PbfReader } from "pbf";
import { DecodeError } from "./decode_error";
import {
  COUNT_LEVELS, LEVELS, MILESTONES, SEVERITIES,
  type Areas, type Count, type CountLevel, type Incident, type Milestone, type Position, type Reach, type Severity, type Worker, type WorkerUpsert,
} from "./live";

const UNIT = 1e7;

export interface WorkerBlock {
  readonly previous: number;
  readonly workers: readonly WorkerUpsert[];
}

/** Degrees from whole units of 1e-7 degree; throws when outside the world. */
function degrees(units: number, limit: number): number {
  const value = units / UNIT;
  if (!Number.isFinite(value) || Math.abs(value) > limit) {
    throw new DecodeError(`coordinate ${value} is outside ±${limit}°`);
  }
  return value;
}

/** First absolute, then differences: turned into absolute values. */
export function undelta(column: readonly number[]): number[] {
  let sum = 0;
  return column.map((d) => (sum += d));
}

function readAreas(pbf: PbfReader): Areas {
  return pbf.readMessage((tag, o, p) => {
    const level = LEVELS[tag - 1];
    if (!level) return;
    const code = p.readString();
    if (code !== "") o[level] = code;
  }, {} as Partial<Record<(typeof LEVELS)[number], string>>);
}

export function readWorkerBlock(pbf: PbfReader): WorkerBlock {
  const id: string[] = [];
  const lon: number[] = [];
  const lat: number[] = [];
  const accuracy: number[] = [];
  const time: number[] = [];
  const areaSet: number[] = [];
  const areaSets: Areas[] = [];
  const head = pbf.readMessage((tag, o, p) => {
    if (tag === 4) o.previous = p.readVarint();
    else if (tag === 5) id.push(p.readString());
    else if (tag === 6) p.readPackedSVarint(lon);
    else if (tag === 7) p.readPackedSVarint(lat);
    else if (tag === 8) p.readPackedVarint(accuracy);
    else if (tag === 9) p.readPackedSVarint(time);
    else if (tag === 10) p.readPackedVarint(areaSet);
    else if (tag === 11) areaSets.push(readAreas(p));
  }, { previous: 0 });
  const lengths = [lon, lat, accuracy, time, areaSet].map((c) => c.length);
  if (areaSet.length === 0) lengths.pop(); // of all unchanged
  if (lengths.some((n) => n !== id.length)) {
    throw new DecodeError(`worker block of ${id.length} ids has columns of ${lengths.join(", ")}`);
  }
  const lons = undelta(lon);
  const lats = undelta(lat);
  const times = undelta(time);
  const workers = id.map((worker, i): WorkerUpsert => {
    const set = areaSet[i] ?? areaSets.length;
    if (set > areaSets.length) throw new DecodeError(`area set ${set} of ${areaSets.length}`);
    const areas = areaSets[set];
    return {
      id: worker,
      lon: degrees(lons[i]!, 180),
      lat: degrees(lats[i]!, 90),
      accuracy_m: accuracy[i]! / 10,
      time_ms: times[i]!,
      ...(areas && { areas }),
    };
  });
  return { previous: head.previous, workers };
}

/** Of a snapshot: there is nothing that its areas could be unchanged from. */
export function whole(worker: WorkerUpsert): Worker {
  const { areas } = worker;
  if (!areas) throw new DecodeError(`a snapshot leaves out the areas of worker ${worker.id}`);
  return { ...worker, areas };
}

export function severity(text: string): Severity {
  const known = SEVERITIES.find((s) => s === text);
  if (!known) throw new DecodeError(`severity "${text}" is not one of ${SEVERITIES.join(", ")}`);
  return known;
}

export function milestone(text: string): Milestone {
  const known = MILESTONES.find((m) => m === text);
  if (!known) throw new DecodeError(`milestone "${text}" is not one of ${MILESTONES.join(", ")}`);
  return known;
}

export function readIncident(pbf: PbfReader): Incident {
  let areas: Areas = {};
  const due = { milestone: "", at_ms: 0, from_ms: 0 };
  const overdue: Milestone[] = [];
  const held = { paused: false };
  const whose = { department: "", level: 0, assignee: "" };
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.id = p.readString();
    else if (tag === 2) m.stage = p.readString();
    else if (tag === 3) m.severity = p.readString();
    else if (tag === 4) m.category = p.readString();
    else if (tag === 5) m.lon = p.readSVarint();
    else if (tag === 6) m.lat = p.readSVarint();
    else if (tag === 7) areas = readAreas(p);
    else if (tag === 8) m.version = p.readVarint();
    else if (tag === 9) m.time_ms = p.readVarint(true);
    else if (tag === 10) m.title = p.readString();
    else if (tag === 11) due.milestone = p.readString();
    else if (tag === 12) due.at_ms = p.readVarint(true);
    else if (tag === 13) due.from_ms = p.readVarint(true);
    else if (tag === 14) held.paused = p.readBoolean();
    else if (tag === 15) overdue.push(milestone(p.readString()));
    else if (tag === 16) whose.department = p.readString();
    else if (tag === 17) whose.level = p.readVarint();
    else if (tag === 18) whose.assignee = p.readString();
  }, { id: "", stage: "", severity: "", category: "", lon: 0, lat: 0, version: 0, time_ms: 0, title: "" });
  if (o.id === "") throw new DecodeError("incident without an id");
  return {
    ...o, severity: severity(o.severity), lon: degrees(o.lon, 180), lat: degrees(o.lat, 90), areas,
    ...(due.milestone !== "" && { due: { ...due, milestone: milestone(due.milestone) } }),
    ...(held.paused && { paused: true as const }),
    ...(overdue.length > 0 && { overdue }),
    ...(whose.department !== "" && { department: whose.department }),
    ...(whose.level > 0 && { level: whose.level }),
    ...(whose.assignee !== "" && { assignee: whose.assignee }),
  };
}

function readLine(pbf: PbfReader): Position[] {
  const lon: number[] = [];
  const lat: number[] = [];
  pbf.readMessage((tag, _o, p) => {
    if (tag === 1) p.readPackedSVarint(lon);
    else if (tag === 2) p.readPackedSVarint(lat);
  }, {});
  if (lon.length !== lat.length) throw new DecodeError(`line of ${lon.length} longitudes and ${lat.length} latitudes`);
  const lats = undelta(lat);
  return undelta(lon).map((x, i) => [degrees(x, 180), degrees(lats[i]!, 90)]);
}

export function readReach(pbf: PbfReader): Reach {
  const streets: Position[][] = [];
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.id = p.readString();
    else if (tag === 2) m.limit_s = p.readDouble();
    else if (tag === 3) m.buildings = p.readVarint();
    else if (tag === 4) m.households = p.readVarint();
    else if (tag === 5) streets.push(readLine(p));
  }, { id: "", limit_s: 0, buildings: 0, households: 0 });
  if (o.id === "") throw new DecodeError("reach without a station");
  return { ...o, streets };
}

export function countLevel(text: string): CountLevel {
  const known = COUNT_LEVELS.find((level) => level === text);
  if (!known) throw new DecodeError(`count of level "${text}", not one of ${COUNT_LEVELS.join(", ")}`);
  return known;
}

export function readCount(pbf: PbfReader): Count {
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.id = p.readString();
    else if (tag === 2) m.level = p.readString();
    else if (tag === 3) m.lon = p.readSVarint();
    else if (tag === 4) m.lat = p.readSVarint();
    else if (tag === 5) m.workers = p.readVarint();
    else if (tag === 6) m.routine = p.readVarint();
    else if (tag === 7) m.urgent = p.readVarint();
    else if (tag === 8) m.critical = p.readVarint();
  }, { id: "", level: "", lon: 0, lat: 0, workers: 0, routine: 0, urgent: 0, critical: 0 });
  if (o.id === "") throw new DecodeError("count without an area");
  return { ...o, level: countLevel(o.level), lon: degrees(o.lon, 180), lat: degrees(o.lat, 90) };
}
