// What every part of the tablet is given; tablet.ts builds it once.
import type { MapInfo, Session } from "../protocol/json";
import type { World } from "../state/world";
import type { Details } from "./details";
import type { Duty } from "./duty";
import type { Locating } from "./locating";
import type { Outbox } from "./outbox";
import type { TabletStore } from "./page";
import type { Track } from "./track";
import type { Tasks } from "./work";

export interface TabletContext {
  readonly session: Session;
  readonly info: MapInfo;
  readonly page: TabletStore;
  readonly world: () => World;
  /** The first snapshot came. */
  readonly known: () => boolean;
  readonly now: () => number;
  readonly outbox: Outbox;
  readonly track: Track;
  readonly duty: Duty;
  readonly locating: Locating;
  readonly details: Details;
  readonly tasks: () => Tasks;
  readonly personName: (id: string) => string;
  readonly placeName: (areas: Readonly<Record<string, string | undefined>>) => string;
}
