// What a walk reaches, from /api/v1/coverage and /api/v1/siting: unknown until decoded here. Degrees, [lon, lat].
import { bool, emptyText, list, nullable, number, object, text, type Json } from "./check";
import { DecodeError } from "./decode_error";

export type LonLat = readonly [lon: number, lat: number];

/** A name of the map's profiles, alone or with a speed in m/s: "elder@0.65". */
export type Profile = string;

export const AREA_LEVELS = ["estate", "grid", "community"] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

export interface Counts {
  readonly buildings: number;
  readonly households: number;
  /** People of 60 and more; null where the buildings do not say. */
  readonly older: number | null;
}

export interface OutlineBand extends Counts {
  readonly minutes: number;
  readonly reached_outside: number;
  readonly unreached_inside: number;
  /** GeoJSON MultiPolygon, as it came. */
  readonly geometry: unknown;
}

export interface WalkReach {
  readonly street_m: number;
  /** GeoJSON MultiLineString, as it came. */
  readonly streets: unknown;
  /** Shortest first. */
  readonly outlines: readonly OutlineBand[];
}

export interface BuildingTime {
  readonly code: string;
  readonly seconds: number;
}

export interface ServedWithin extends Counts {
  readonly minutes: number;
}

export interface AreaServed extends Counts {
  readonly code: string;
  readonly name: string;
  readonly served: readonly ServedWithin[];
}

export interface AreasServed {
  /** Worst served first. */
  readonly areas: readonly AreaServed[];
  readonly total: Counts & { readonly served: readonly ServedWithin[] };
  readonly farthest: {
    readonly households: number;
    /** null: none of them reaches a station at all. */
    readonly mean_s: number | null;
    readonly unreached_households: number;
    readonly areas: readonly { readonly code: string; readonly name: string }[];
  };
  /** Households by whole minutes of walk. */
  readonly histogram: readonly number[];
}

export interface StationService extends Counts {
  readonly code: string;
  /** What it is for; "": the layer does not say. */
  readonly kind: string;
  /** As OpenStreetMap's opening_hours; empty: the layer does not say. */
  readonly hours: string;
  /** At the time asked about; null: none was, or its hours are not known. */
  readonly open: boolean | null;
  /** Those whom no other station serves. */
  readonly alone: Counts;
  readonly shared: Counts;
}

/** Every station, and whom all of them serve together, each building once. */
export interface StationServices {
  readonly by_code: ReadonlyMap<string, StationService>;
  readonly served: Counts;
}

export interface Changed extends Counts {
  readonly codes: readonly string[];
}

export interface WhatIf {
  readonly before: Counts;
  readonly after: Counts;
  readonly gained: Changed;
  readonly lost: Changed;
  readonly shorter: number;
  readonly longer: number;
}

export interface Opening {
  readonly kind: "gate" | "compound" | "link";
  readonly from: LonLat;
  readonly to: LonLat;
  /** On the street that is to be opened; null: the server does not say. */
  readonly place: LonLat | null;
  readonly length_m: number;
  readonly buildings: number;
  readonly households: number;
  readonly shorter: number;
}

export interface Candidate {
  readonly code: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** How much of what is weighed it can take; absent: no limit. */
  readonly capacity?: number;
}

/** What a siting weighs by. */
export type SitingWeight = "households" | "older" | "buildings";

/** `newly` and `load` are by weight, as far as there is room; null where no limit matters. */
export interface Pick extends Candidate {
  readonly adds: Counts;
  readonly newly: number | null;
  readonly load: number | null;
}

export interface SitingResult {
  readonly picks: readonly Pick[];
  /** Candidates too far from any street. */
  readonly off_street: readonly string[];
  readonly before: Counts;
  readonly after: Counts;
  readonly total: Counts;
  /** By weight, as far as there is room; null where no limit matters. */
  readonly assigned: { readonly before: number; readonly after: number } | null;
  /** The best cannot exceed this by more than this share of itself. */
  readonly gap: number;
  /** Why the exact solver, which was asked, has no answer; "": it has, or was not asked. */
  readonly exact_error: string;
  /** Stations say how many households they can take, and something else is weighed by. */
  readonly capacity_ignored: boolean;
}

export interface SitingJob {
  readonly id: string;
  readonly state: "running" | "done" | "cancelled" | "failed";
  /** 0 to 1. */
  readonly done: number;
  readonly result: SitingResult | null;
  /** Why it failed, as a refusal would say it; null: it did not, or the server does not say. */
  readonly problem: { readonly status: number; readonly detail: string } | null;
}

function position(value: unknown, where: string): LonLat {
  const [lon, lat] = list(value, where, number);
  if (lon === undefined || lat === undefined) throw new DecodeError(`${where}: expected [lon, lat]`);
  return [lon, lat];
}

function counts(value: unknown, where: string): Counts {
  const o = object(value, where);
  return {
    buildings: number(o["buildings"], `${where}.buildings`),
    households: number(o["households"], `${where}.households`),
    older: nullable(o["older"], `${where}.older`, number),
  };
}

export function readReach(value: unknown): WalkReach {
  let streets: unknown = { type: "MultiLineString", coordinates: [] };
  let street_m = 0;
  const outlines: OutlineBand[] = [];
  list(object(value, "reach")["features"], "reach.features", (v, where) => {
    const feature = object(v, where);
    const o = object(feature["properties"], `${where}.properties`);
    const figure = (name: string): number => number(o[name], `${where}.properties.${name}`);
    if (o["kind"] === "streets") {
      streets = feature["geometry"];
      street_m = figure("street_m");
    } else if (o["kind"] === "outline") {
      outlines.push({
        ...counts(o, `${where}.properties`), minutes: figure("minutes"), reached_outside: figure("reached_outside"),
        unreached_inside: figure("unreached_inside"), geometry: feature["geometry"],
      });
    }
  });
  return { street_m, streets, outlines: outlines.sort((a, b) => a.minutes - b.minutes) };
}

