// What every panel is given: the composition root (main.ts) builds it once.
import type { Api } from "../api";
import type { MapInfo, Session } from "../protocol/json";
import type { Level } from "../protocol/live";
import type { World } from "../state/world";
import type { FigureSource } from "../figures_source";
import type { StaffingSource } from "../staffing_source";
import type { SupervisionSource } from "../supervision_source";
import type { PageStore } from "../state/page";

export interface Context {
  readonly api: Api;
  readonly session: Session;
  readonly info: MapInfo;
  readonly page: PageStore;
  /** Workers of the view, incidents and reach of the whole area. */
  readonly world: () => World;
  /** Server time in Unix milliseconds. */
  readonly now: () => number;
  /** A worker's name where the server told it, else its id. */
  readonly workerName: (id: string) => string;
  /** Posts and people by area. */
  readonly staffing: StaffingSource;
  /** What became of today's incidents. */
  readonly figures: FigureSource;
  /** The ladder, and what will be late. */
  readonly supervision: SupervisionSource;
  /** An area's name where a tile or an answer told it, else its code. */
  readonly areaName: (level: Level, code: string) => string;
  readonly learnAreas: (areas: Readonly<Record<Level, { code: string; name: string } | null>>) => void;
  /** The sentence about a call that failed; a lost session leads to the sign-in page. */
  readonly failure: (error: unknown) => string;
}

/** A panel draws itself from the context; `render` is called at most once a frame. */
export interface Panel {
  readonly element: HTMLElement;
  render(): void;
}

/** What the card on the right shows; replaced when the selection changes. */
export interface CardContent {
  /** A function where the words may still change while the card is open. */
  readonly title: string | (() => string);
  /** Between the title and the close button: signs and words. */
  readonly marks?: readonly (Node | string)[];
  readonly body: HTMLElement;
  /** Buttons that stay at the bottom. */
  readonly foot?: HTMLElement;
  readonly render?: () => void;
  /** Another content has taken its place. */
  readonly closed?: () => void;
}
