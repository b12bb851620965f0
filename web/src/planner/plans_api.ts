// The REST calls of plans that are open for everybody.
import { call, read } from "../api";
import type { Profile } from "../protocol/coverage";
import { readPlan, type SharedPlan, type TownEdit } from "../protocol/plans";
import type { Edit } from "./plan";

/** What a plan asks. */
export interface PlanContent {
  readonly minutes: number;
  readonly profile: Profile;
  readonly edits: readonly Edit[];
}

export interface PlansApi {
  make(name: string, content: PlanContent): Promise<SharedPlan>;
  find(id: string): Promise<SharedPlan>;
  /** Based on this version. */
  change(id: string, version: number, content: PlanContent): Promise<SharedPlan>;
  save(id: string): Promise<SharedPlan>;
  remove(id: string): Promise<void>;
}

/** As the wire wants it: a name is the page's own. */
export function onWire(edit: Edit): TownEdit {
  return edit.edit === "add_station" ? { edit: edit.edit, lon: edit.lon, lat: edit.lat } : edit;
}

const path = (id: string): string => `/api/v1/plans/${encodeURIComponent(id)}`;
const body = ({ minutes, profile, edits }: PlanContent) => ({ minutes, profile, edits: edits.map(onWire) });

export const plansApi: PlansApi = {
  make: async (name, content) => read(await call("POST", "/api/v1/plans", { name, ...body(content) }), readPlan),
  find: async (id) => read(await call("GET", path(id)), readPlan),
  change: async (id, version, content) => read(await call("PUT", path(id), { version, ...body(content) }), readPlan),
  save: async (id) => read(await call("POST", `${path(id)}/save`, {}), readPlan),
  remove: async (id) => { await call("DELETE", path(id)); },
};
