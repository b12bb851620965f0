// Open incidents that may be about the same thing as another one.
import { list, number, object, text } from "./check";

export const LIKENESSES = ["same_building", "near", "same_category", "sibling_category", "similar_words"] as const;
export type Likeness = (typeof LIKENESSES)[number];

export interface Similar {
  readonly id: string;
  readonly distance_m: number;
  readonly minutes: number;
  readonly reasons: readonly Likeness[];
}

export function readSimilar(value: unknown, where: string): Similar {
  const o = object(value, where);
  return {
    id: text(o["id"], `${where}.id`),
    distance_m: number(o["distance_m"], `${where}.distance_m`),
    minutes: number(o["minutes"], `${where}.minutes`),
    reasons: LIKENESSES.filter((known) => list(o["reasons"], `${where}.reasons`, text).includes(known)),
  };
}
