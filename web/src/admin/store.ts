// The state of the page and who wants to know that it changed.
import { FIRST, type ImportState } from "../state/imports";

export interface ImportStore {
  get(): ImportState;
  update(change: Partial<ImportState> | ((state: ImportState) => ImportState)): void;
  subscribe(hear: (next: ImportState, before: ImportState) => void): void;
}

export function createImportStore(): ImportStore {
  let state = FIRST;
  const heard: ((next: ImportState, before: ImportState) => void)[] = [];
  return {
    get: () => state,
    update(change) {
      const before = state;
      state = typeof change === "function" ? change(state) : { ...state, ...change };
      if (state !== before) for (const hear of heard) hear(state, before);
    },
    subscribe: (hear) => void heard.push(hear),
  };
}
