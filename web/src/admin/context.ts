import type { Api, ImportAct } from "../api";
import type { ImportOptions } from "../protocol/imports";
import type { ImportStore } from "./store";

/** What every part of the steward's page may do. */
export interface AdminContext {
  readonly api: Api;
  readonly store: ImportStore;
  /** Uploads the files as a new import and has it read. */
  begin(layer: string, files: readonly File[], options: ImportOptions): void;
  /** Stops the upload under way. */
  stopUpload(): void;
  act(act: ImportAct): void;
  open(id: string): void;
  forget(): void;
  /** Brings the map to a place. */
  goTo(lon: number, lat: number): void;
}

/** A part of the left side: drawn from the state, whenever it changed. */
export interface Part {
  readonly element: HTMLElement;
  render(): void;
}
