// The REST objects of server/protocol/README.md: unknown until decoded here.
import { bool, emptyText, list, nullable, number, object, text, time, within } from "./check";
import { readDeadlines, type Deadline } from "./deadlines";
import { severity } from "./decode_upserts";
import { LEVELS, type Areas, type Bbox, type Incident, type Level } from "./live";
import { readPhoto, type Photo } from "./photos";
import { readProof, type ArrivalProof } from "./proof";
import { readRouting, type Routing } from "./routing";
import { readSimilar, type Similar } from "./similar";

export interface Session {
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly areas: readonly string[];
}

export interface Station {
  readonly code: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** A way of walking that questions may name. */
export interface WalkProfile {
  readonly name: string;
  readonly title: string;
  readonly speed_mps: number;
  readonly takes_steps: boolean;
}

export interface MapInfo {
  readonly bbox: Bbox | null;
  readonly layers: readonly { readonly layer: string; readonly version: string; readonly features: number }[];
  readonly stations: readonly Station[];
  readonly profiles: readonly WalkProfile[];
}

export interface Named {
  readonly code: string;
  readonly name: string;
}

/** One post of an area; without a person it is vacant and has neither name nor number. */
export interface Responsible {
  readonly post: string;
  readonly name: string;
  readonly phone: string;
  readonly area: string;
  readonly vacant: boolean;
}

export interface Owner {
  readonly lon: number;
  readonly lat: number;
  readonly areas: Readonly<Record<Level, Named | null>>;
  readonly ambiguous: boolean;
  /** Nearest level first. */
  readonly people: readonly Responsible[];
  /** The nearest on foot that is open, or whose hours nobody knows. */
  readonly station: NearStation | null;
  /** One that is nearer, and closed. */
  readonly closed_station: NearStation | null;
}

export interface NearStation extends Named {
  readonly walk_s: number;
  /** Unix milliseconds; null: it is open, or never opens. */
  readonly opens_at: number | null;
}

export interface HistoryEntry {
  readonly action: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly actor: string;
  readonly time_ms: number;
  readonly note: string;
  /** What proves it: free text, or the digests of photos. */
  readonly evidence: string;
  /** Of an arrival that the own position confirms. */
  readonly proof: ArrivalProof | null;
}

export interface IncidentDetail extends Incident {
  readonly text: string;
  readonly channel: string;
  readonly history: readonly HistoryEntry[];
  readonly actions: readonly string[];
  /** Of the actions, those that a note must come with, and those that need evidence. */
  readonly need_note: readonly string[];
  readonly need_evidence: readonly string[];
  /** Code of the building it was reported from; empty: by a point. */
  readonly building: string;
  readonly deadlines: readonly Deadline[];
  /** Others that may be about the same thing, best first; told only where one is read. */
  readonly similar: readonly Similar[];
  readonly photos: readonly Photo[];
  /** In order; the last one holds. */
  readonly routings: readonly Routing[];
}

export interface WorkerInfo {
  readonly id: string;
  readonly name: string;
  readonly on_duty: boolean;
}

export function readSession(value: unknown): Session {
  const o = object(value, "session");
  return {
    user: text(o["user"], "session.user"),
    name: emptyText(o["name"], "session.name"),
    role: text(o["role"], "session.role"),
    areas: nullable(o["areas"], "session.areas", (v, w) => list(v, w, text)) ?? [],
  };
}

function readBbox(value: unknown, where: string): Bbox {
  const [w, s, e, n] = list(value, where, number);
  return [within(w, where, 180), within(s, where, 90), within(e, where, 180), within(n, where, 90)];
}

function readStation(value: unknown, where: string): Station {
  const o = object(value, where);
  return {
    code: text(o["code"], `${where}.code`),
    name: emptyText(o["name"], `${where}.name`),
    lon: within(o["lon"], `${where}.lon`, 180),
    lat: within(o["lat"], `${where}.lat`, 90),
  };
}

function readWalkProfile(value: unknown, where: string): WalkProfile {
  const o = object(value, where);
  return {
    name: text(o["name"], `${where}.name`),
    title: emptyText(o["title"], `${where}.title`),
    speed_mps: number(o["speed_mps"], `${where}.speed_mps`),
    takes_steps: bool(o["takes_steps"], `${where}.takes_steps`),
  };
}

export function readMapInfo(value: unknown): MapInfo {
  const o = object(value, "map");
  return {
    bbox: nullable(o["bbox"], "map.bbox", readBbox),
    layers: list(o["layers"], "map.layers", (v, w) => {
      const layer = object(v, w);
      const version = layer["version"];
      return {
        layer: text(layer["layer"], `${w}.layer`),
        version: typeof version === "number" ? String(version) : emptyText(version, `${w}.version`),
        features: number(layer["features"], `${w}.features`),
      };
    }),
    stations: list(o["stations"], "map.stations", readStation),
    profiles: list(o["profiles"], "map.profiles", readWalkProfile),
  };
}

function readNamed(value: unknown, where: string): Named {
  const o = object(value, where);
  return { code: text(o["code"], `${where}.code`), name: emptyText(o["name"], `${where}.name`) };
}

function readResponsible(value: unknown, where: string): Responsible {
  const o = object(value, where);
  return {
    post: text(o["post"], `${where}.post`),
    name: emptyText(o["name"], `${where}.name`),
    phone: emptyText(o["phone"], `${where}.phone`),
    area: emptyText(o["area"], `${where}.area`),
    vacant: nullable(o["vacant"], `${where}.vacant`, bool) ?? false,
  };
}

export function readOwner(value: unknown): Owner {
  const o = object(value, "owner");
  const areas = object(o["areas"], "owner.areas");
  return {
    lon: within(o["lon"], "owner.lon", 180),
    lat: within(o["lat"], "owner.lat", 90),
    areas: Object.fromEntries(
      LEVELS.map((level) => [level, nullable(areas[level], `owner.areas.${level}`, readNamed)]),
    ) as Record<Level, Named | null>,
    ambiguous: bool(o["ambiguous"], "owner.ambiguous"),
    people: nullable(o["people"], "owner.people", (v, w) => list(v, w, readResponsible)) ?? [],
    station: nullable(o["station"], "owner.station", readNearStation),
    closed_station: nullable(o["nearer_closed_station"], "owner.nearer_closed_station", readNearStation),
  };
}

function readNearStation(value: unknown, where: string): NearStation {
  const o = object(value, where);
  return { ...readNamed(value, where), walk_s: number(o["walk_s"], `${where}.walk_s`), opens_at: nullable(o["opens_at"], `${where}.opens_at`, time) };
}

/** Codes by level; `null` levels are left out. */
function readAreaCodes(value: unknown, where: string): Areas {
  const o = object(value, where);
  const out: Partial<Record<Level, string>> = {};
  for (const level of LEVELS) {
    const code = nullable(o[level], `${where}.${level}`, text);
    if (code) out[level] = code;
  }
  return out;
}

function readHistory(value: unknown, where: string): HistoryEntry {
  const o = object(value, where);
  return {
    action: text(o["action"], `${where}.action`),
    from: nullable(o["from"], `${where}.from`, text),
    to: nullable(o["to"], `${where}.to`, text),
    actor: emptyText(o["actor"], `${where}.actor`),
    time_ms: time(o["time"], `${where}.time`),
    note: emptyText(o["note"], `${where}.note`),
    evidence: emptyText(o["evidence"], `${where}.evidence`),
    proof: nullable(o["proof"], `${where}.proof`, readProof),
  };
}

/** The actions that need it. */
function readNeeds(value: unknown, where: string, what: "note" | "evidence"): string[] {
  const needs = object(value, where);
  return Object.keys(needs).filter((action) => list(needs[action], `${where}.${action}`, text).includes(what));
}

export function readIncident(value: unknown): IncidentDetail {
  const o = object(value, "incident");
  const words = emptyText(o["text"], "incident.text");
  const needs = o["needs"] ?? {};
  const assignee = emptyText(o["assignee"], "incident.assignee");
  const level = nullable(o["level"], "incident.level", number) ?? 0;
  return {
    id: text(o["id"], "incident.id"),
    stage: text(o["stage"], "incident.stage"),
    severity: severity(text(o["severity"], "incident.severity")),
    category: emptyText(o["category"], "incident.category"),
    lon: within(o["lon"], "incident.lon", 180),
    lat: within(o["lat"], "incident.lat", 90),
    areas: readAreaCodes(o["areas"], "incident.areas"),
    version: number(o["version"], "incident.version"),
    time_ms: time(o["time"], "incident.time"),
    title: words,
    text: words,
    channel: emptyText(o["channel"], "incident.channel"),
    history: nullable(o["history"], "incident.history", (v, w) => list(v, w, readHistory)) ?? [],
    actions: nullable(o["actions"], "incident.actions", (v, w) => list(v, w, text)) ?? [],
    need_note: readNeeds(needs, "incident.needs", "note"),
    need_evidence: readNeeds(needs, "incident.needs", "evidence"),
    building: emptyText(o["building"], "incident.building"),
    deadlines: nullable(o["due"], "incident.due", readDeadlines) ?? [],
    similar: nullable(o["similar"], "incident.similar", (v, w) => list(v, w, readSimilar)) ?? [],
    photos: nullable(o["photos"], "incident.photos", (v, w) => list(v, w, readPhoto)) ?? [],
    routings: nullable(o["routings"], "incident.routings", (v, w) => list(v, w, readRouting)) ?? [],
    ...(o["paused"] === true && { paused: true as const }),
    ...(assignee !== "" && { assignee }),
    ...(level > 0 && { level }),
  };
}

export function readWorkers(value: unknown): WorkerInfo[] {
  return list(object(value, "workers")["items"], "workers.items", (v, w) => {
    const o = object(v, w);
    return { id: text(o["id"], `${w}.id`), name: emptyText(o["name"], `${w}.name`), on_duty: bool(o["on_duty"], `${w}.on_duty`) };
  });
}
