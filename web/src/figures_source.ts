// The figures of the day: asked for when facts have changed, not more than once in ten seconds.
import type { Api } from "./api";
import { createAskPace } from "./ask_pace";
import type { Figures } from "./protocol/figures";
import { dayOf } from "./state/day";

export interface FigureSource {
  /** What is known of today; asks the server when `facts` are others than before. `null`: nothing, or this user may not. */
  get(facts: unknown, now_ms: number): Figures | null;
}

/** `steady` in milliseconds. */
export function createFigureSource(api: Pick<Api, "figures">, steady: () => number, changed: () => void): FigureSource {
  const pace = createAskPace(steady, changed);
  let figures: Figures | null = null;
  let day = NaN;

  async function ask(from_ms: number, to_ms: number): Promise<void> {
    const answer = await api.figures(from_ms, to_ms);
    if (from_ms === day) figures = answer;
  }
  return {
    get(facts, now_ms) {
      const [from_ms, to_ms] = dayOf(now_ms);
      if (from_ms !== day) {
        figures = null;
        day = from_ms;
        pace.forget();
      }
      pace.look(facts, () => ask(from_ms, to_ms));
      return figures;
    },
  };
}
