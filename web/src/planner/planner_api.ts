// The REST calls of the planner's page.
import { call, read } from "../api";
import {
  readAreasServed, readBuildingTimes, readOpenings, readReach, readSitingJob, readWhatIf,
  type AreaLevel, type AreasServed, type BuildingTime, type Candidate, type LonLat, type Opening, type Profile, type SitingJob, type WalkReach, type WhatIf,
} from "../protocol/coverage";
import { onWire } from "./plans_api";
import type { Question } from "./questions";

/** From where one walks: a station, a place, or (null) the nearest of all stations. */
export type Origin = { readonly station: string } | { readonly place: LonLat } | null;

export interface SitingQuestion {
  readonly candidates: readonly Candidate[];
  readonly picks: number;
  readonly minutes: number;
  readonly profile: Profile;
  readonly weight: "households" | "buildings";
  /** Whether the stations of today count as open. */
  readonly has_stations: boolean;
}

function query(minutes: number, profile: Profile, origin: Origin): string {
  const all = new URLSearchParams({ minutes: String(minutes), profile });
  if (origin && "station" in origin) all.set("station", origin.station);
  else if (origin) {
    all.set("lon", origin.place[0].toFixed(7));
    all.set("lat", origin.place[1].toFixed(7));
  }
  return all.toString();
}

const sitingPath = (id: string): string => `/api/v1/siting/${encodeURIComponent(id)}`;

export const plannerApi = {
  reach: async (minutes: number, profile: Profile, origin: Origin): Promise<WalkReach> =>
    read(await call("GET", `/api/v1/coverage/reach?${query(minutes, profile, origin)}`), readReach),
  buildings: async (minutes: number, profile: Profile, origin: Origin): Promise<BuildingTime[]> =>
    read(await call("GET", `/api/v1/coverage/buildings?${query(minutes, profile, origin)}`), readBuildingTimes),
  areas: async (level: AreaLevel, profile: Profile): Promise<AreasServed> =>
    read(await call("GET", `/api/v1/coverage/areas?level=${level}&profile=${profile}`), readAreasServed),
  whatIf: async ({ minutes, profile, edits }: Question): Promise<WhatIf> =>
    read(await call("POST", "/api/v1/coverage/what-if", { minutes, profile, edits: edits.map(onWire) }), readWhatIf),
  openings: async (minutes: number, profile: Profile): Promise<Opening[]> =>
    read(await call("GET", `/api/v1/coverage/barriers?${query(minutes, profile, null)}&most=20`), readOpenings),
  beginSiting: async (question: SitingQuestion): Promise<SitingJob> => read(await call("POST", "/api/v1/siting", question), readSitingJob),
  siting: async (id: string): Promise<SitingJob> => read(await call("GET", sitingPath(id)), readSitingJob),
  cancelSiting: async (id: string): Promise<SitingJob> => read(await call("DELETE", sitingPath(id)), readSitingJob),
};
export type PlannerApi = typeof plannerApi;

/** The same table as a file. */
export function areasFile(level: AreaLevel, profile: Profile): string {
  return `/api/v1/coverage/areas?level=${level}&profile=${profile}&format=csv`;
}
