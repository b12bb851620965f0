// The REST calls of the planner's page.
import { call, read } from "../api";
import {
  readAreasServed, readBuildingTimes, readOpenings, readReach, readSitingJob, readStationServices, readWhatIf,
  type AreaLevel, type AreasServed, type BuildingTime, type Candidate, type LonLat, type Opening, type Profile, type SitingJob, type SitingWeight, type StationServices, type WalkReach, type WhatIf,
} from "../protocol/coverage";
import type { Edit } from "./plan";
import { onWire } from "./plans_api";
import type { Question } from "./questions";

/** From where one walks: a station, a place, or (null) the nearest of all stations. */
export type Origin = { readonly station: string } | { readonly place: LonLat } | null;

/** Which stations count: those open at `at` (RFC 3339) and of `kind`; "": any. */
export interface StationFilter {
  readonly at: string;
  readonly kind: string;
}

/** What every question about walks says of the walkers. */
export interface Walkers extends StationFilter {
  readonly minutes: number;
  readonly profile: Profile;
}

export interface SitingQuestion extends StationFilter {
  readonly candidates: readonly Candidate[];
  readonly picks: number;
  readonly minutes: number;
  readonly profile: Profile;
  readonly weight: SitingWeight;
  /** Whether the stations of today count as open. */
  readonly has_stations: boolean;
  /** How many seconds the exact solver may take at most; 0: it is not asked. */
  readonly exact_s: number;
}

/** Only what is chosen is said. */
const chosen = ({ at, kind }: StationFilter): Partial<StationFilter> => ({ ...(at !== "" && { at }), ...(kind !== "" && { kind }) });

/** As the wire wants it. */
export const sitingBody = ({ at, kind, exact_s, ...question }: SitingQuestion): object => ({ ...question, ...(exact_s > 0 && { exact_s }), ...chosen({ at, kind }) });

function query({ minutes, profile, at, kind }: Walkers, origin: Origin = null): string {
  const all = new URLSearchParams({ minutes: String(minutes), profile, ...chosen({ at, kind }) });
  if (origin && "station" in origin) all.set("station", origin.station);
  else if (origin) {
    all.set("lon", origin.place[0].toFixed(7));
    all.set("lat", origin.place[1].toFixed(7));
  }
  return all.toString();
}

const onWireOrigin = (origin: Origin): object => (!origin || "station" in origin ? { ...origin } : { lon: origin.place[0], lat: origin.place[1] });

function levelQuery(level: AreaLevel, { profile, at, kind }: Omit<Walkers, "minutes">): string {
  return new URLSearchParams({ level, profile, ...chosen({ at, kind }) }).toString();
}

const sitingPath = (id: string): string => `/api/v1/siting/${encodeURIComponent(id)}`;

export const plannerApi = {
  /** `edits` of streets as if they were real; the origin stands where it is put. */
  reach: async (walkers: Walkers, origin: Origin, edits: readonly Edit[]): Promise<WalkReach> =>
    read(await (edits.length === 0 ? call("GET", `/api/v1/coverage/reach?${query(walkers, origin)}`)
      : call("POST", "/api/v1/coverage/reach", { minutes: walkers.minutes, profile: walkers.profile, ...chosen(walkers), ...onWireOrigin(origin), edits: edits.map(onWire) })), readReach),
  buildings: async (walkers: Walkers, origin: Origin): Promise<BuildingTime[]> =>
    read(await call("GET", `/api/v1/coverage/buildings?${query(walkers, origin)}`), readBuildingTimes),
  areas: async (level: AreaLevel, walkers: Omit<Walkers, "minutes">): Promise<AreasServed> =>
    read(await call("GET", `/api/v1/coverage/areas?${levelQuery(level, walkers)}`), readAreasServed),
  services: async (walkers: Walkers): Promise<StationServices> =>
    read(await call("GET", `/api/v1/coverage/stations?${query(walkers)}`), readStationServices),
  whatIf: async ({ edits, ...walkers }: Question): Promise<WhatIf> =>
    read(await call("POST", "/api/v1/coverage/what-if", { minutes: walkers.minutes, profile: walkers.profile, ...chosen(walkers), edits: edits.map(onWire) }), readWhatIf),
  openings: async (walkers: Walkers): Promise<Opening[]> =>
    read(await call("GET", `/api/v1/coverage/barriers?${query(walkers)}&most=20`), readOpenings),
  beginSiting: async (question: SitingQuestion): Promise<SitingJob> => read(await call("POST", "/api/v1/siting", sitingBody(question)), readSitingJob),
  siting: async (id: string): Promise<SitingJob> => read(await call("GET", sitingPath(id)), readSitingJob),
  cancelSiting: async (id: string): Promise<SitingJob> => read(await call("DELETE", sitingPath(id)), readSitingJob),
};
export type PlannerApi = typeof plannerApi;

/** The same tables as files. */
export function areasFile(level: AreaLevel, walkers: Omit<Walkers, "minutes">): string {
  return `/api/v1/coverage/areas?${levelQuery(level, walkers)}&format=csv`;
}
export function stationsFile(walkers: Walkers): string {
  return `/api/v1/coverage/stations?${query(walkers)}&format=csv`;
}
