// What a step of the history is proved by, in words.
import { t } from "../i18n/zh_CN";
import type { ArrivalProof } from "../protocol/proof";

const DIGEST = /^[0-9a-f]{64}$/;

/** Digests of photos in their order, and the words beside them; empty: none. */
export interface Evidence {
  readonly digests: readonly string[];
  readonly words: string;
}

export function evidenceOf(evidence: string): Evidence {
  const parts = evidence.split(/\s+/);
  const digests = parts.filter((part) => DIGEST.test(part));
  return { digests, words: digests.length === 0 ? evidence.trim() : parts.filter((part) => !DIGEST.test(part)).join(" ").trim() };
}

export function proofWords({ distance_m, accuracy_m }: ArrivalProof): string {
  return [
    t("history.proved"),
    ...(distance_m === null ? [] : [t("history.distance", { n: Math.round(distance_m) })]),
    ...(accuracy_m === null ? [] : [t("history.accuracy", { n: Math.round(accuracy_m) })]),
  ].join(" · ");
}
