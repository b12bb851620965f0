// What the user has chosen on this page: selection, filter, layers, theme. Changed only by `update`.
import type { ListFilter } from "./incidents";
import type { Theme } from "../../tokens/tokens";
import type { Level } from "../protocol/live";
import type { Measure } from "./staffing";
import type { ZoomClass } from "./zoom";

export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "place"; readonly lon: number; readonly lat: number }
  | { readonly kind: "incident"; readonly id: string }
  | { readonly kind: "station"; readonly code: string }
  | { readonly kind: "worker"; readonly id: string }
  | { readonly kind: "report"; readonly lon: number; readonly lat: number }
  | { readonly kind: "staffing" }
  | { readonly kind: "layers" }
  | { readonly kind: "keys" };

export interface SelectedArea {
  readonly level: Level;
  readonly code: string;
}

/** The area of a point that is outlined: the one with somebody responsible, else the next above. */
export function outlined(areas: Readonly<Partial<Record<Level, string | null>>>): SelectedArea | null {
  const level = (["grid", "community", "subdistrict"] as const).find((l) => areas[l]);
  return level ? { level, code: areas[level]! } : null;
}

export const TOGGLES = ["ground", "areas", "estates", "raised", "workers", "trails", "incidents"] as const;
export type Toggle = (typeof TOGGLES)[number];

/** The theme of the map: one at a time, so that one legend explains it. */
export const OVERLAYS = ["none", "staffing", "reach"] as const;
export type Overlay = (typeof OVERLAYS)[number];

export interface Page {
  readonly selection: Selection;
  /** The area that the clicked place belongs to, once the server said so. */
  readonly area: SelectedArea | null;
  /** Row under the keyboard, before it is opened. */
  readonly row: string | null;
  readonly filter: ListFilter;
  readonly toggles: Readonly<Record<Toggle, boolean>>;
  readonly overlay: Overlay;
  /** What the staffing fill shows. */
  readonly measure: Measure;
  /** How near the map is, as far as the stream's answer depends on it. */
  readonly zoomClass: ZoomClass;
  /** Near enough for raised buildings. */
  readonly close: boolean;
  /** Stations whose reach stays when their card is closed. */
  readonly kept: ReadonlySet<string>;
  /** The next click on the map is the place of a new incident. */
  readonly picking: boolean;
  readonly theme: Theme;
}

export const firstPage = (theme: Theme): Page => ({
  selection: { kind: "none" },
  area: null,
  row: null,
  filter: null,
  toggles: { ground: true, areas: true, estates: true, raised: false, workers: true, trails: true, incidents: true },
  overlay: "none",
  measure: "heads",
  zoomClass: 0,
  close: false,
  kept: new Set(),
  picking: false,
  theme,
});

export function reachShown(page: Page, station: string): boolean {
  const { selection } = page;
  return page.overlay === "reach" || page.kept.has(station) || (selection.kind === "station" && selection.code === station);
}

/** The stations that somebody asked for, whose mark says where the reach starts. */
export function reachOwners({ selection, kept }: Page): readonly string[] {
  return [...kept, ...(selection.kind === "station" ? [selection.code] : [])];
}

/** Raised buildings hide a fill and mean nothing from afar: what was chosen last wins. */
export function settled(page: Page, before: Page): Page {
  if (!page.toggles.raised) return page;
  const fillChosen = page.overlay === "staffing" && before.overlay !== "staffing";
  if (!page.close || fillChosen) return { ...page, toggles: { ...page.toggles, raised: false } };
  return page.overlay === "staffing" ? { ...page, overlay: "none" } : page;
}

export interface PageStore {
  get(): Page;
  update(change: Partial<Page>): void;
  subscribe(listener: (page: Page, before: Page) => void): void;
}

export function createPageStore(first: Page): PageStore {
  let page = first;
  const listeners: ((page: Page, before: Page) => void)[] = [];
  return {
    get: () => page,
    update(change) {
      const before = page;
      const moved = change.selection !== undefined && change.selection !== before.selection;
      page = settled({ ...page, ...(moved ? { area: null } : {}), ...change }, before);
      for (const listener of listeners) listener(page, before);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