export function readBuildingTimes(value: unknown): BuildingTime[] {
  return list(object(value, "buildings")["buildings"], "buildings.buildings", (v, where) => {
    const o = object(v, where);
    return { code: text(o["code"], `${where}.code`), seconds: number(o["seconds"], `${where}.seconds`) };
  });
}

function served(o: Json, where: string): ServedWithin[] {
  return list(o["served"], `${where}.served`, (v, w) => ({ ...counts(v, w), minutes: number(object(v, w)["minutes"], `${w}.minutes`) }));
}

const named = (value: unknown, where: string): { code: string; name: string } => {
  const o = object(value, where);
  const code = text(o["code"], `${where}.code`);
  return { code, name: emptyText(o["name"], `${where}.name`) || code };
};

export function readAreasServed(value: unknown): AreasServed {
  const o = object(value, "areas");
  const total = object(o["total"], "areas.total");
  const farthest = object(o["farthest"], "areas.farthest");
  return {
    areas: list(o["areas"], "areas.areas", (v, w) => ({ ...named(v, w), ...counts(v, w), served: served(object(v, w), w) })),
    total: { ...counts(total, "areas.total"), served: served(total, "areas.total") },
    farthest: {
      households: number(farthest["households"], "areas.farthest.households"),
      mean_s: nullable(farthest["mean_s"], "areas.farthest.mean_s", number),
      unreached_households: number(farthest["unreached_households"], "areas.farthest.unreached_households"),
      areas: list(farthest["areas"], "areas.farthest.areas", named),
    },
    histogram: list(o["histogram"], "areas.histogram", number),
  };
}

export function readStationServices(value: unknown): StationServices {
  const all = object(value, "stations");
  const services = list(all["stations"], "stations.stations", (v, w): StationService => {
    const o = object(v, w);
    return {
      ...counts(v, w), code: text(o["code"], `${w}.code`), kind: emptyText(o["kind"], `${w}.kind`), hours: emptyText(o["hours"], `${w}.hours`), open: nullable(o["open"], `${w}.open`, bool),
      alone: counts(o["alone"], `${w}.alone`), shared: counts(o["shared"], `${w}.shared`),
    };
  });
  return { by_code: new Map(services.map((one) => [one.code, one])), served: counts(all["served"], "stations.served") };
}

function changed(value: unknown, where: string): Changed {
  return { ...counts(value, where), codes: list(object(value, where)["codes"], `${where}.codes`, text) };
}

export function readWhatIf(value: unknown): WhatIf {
  const o = object(value, "what-if");
  return {
    before: counts(o["before"], "what-if.before"), after: counts(o["after"], "what-if.after"),
    gained: changed(o["gained"], "what-if.gained"), lost: changed(o["lost"], "what-if.lost"),
    shorter: number(o["shorter"], "what-if.shorter"), longer: number(o["longer"], "what-if.longer"),
  };
}

export function readOpenings(value: unknown): Opening[] {
  return list(object(value, "barriers")["openings"], "barriers.openings", (v, w) => {
    const o = object(v, w);
    return {
      kind: o["kind"] === "gate" || o["kind"] === "compound" ? o["kind"] : "link",
      from: position(o["from"], `${w}.from`), to: position(o["to"], `${w}.to`),
      place: nullable(o["place"], `${w}.place`, position), length_m: number(o["length_m"], `${w}.length_m`), buildings: number(o["buildings"], `${w}.buildings`),
      households: number(o["households"], `${w}.households`), shorter: number(o["shorter"], `${w}.shorter`),
    };
  });
}

function readSitingResult(value: unknown, where: string): SitingResult {
  const o = object(value, where);
  const code = (v: unknown, w: string): string => (typeof v === "string" ? v : text(object(v, w)["code"], `${w}.code`));
  return {
    picks: list(o["picks"], `${where}.picks`, (v, w) => {
      const pick = object(v, w);
      return { ...named(v, w), lon: number(pick["lon"], `${w}.lon`), lat: number(pick["lat"], `${w}.lat`), adds: counts(pick["adds"], `${w}.adds`), newly: nullable(pick["newly"], `${w}.newly`, number), load: nullable(pick["load"], `${w}.load`, number) };
    }),
    off_street: list(o["off_street"], `${where}.off_street`, code),
    before: counts(o["before"], `${where}.before`), after: counts(o["after"], `${where}.after`), total: counts(o["total"], `${where}.total`),
    assigned: nullable(o["assigned"], `${where}.assigned`, (v, w) => ({ before: number(object(v, w)["before"], `${w}.before`), after: number(object(v, w)["after"], `${w}.after`) })),
    gap: number(o["gap"], `${where}.gap`), exact_error: emptyText(o["exact_error"], `${where}.exact_error`),
    capacity_ignored: nullable(o["capacity_ignored"], `${where}.capacity_ignored`, bool) ?? false,
  };
}

export function readSitingJob(value: unknown): SitingJob {
  const o = object(value, "siting");
  const state = text(o["state"], "siting.state");
  if (state !== "running" && state !== "done" && state !== "cancelled" && state !== "failed") throw new DecodeError(`siting.state: ${state}`);
  return {
    id: text(o["id"], "siting.id"), state, done: nullable(o["done"], "siting.done", number) ?? 0,
    result: nullable(o["result"], "siting.result", readSitingResult),
    problem: nullable(o["problem"], "siting.problem", (v, w) => ({ status: number(object(v, w)["status"], `${w}.status`), detail: text(object(v, w)["detail"], `${w}.detail`) })),
  };
}
