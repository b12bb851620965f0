// What every part of the planner's page is given.
import type { AreaLevel, AreasServed, BuildingTime, Opening, StationServices, WalkReach } from "../protocol/coverage";
import type { Closure } from "../protocol/closures";
import type { Station, WalkProfile } from "../protocol/json";
import type { Effect, Tried } from "./figures";
import type { Latest } from "./latest";
import type { PlanStore } from "./plan_store";
import type { Siting } from "./siting";

/** The state of the page beside the plan: what is looked at, not what is tried. */
export interface Looking {
  readonly level: AreaLevel;
  /** The row of the barriers' list whose place is shown, from 1; 0: none. */
  readonly opening: number;
  readonly barriers: boolean;
}

export interface PlannerContext {
  readonly store: PlanStore;
  readonly siting: Siting;
  readonly stations: readonly Station[];
  /** How people walk in this county. */
  readonly profiles: readonly WalkProfile[];
  readonly nameOf: (station: string) => string;
  readonly areas: () => Latest<AreasServed>;
  readonly reach: () => Latest<WalkReach>;
  readonly buildings: () => Latest<readonly BuildingTime[]>;
  readonly openings: () => Latest<readonly Opening[]>;
  /** Whom each station serves within the minutes, and all of them. */
  readonly services: () => Latest<StationServices>;
  /** The stations that are closed for now or at the time that is looked at, as far as is known. */
  readonly closed: () => ReadonlySet<string>;
  /** The kinds that stations are of, by name; none: they do not say. */
  readonly kinds: () => readonly string[];
  /** The stations that are not of the chosen kind. */
  readonly others: () => ReadonlySet<string>;
  /** Streets that are closed today, not by the plan. */
  readonly closures: () => readonly Closure[];
  readonly tried: () => Tried;
  readonly effects: () => readonly Effect[];
  readonly looking: () => Looking;
  readonly look: (change: Partial<Looking>) => void;
  readonly chooseStation: (station: string) => void;
  readonly showArea: (level: AreaLevel, code: string) => void;
  readonly showPlace: (lon: number, lat: number) => void;
  /** Server time in Unix milliseconds, as well as the page knows it. */
  readonly now: () => number;
  /** In the next frame. */
  readonly repaint: () => void;
  readonly undo: () => void;
  /** Asks again what failed. */
  readonly retry: () => void;
}

/** A part draws itself from the context; `render` is called at most once a frame. */
export interface Part {
  readonly element: HTMLElement;
  render(): void;
}
