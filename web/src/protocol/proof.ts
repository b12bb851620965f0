// That somebody's own position confirms the arrival.
import { nullable, number, object } from "./check";

export interface ArrivalProof {
  /** From the place, in metres; null: not told. */
  readonly distance_m: number | null;
  /** Of the position, in metres; null: not told. */
  readonly accuracy_m: number | null;
}

export function readProof(value: unknown, where: string): ArrivalProof {
  const o = object(value, where);
  return {
    distance_m: nullable(o["distance_m"], `${where}.distance_m`, number),
    accuracy_m: nullable(o["accuracy_m"], `${where}.accuracy_m`, number),
  };
}
