// How far and which way to go, and whether the own position proves that one has arrived.
import { t, type TextKey } from "../i18n/zh_CN";
import { metresBetween } from "../state/trail";

interface Point {
  readonly lon: number;
  readonly lat: number;
}

export interface Standing extends Point {
  readonly accuracy_m: number;
}

/** 0 north, then clockwise in eighths. */
export function eighth(from: Point, to: Point): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  const turns = Math.atan2(east, to.lat - from.lat) / (2 * Math.PI);
  return (Math.round(turns * 8) + 8) % 8;
}

/** 340 米, 1.2 公里: no more figures than a walk can tell. */
export function distanceWords(metres: number): string {
  if (metres >= 1_000) return t("way.kilometres", { n: (metres / 1_000).toFixed(1) });
  return t("way.metres", { n: metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10 });
}

/** 往东北 340 米; "" without a position. */
export function wayWords(from: Point | null, to: Point): string {
  if (!from) return "";
  const metres = metresBetween(from, to);
  if (metres < 15) return t("way.here");
  return t("way.to", { side: t(`way.side.${eighth(from, to)}` as TextKey), distance: distanceWords(metres) });
}

/** Beyond it a position says nothing about a building. */
const TOO_VAGUE_M = 50;
const AT_PLACE_M = 60;

export type Arrival = "none" | "vague" | "far" | "here";

export function arrival(from: Standing | null, to: Point): Arrival {
  if (!from) return "none";
  if (from.accuracy_m > TOO_VAGUE_M) return "vague";
  return metresBetween(from, to) <= AT_PLACE_M ? "here" : "far";
}

export function arrivalWords(from: Standing | null, to: Point): string {
  const state = arrival(from, to);
  if (state === "none" || !from) return t("arrival.none");
  const accuracy = Math.max(1, Math.round(from.accuracy_m));
  return t(`arrival.${state}`, { accuracy, distance: distanceWords(metresBetween(from, to)) });
}
