// What is to be supervised: asked for as facts change while somebody looks at it, once a minute else.
import type { Api } from "./api";
import { createAskPace } from "./ask_pace";
import type { Supervision } from "./protocol/supervision";

export interface SupervisionSource {
  /** What is known; asks the server when `facts` are others than before and somebody looks (`watched`). `null`: nothing yet, or this user may not. */
  get(facts: unknown, looking: "watched" | "aside"): Supervision | null;
  /** What is known; asks nothing. */
  known(): Supervision | null;
  /** This page has changed it: the next look asks at once. */
  forget(): void;
}

/** `steady` in milliseconds. */
export function createSupervisionSource(api: Pick<Api, "supervision">, steady: () => number, changed: () => void): SupervisionSource {
  const pace = createAskPace(steady, changed);
  let answer: Supervision | null = null;
  let watched: unknown = null;
  return {
    get(facts, looking) {
      if (looking === "watched") watched = facts;
      pace.look(watched, async () => { answer = await api.supervision(); });
      return answer;
    },
    known: () => answer,
    forget: pace.forget,
  };
}
