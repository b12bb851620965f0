// Whom to send to an incident, and why.
import { bool, emptyText, list, number, object, text } from "./check";

export interface Suggestion {
  readonly worker: string;
  readonly name: string;
  readonly walk_s: number;
  /** Incidents that are the worker's to do already. */
  readonly open: number;
  readonly of_grid: boolean;
  readonly of_community: boolean;
}

export interface Suggestions {
  /** The one to send first. */
  readonly items: readonly Suggestion[];
  readonly on_duty: number;
  /** False: as the crow flies. */
  readonly by_streets: boolean;
}

export function readSuggestions(value: unknown): Suggestions {
  const o = object(value, "suggestions");
  return {
    items: list(o["items"], "suggestions.items", (v, w) => {
      const one = object(v, w);
      return {
        worker: text(one["worker"], `${w}.worker`),
        name: emptyText(one["name"], `${w}.name`),
        walk_s: number(one["walk_s"], `${w}.walk_s`),
        open: number(one["open"], `${w}.open`),
        of_grid: bool(one["of_grid"], `${w}.of_grid`),
        of_community: bool(one["of_community"], `${w}.of_community`),
      };
    }),
    on_duty: number(o["on_duty"], "suggestions.on_duty"),
    by_streets: bool(o["by_streets"], "suggestions.by_streets"),
  };
}
