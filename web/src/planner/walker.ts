// How they walk: a profile of the county, alone or at another speed ("elder@0.65").
import type { WalkProfile } from "../protocol/json";

export const SLOWEST_MPS = 0.2;
export const FASTEST_MPS = 3;

export const profileName = (walker: string): string => walker.split("@", 1)[0]!;

/** Metres a second; null: the county has no such profile, and the walker does not say. */
export function speedOf(walker: string, profiles: readonly WalkProfile[]): number | null {
  const [name, speed] = walker.split("@");
  return speed === undefined ? (profiles.find((p) => p.name === name)?.speed_mps ?? null) : Number(speed);
}

/** null: nobody walks so. At the profile's own speed it goes by its name alone. */
export function walkerAt(name: string, speed_mps: number, profiles: readonly WalkProfile[]): string | null {
  const speed = Math.round(speed_mps * 100) / 100;
  if (!(speed >= SLOWEST_MPS && speed <= FASTEST_MPS)) return null;
  return speed === speedOf(name, profiles) ? name : `${name}@${speed}`;
}
