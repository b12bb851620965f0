// Plans that are open for everybody: on /live in both forms, and over REST, which writes them as the JSON form does.
import type { PbfReader } from "pbf";
import { emptyText, list, nullable, number, object, text } from "./check";
import { readWhatIf, type LonLat, type Profile, type WhatIf } from "./coverage";
import { DecodeError } from "./decode_error";

export type TownEdit =
  | { readonly edit: "add_station"; readonly lon: number; readonly lat: number }
  | { readonly edit: "move_station"; readonly station: string; readonly lon: number; readonly lat: number }
  | { readonly edit: "remove_station"; readonly station: string }
  | { readonly edit: "close_street" | "open_street"; readonly lon: number; readonly lat: number }
  | { readonly edit: "add_link"; readonly from: LonLat; readonly to: LonLat };

export interface SharedPlan {
  readonly id: string;
  readonly name: string;
  /** User who made it. */
  readonly owner: string;
  readonly owner_name: string;
  /** Who has it may change the plan, as its owner may. */
  readonly role: string;
  /** User who changed it last. */
  readonly editor: string;
  readonly editor_name: string;
  readonly version: number;
  /** That is kept over a restart; null: none is. */
  readonly saved_version: number | null;
  readonly minutes: number;
  readonly profile: Profile;
  /** Only stations open then count, RFC 3339; "": whatever their hours. */
  readonly at: string;
  /** Only stations of this kind count; "": of any. */
  readonly kind: string;
  readonly edits: readonly TownEdit[];
  /** null: see `problem`. */
  readonly answer: WhatIf | null;
  /** Why its edits fit the town no longer. */
  readonly problem: string | null;
}

interface RawEdit {
  readonly kind: string;
  readonly station: string;
  readonly place: LonLat;
  readonly to: LonLat;
}

/** With its fields in the order of the page's own edits: they are compared as text. */
function editOf({ kind, station, place: [lon, lat], to }: RawEdit, where: string): TownEdit {
  switch (kind) {
    case "add_station": case "close_street": case "open_street": return { edit: kind, lon, lat };
    case "move_station": return { edit: kind, station, lon, lat };
    case "remove_station": return { edit: kind, station };
    case "add_link": return { edit: kind, from: [lon, lat], to };
    default: throw new DecodeError(`${where}: edit of an unknown kind "${kind}"`);
  }
}

function readPair(value: unknown, where: string): LonLat {
  const [lon, lat] = list(value, where, number);
  return [number(lon, where), number(lat, where)];
}

const NOWHERE: LonLat = [0, 0];

function readEdit(value: unknown, where: string): TownEdit {
  const o = object(value, where);
  const kind = text(o["edit"], `${where}.edit`);
  const link = kind === "add_link";
  const place: LonLat = link ? readPair(o["from"], `${where}.from`) : kind === "remove_station" ? NOWHERE : [number(o["lon"], `${where}.lon`), number(o["lat"], `${where}.lat`)];
  return editOf({ kind, station: nullable(o["station"], `${where}.station`, text) ?? "", place, to: link ? readPair(o["to"], `${where}.to`) : NOWHERE }, where);
}

/** One plan as JSON. */
export function readPlan(value: unknown, where = "plan"): SharedPlan {
  const o = object(value, where);
  const word = (key: string): string => text(o[key], `${where}.${key}`);
  return {
    id: word("id"), name: word("name"), owner: word("owner"), owner_name: word("owner_name"), role: word("role"), editor: word("editor"), editor_name: word("editor_name"),
    version: number(o["version"], `${where}.version`), saved_version: nullable(o["saved_version"], `${where}.saved_version`, number),
    minutes: number(o["minutes"], `${where}.minutes`), profile: word("profile"),
    at: emptyText(o["at"], `${where}.at`), kind: emptyText(o["kind"], `${where}.kind`), edits: list(o["edits"], `${where}.edits`, readEdit),
    answer: o["answer"] === null ? null : readWhatIf(o["answer"]), problem: nullable(o["problem"], `${where}.problem`, text),
  };
}

const UNIT = 1e7;

function readBinaryEdit(pbf: PbfReader): TownEdit {
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.kind = p.readString();
    else if (tag === 2) m.station = p.readString();
    else if (tag >= 3 && tag <= 6) m.units[tag - 3] = p.readSVarint();
  }, { kind: "", station: "", units: [0, 0, 0, 0] as [number, number, number, number] });
  const [lon, lat, to_lon, to_lat] = o.units;
  return editOf({ ...o, place: [lon / UNIT, lat / UNIT], to: [to_lon / UNIT, to_lat / UNIT] }, "plan");
}

function readServed(pbf: PbfReader): WhatIf["gained"] {
  const codes: string[] = [];
  const held: { older: number | null } = { older: null };
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.buildings = p.readVarint();
    else if (tag === 2) m.households = p.readVarint();
    else if (tag === 3) codes.push(p.readString());
    else if (tag === 4) held.older = p.readVarint();
  }, { buildings: 0, households: 0 });
  return { ...o, ...held, codes };
}

function readCounts(pbf: PbfReader): WhatIf["before"] {
  const { buildings, households, older } = readServed(pbf);
  return { buildings, households, older };
}

function readAnswer(pbf: PbfReader): WhatIf {
  const nobody: WhatIf["gained"] = { buildings: 0, households: 0, older: null, codes: [] };
  const start: { -readonly [K in keyof WhatIf]: WhatIf[K] } = { before: nobody, after: nobody, gained: nobody, lost: nobody, shorter: 0, longer: 0 };
  return pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.before = readCounts(p);
    else if (tag === 2) m.after = readCounts(p);
    else if (tag === 3) m.gained = readServed(p);
    else if (tag === 4) m.lost = readServed(p);
    else if (tag === 6) m.shorter = p.readVarint();
    else if (tag === 7) m.longer = p.readVarint();
  }, start);
}

/** One Plan of live.proto. */
export function readBinaryPlan(pbf: PbfReader): SharedPlan {
  const edits: TownEdit[] = [];
  const held: { answer: WhatIf | null } = { answer: null };
  const o = pbf.readMessage((tag, m, p) => {
    if (tag === 1) m.id = p.readString();
    else if (tag === 2) m.name = p.readString();
    else if (tag === 3) m.owner = p.readString();
    else if (tag === 4) m.owner_name = p.readString();
    else if (tag === 5) m.role = p.readString();
    else if (tag === 6) m.editor = p.readString();
    else if (tag === 7) m.editor_name = p.readString();
    else if (tag === 8) m.version = p.readVarint();
    else if (tag === 9) m.saved_version = p.readVarint();
    else if (tag === 10) m.minutes = p.readDouble();
    else if (tag === 11) m.profile = p.readString();
    else if (tag === 12) edits.push(readBinaryEdit(p));
    else if (tag === 13) held.answer = readAnswer(p);
    else if (tag === 14) m.problem = p.readString();
    else if (tag === 15) m.at = p.readString();
    else if (tag === 16) m.kind = p.readString();
  }, { id: "", name: "", owner: "", owner_name: "", role: "", editor: "", editor_name: "", version: 0, saved_version: 0, minutes: 0, profile: "", problem: "", at: "", kind: "" });
  if (o.id === "") throw new DecodeError("plan without an id");
  return { ...o, saved_version: o.saved_version || null, edits, answer: held.answer, problem: o.problem || null };
}
