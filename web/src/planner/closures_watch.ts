// Which streets and stations are closed today: asked for when the town's facts have changed, with measure.
import { createAskPace } from "../ask_pace";
import type { Api } from "../api";
import type { Closure } from "../protocol/closures";

export interface ClosuresWatch {
  /** Asks if it is time; `facts` are compared by identity. */
  look(facts: unknown): void;
  closures(): readonly Closure[];
}

export interface ClosuresWatchOptions {
  readonly api: Pick<Api, "closures">;
  /** A steady clock in milliseconds. */
  readonly steady: () => number;
  readonly onChange: () => void;
  /** A street or station was closed or opened since this page began to look. */
  readonly onTownChanged: () => void;
}

export function createClosuresWatch({ api, steady, onChange, onTownChanged }: ClosuresWatchOptions): ClosuresWatch {
  const pace = createAskPace(steady, onChange);
  let closures: readonly Closure[] | null = null;

  const idsOf = (some: readonly Closure[] | null): string => JSON.stringify(some?.map((one) => one.id).sort());

  async function ask(): Promise<void> {
    const before = closures;
    closures = await api.closures();
    if (before !== null && idsOf(before) !== idsOf(closures)) onTownChanged();
  }
  return {
    look: (facts) => pace.look(facts, ask),
    closures: () => closures ?? [],
  };
}
