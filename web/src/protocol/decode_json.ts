// The JSON form of a ServerMessage: says the same as the binary one, for eyes and tools.
import { bool, list, nullable, number, object, text, time, within, type Json } from "./check";
import { DecodeError } from "./decode_error";
import { countLevel, milestone, severity } from "./decode_upserts";
import {
  LEVELS, LIVE_LAYERS,
  type Areas, type Count, type Due, type Incident, type Level, type Position, type Reach, type Remove, type ServerMessage, type Worker,
} from "./live";
import { readPlan, type SharedPlan } from "./plans";

const optional = (o: Json, key: string, where: string): number | undefined => nullable(o[key], `${where}.${key}`, number) ?? undefined;

function readPlace(o: Json, where: string): { lon: number; lat: number } {
  return { lon: within(o["lon"], `${where}.lon`, 180), lat: within(o["lat"], `${where}.lat`, 90) };
}

function readAreas(value: unknown, where: string): Areas {
  const o = object(value, where);
  const areas: Partial<Record<Level, string>> = {};
  for (const level of LEVELS) {
    const code = nullable(o[level], `${where}.${level}`, text);
    if (code) areas[level] = code;
  }
  return areas;
}

function readWorker(o: Json, where: string): Worker {
  return {
    id: text(o["id"], `${where}.id`), ...readPlace(o, where), accuracy_m: number(o["accuracy_m"], `${where}.accuracy_m`),
    time_ms: time(o["time"], `${where}.time`), areas: readAreas(o["areas"], `${where}.areas`),
  };
}

function readDue(value: unknown, where: string): Due {
  const o = object(value, where);
  return { milestone: milestone(text(o["milestone"], `${where}.milestone`)), at_ms: time(o["at"], `${where}.at`), from_ms: time(o["from"], `${where}.from`) };
}

/** Department, level and assignee; what is empty is left out. */
function readWhose(o: Json, where: string): Pick<Incident, "department" | "level" | "assignee"> {
  const department = nullable(o["department"], `${where}.department`, text) ?? "";
  const level = nullable(o["level"], `${where}.level`, number) ?? 0;
  const assignee = nullable(o["assignee"], `${where}.assignee`, text) ?? "";
  return { ...(department !== "" && { department }), ...(level > 0 && { level }), ...(assignee !== "" && { assignee }) };
}

function readIncident(o: Json, where: string): Incident {
  const due = nullable(o["due"], `${where}.due`, readDue);
  const paused = nullable(o["paused"], `${where}.paused`, bool) === true;
  const overdue = nullable(o["overdue"], `${where}.overdue`, (v, w) => list(v, w, text)) ?? [];
  return {
    id: text(o["id"], `${where}.id`), stage: text(o["stage"], `${where}.stage`), severity: severity(text(o["severity"], `${where}.severity`)),
    category: text(o["category"], `${where}.category`), ...readPlace(o, where), areas: readAreas(o["areas"], `${where}.areas`),
    version: number(o["version"], `${where}.version`), time_ms: time(o["time"], `${where}.time`), title: text(o["title"], `${where}.title`),
    ...(due && { due }), ...(paused && { paused: true as const }), ...(overdue.length > 0 && { overdue: overdue.map(milestone) }),
    ...readWhose(o, where),
  };
}

function readPosition(value: unknown, where: string): Position {
  const [lon, lat] = list(value, where, number);
  return [within(lon, where, 180), within(lat, where, 90)];
}

function readReach(o: Json, where: string): Reach {
  const streets = object(o["streets"], `${where}.streets`)["coordinates"];
  return {
    id: text(o["id"], `${where}.id`), limit_s: number(o["limit_s"], `${where}.limit_s`),
    buildings: number(o["buildings"], `${where}.buildings`), households: number(o["households"], `${where}.households`),
    streets: list(streets, `${where}.streets`, (line, w) => list(line, w, readPosition)),
  };
}

