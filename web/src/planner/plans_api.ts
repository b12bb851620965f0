// The REST calls of plans that are open for everybody.
import { call, read } from "../api";
import type { Profile } from "../protocol/coverage";
import { readPlan, type SharedPlan, type TownEdit } from "../protocol/plans";
import type { Edit } from "./plan";

/** What a plan asks; `at` (RFC 3339) and `kind` say which stations count, "": any. */
export interface PlanContent {
  readonly minutes: number;
  readonly profile: Profile;
  readonly at: string;
  readonly kind: string;
  readonly edits: readonly Edit[];
}

export interface PlansApi {
  make(name: string, content: PlanContent): Promise<SharedPlan>;
  find(id: string): Promise<SharedPlan>;
  /** Based on this version, of which `before` says which stations counted. */
  change(id: string, version: number, content: PlanContent, before: Pick<PlanContent, "at" | "kind">): Promise<SharedPlan>;
  save(id: string): Promise<SharedPlan>;
  remove(id: string): Promise<void>;
}

/** As the wire wants it: a name is the page's own. */
export function onWire(edit: Edit): TownEdit {
  return edit.edit === "add_station" ? { edit: edit.edit, lon: edit.lon, lat: edit.lat } : edit;
}

const path = (id: string): string => `/api/v1/plans/${encodeURIComponent(id)}`;
/** What is chosen no more is null, what was not before either is not said. */
const chosen = (now: string, before: string): string | null | undefined => (now !== "" ? now : before !== "" ? null : undefined);

/** `before`: which stations counted in the version that this changes. */
export function planBody({ minutes, profile, at, kind, edits }: PlanContent, before: Pick<PlanContent, "at" | "kind"> = { at: "", kind: "" }): object {
  return { minutes, profile, at: chosen(at, before.at), kind: chosen(kind, before.kind), edits: edits.map(onWire) };
}

export const plansApi: PlansApi = {
  make: async (name, content) => read(await call("POST", "/api/v1/plans", { name, ...planBody(content) }), readPlan),
  find: async (id) => read(await call("GET", path(id)), readPlan),
  change: async (id, version, content, before) => read(await call("PUT", path(id), { version, ...planBody(content, before) }), readPlan),
  save: async (id) => read(await call("POST", `${path(id)}/save`, {}), readPlan),
  remove: async (id) => { await call("DELETE", path(id)); },
};
