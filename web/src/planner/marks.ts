// From the plan to what the map draws of it. Pure.
import type { Feature } from "geojson";
import { t } from "../i18n/zh_CN";
import { point } from "../layers/features";
import type { Candidate, LonLat, Opening, SitingResult } from "../protocol/coverage";
import type { Station } from "../protocol/json";
import { figure } from "../words";
import { addedName, metresBetween, middleOf, placeOf, type Edit, type Plan } from "./plan";
import type { Handle } from "./handles";
import { line } from "./plan_map";

export type NameOf = (station: string) => string;

const at = ({ lon, lat }: { readonly lon: number; readonly lat: number }): LonLat => [lon, lat];

/** The chosen station, the moved ones and the plan's own. */
export function handlesOf({ station, edits, draft }: Plan, stations: readonly Station[], nameOf: NameOf): Handle[] {
  const list = draft ?? edits;
  const moved = list.flatMap((e) => (e.edit === "move_station" ? [e.station] : []));
  const added = list.flatMap((e, i) => (e.edit === "add_station" ? [addedName(i)] : []));
  const all = new Set([...moved, ...added, ...(station === "" ? [] : [station])]);
  return [...all].flatMap((code): Handle[] => {
    const known = stations.find((s) => s.code === code);
    const place = placeOf(list, code, known ? at(known) : null);
    return place ? [{ station: code, name: nameOf(code), place, chosen: code === station }] : [];
  });
}

/** Stations that nobody has in hand, as ordinary marks. */
export function restOf(plan: Plan, stations: readonly Station[], handles: readonly Handle[]): Station[] {
  const list = plan.draft ?? plan.edits;
  const gone = new Set([...handles.map((one) => one.station), ...list.flatMap((e) => (e.edit === "remove_station" ? [e.station] : []))]);
  return stations.filter((s) => !gone.has(s.code));
}

/** Stations with whether they are closed at the time that is looked at: the map greys those. */
export function withClosed(stations: readonly Feature[], closed: ReadonlySet<string>): Feature[] {
  return stations.map((one) => ({ ...one, properties: { ...one.properties, closed: closed.has(String(one.properties?.["code"])) } }));
}

function linesOf(edit: Edit, stations: readonly Station[]): Feature[] {
  if (edit.edit === "add_link") return [line(edit.from, edit.to, { kind: "link" })];
  const old = edit.edit === "move_station" ? stations.find((s) => s.code === edit.station) : undefined;
  return old && edit.edit === "move_station" ? [line(at(old), at(edit), { kind: "moved" })] : [];
}

function marksOf(edit: Edit, stations: readonly Station[]): Feature[] {
  if (edit.edit === "close_street" || edit.edit === "open_street") return [point(edit.lon, edit.lat, { kind: edit.edit, words: t(`planner.tool.${edit.edit}`) })];
  const old = edit.edit === "move_station" || edit.edit === "remove_station" ? stations.find((s) => s.code === edit.station) : undefined;
  if (!old) return [];
  const words = edit.edit === "move_station" ? t("planner.map.distance", { m: figure(metresBetween(at(old), at(edit))) }) : t("planner.edit.remove_station", { name: old.name });
  return [point(old.lon, old.lat, { kind: "ghost", words })];
}

export function changeFeatures({ edits, draft, link_from }: Plan, stations: readonly Station[]): { lines: Feature[]; marks: Feature[] } {
  const list = draft ?? edits;
  return {
    lines: list.flatMap((edit) => linesOf(edit, stations)),
    marks: [...list.flatMap((edit) => marksOf(edit, stations)), ...(link_from ? [point(link_from[0], link_from[1], { kind: "link", words: "" })] : [])],
  };
}

/** `chosen` is a place in the list, from 1. */
export function openingFeatures(openings: readonly Opening[], chosen: number): Feature[] {
  return openings.flatMap(({ from, to, households }, i) => {
    const properties = { number: i + 1, chosen: i + 1 === chosen, words: t("planner.map.gain", { n: figure(households) }) };
    return [line(from, to, properties), point(...middleOf(from, to), properties)];
  });
}

export function candidateFeatures(candidates: readonly Candidate[], result: SitingResult | null): Feature[] {
  return candidates.map(({ code, name, lon, lat }) => {
    const rank = (result?.picks.findIndex((pick) => pick.code === code) ?? -1) + 1;
    return point(lon, lat, { code, name, rank });
  });
}