function readCount(o: Json, where: string): Count {
  return {
    id: text(o["id"], `${where}.id`), level: countLevel(text(o["level"], `${where}.level`)), ...readPlace(o, where),
    workers: number(o["workers"], `${where}.workers`), routine: number(o["routine"], `${where}.routine`),
    urgent: number(o["urgent"], `${where}.urgent`), critical: number(o["critical"], `${where}.critical`),
  };
}

function readUpserts(value: unknown, where: string) {
  const out = { workers: [] as Worker[], incidents: [] as Incident[], reaches: [] as Reach[], counts: [] as Count[] };
  const plans: SharedPlan[] = [];
  list(value, where, (item, w) => {
    const o = object(item, w);
    switch (o["layer"]) {
      case "worker": return out.workers.push(readWorker(o, w));
      case "incident": return out.incidents.push(readIncident(o, w));
      case "reach": return out.reaches.push(readReach(o, w));
      case "count": return out.counts.push(readCount(o, w));
      case "plan": return plans.push(readPlan(o, w));
      default: throw new DecodeError(`${w}: upsert of an unknown layer ${String(o["layer"])}`);
    }
  });
  return { ...out, ...(plans.length > 0 && { plans }) };
}

function readRemove(value: unknown, where: string): Remove {
  const o = object(value, where);
  const layer = LIVE_LAYERS.find((known) => known === o["layer"]);
  if (!layer) throw new DecodeError(`${where}: remove of an unknown layer ${String(o["layer"])}`);
  return { layer, id: text(o["id"], `${where}.id`) };
}

const readPair = (value: unknown, where: string): [number, number] => {
  const [from, to] = list(value, where, number);
  return [number(from, where), number(to, where)];
};

function readVerdict(key: "reason" | "flag") {
  return (value: unknown, where: string): { seq: number; reason: string } => {
    const o = object(value, where);
    return { seq: number(o["seq"], `${where}.seq`), reason: text(o[key], `${where}.${key}`) };
  };
}

function readBody(o: Json): ServerMessage {
  const [seq, tick] = [optional(o, "seq", "message"), optional(o, "tick", "message")];
  switch (o["type"]) {
    case "hello": return {
      type: "hello", epoch: text(o["epoch"], "hello.epoch"), seq: seq ?? 0, tick: tick ?? 0, time_ms: time(o["time"], "hello.time"),
      user: text(o["user"], "hello.user"), role: text(o["role"], "hello.role"),
    };
    case "snapshot": return { type: "snapshot", seq: seq ?? 0, tick: tick ?? 0, ...readUpserts(o["upserts"], "snapshot.upserts") };
    case "changes": return {
      type: "changes", ...(seq === undefined ? {} : { seq }), ...(tick === undefined ? {} : { tick }),
      ...readUpserts(o["upserts"], "changes.upserts"),
      // Only blocks say since when they are whole: in this form a missing one does not show.
      since: 0,
      removes: list(o["removes"], "changes.removes", readRemove),
    };
    case "ack": return {
      type: "ack", device: text(o["device"], "ack.device"), boot: number(o["boot"], "ack.boot"),
      accepted: list(o["accepted"], "ack.accepted", readPair), rejected: list(o["rejected"], "ack.rejected", readVerdict("reason")),
      flagged: list(o["flagged"], "ack.flagged", readVerdict("flag")), conflicts: list(o["conflicts"], "ack.conflicts", number),
      acked_through: number(o["acked_through"], "ack.acked_through"),
    };
    case "forget": return { type: "forget", removes: list(o["removes"], "forget.removes", readRemove) };
    case "resync": return { type: "resync", reason: text(o["reason"], "resync.reason") };
    case "problem": return {
      type: "problem", title: text(o["title"], "problem.title"), detail: nullable(o["detail"], "problem.detail", text) ?? "",
      status: number(o["status"], "problem.status"),
    };
    default: throw new DecodeError(`no message of type ${String(o["type"])}`);
  }
}

/** Throws DecodeError for text that is not one ServerMessage. */
export function decodeJson(words: string): ServerMessage {
  let value: unknown;
  try {
    value = JSON.parse(words);
  } catch (error) {
    throw new DecodeError(String(error));
  }
  return readBody(object(value, "message"));
}
