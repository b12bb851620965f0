// What the planner has chosen and tried so far. Pure: every change answers a new plan, edits keep their order.
import type { LonLat, Profile } from "../protocol/coverage";
import type { When } from "./open_at";

export type Edit =
  | { readonly edit: "add_station"; readonly lon: number; readonly lat: number; readonly name?: string }
  | { readonly edit: "move_station"; readonly station: string; readonly lon: number; readonly lat: number }
  | { readonly edit: "remove_station"; readonly station: string }
  | { readonly edit: "close_street" | "open_street"; readonly lon: number; readonly lat: number }
  | { readonly edit: "add_link"; readonly from: LonLat; readonly to: LonLat };

/** What the next click on the map does. */
export const TOOLS = ["add_station", "close_street", "open_street", "add_link"] as const;
export type EditTool = (typeof TOOLS)[number];
export type ClickTool = EditTool | "candidate" | "none";

export interface Plan {
  readonly minutes: number;
  readonly profile: Profile;
  /** Which stations count: those open at `at` (RFC 3339), with "" all of them; `when` is how that was chosen. */
  readonly when: When;
  readonly at: string;
  /** Only stations of this kind count; "": all of them. */
  readonly kind: string;
  /** The code of a station, "+0" for the first edit's new one, "" for all of them together. */
  readonly station: string;
  readonly edits: readonly Edit[];
  /** The edits as they would be if what is being dragged were let go now. */
  readonly draft: readonly Edit[] | null;
  /** Earlier lists of edits, the last one newest. */
  readonly past: readonly (readonly Edit[])[];
  readonly tool: ClickTool;
  /** The first of two clicks. */
  readonly link_from: LonLat | null;
  readonly tab: "reach" | "siting";
}

/** As many as the server takes in one question. */
export const MOST_EDITS = 50;

export const FIRST_PLAN: Plan = {
  minutes: 15, profile: "standard", when: "all", at: "", kind: "", station: "", edits: [], draft: null, past: [], tool: "none", link_from: null, tab: "reach",
};

/** Those that change by which ways people walk, not where to. */
export function editsOfStreets(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter((e) => e.edit === "add_link" || e.edit === "close_street" || e.edit === "open_street");
}

/** Seven decimals are a centimetre; more only make questions differ. */
export const round7 = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const addedAt = (station: string): number => (station.startsWith("+") ? Number(station.slice(1)) : -1);

/** The name by which an added station is chosen. */
export const addedName = (at: number): string => `+${at}`;

/** Which of `edits` the handle of a station stands for; -1: it has none. */
export function editOf(edits: readonly Edit[], station: string): number {
  const at = addedAt(station);
  if (at >= 0) return edits[at]?.edit === "add_station" ? at : -1;
  return edits.findIndex((e) => (e.edit === "move_station" || e.edit === "remove_station") && e.station === station);
}

const put = (edits: readonly Edit[], at: number, edit: Edit): readonly Edit[] => edits.map((e, i) => (i === at ? edit : e));

/** A station put elsewhere: an earlier move of it, or its adding, is replaced. */
export function moved(edits: readonly Edit[], station: string, lon: number, lat: number): readonly Edit[] {
  const place = { lon: round7(lon), lat: round7(lat) };
  const at = editOf(edits, station);
  const before = edits[at];
  if (before?.edit === "add_station") return put(edits, at, { ...before, ...place });
  if (addedAt(station) >= 0) return edits;
  const move: Edit = { edit: "move_station", station, ...place };
  return at >= 0 ? put(edits, at, move) : [...edits, move];
}

/** A station taken away; one of the plan's own is forgotten. */
export function removed(edits: readonly Edit[], station: string): readonly Edit[] {
  const at = editOf(edits, station);
  const rest = edits.filter((_, i) => i !== at);
  return addedAt(station) >= 0 ? rest : [...rest, { edit: "remove_station", station }];
}

/** The list before is kept for undoing; the same list changes nothing. */
export function withEdits(plan: Plan, edits: readonly Edit[]): Plan {
  if (edits === plan.edits || edits.length > MOST_EDITS) return { ...plan, draft: null };
  return settle({ ...plan, edits, draft: null, past: [...plan.past, plan.edits] });
}

export function undone(plan: Plan): Plan {
  const edits = plan.past.at(-1);
  return edits ? settle({ ...plan, edits, draft: null, past: plan.past.slice(0, -1) }) : plan;
}

/** Without one of the edits; a chosen station that came with it, or after it, is chosen no longer. */
export function without(plan: Plan, at: number): Plan {
  const chosen = addedAt(plan.station);
  const next = withEdits(plan, plan.edits.filter((_, i) => i !== at));
  return chosen >= 0 && chosen >= at ? { ...next, station: "" } : next;
}

/** Without the chosen station: one of the plan's own is forgotten, and nothing is chosen in its place. */
export function taken(plan: Plan): Plan {
  const at = addedAt(plan.station);
  return at >= 0 ? without(plan, at) : withEdits(plan, removed(plan.edits, plan.station));
}

function settle(plan: Plan): Plan {
  return addedAt(plan.station) >= 0 && editOf(plan.edits, plan.station) < 0 ? { ...plan, station: "" } : plan;
}

/** Where a click with the tool in hand leads. */
export function clicked(plan: Plan, lon: number, lat: number): Plan {
  const place = { lon: round7(lon), lat: round7(lat) };
  switch (plan.tool) {
    case "add_station": {
      const next = withEdits({ ...plan, tool: "none" }, [...plan.edits, { edit: "add_station", ...place }]);
      return next.edits === plan.edits ? next : { ...next, station: addedName(plan.edits.length) };
    }
    case "close_street":
    case "open_street":
      return withEdits({ ...plan, tool: "none" }, [...plan.edits, { edit: plan.tool, ...place }]);
    case "add_link": {
      const here: LonLat = [place.lon, place.lat];
      if (!plan.link_from) return { ...plan, link_from: here };
      return withEdits({ ...plan, tool: "none", link_from: null }, [...plan.edits, { edit: "add_link", from: plan.link_from, to: here }]);
    }
    default:
      return plan;
  }
}

/** A station's place under the edits; null: it is taken away, or unknown. */
export function placeOf(edits: readonly Edit[], station: string, original: LonLat | null): LonLat | null {
  const edit = edits[editOf(edits, station)];
  if (!edit) return addedAt(station) >= 0 ? null : original;
  return edit.edit === "move_station" || edit.edit === "add_station" ? [edit.lon, edit.lat] : null;
}

export const middleOf = (from: LonLat, to: LonLat): LonLat => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];

/** Metres between two places of one town. */
export function metresBetween([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const METRES_PER_DEGREE = 111_195;
  const east = (lon2 - lon1) * Math.cos(((lat1 + lat2) / 2) * (Math.PI / 180));
  return Math.hypot(east, lat2 - lat1) * METRES_PER_DEGREE;
}
