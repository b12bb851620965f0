// Names that arrive beside codes: of areas from labels and answers, of workers from the server's list.
import type { Map as MapLibre } from "maplibre-gl";
import type { Api } from "./api";
import { LEVELS, type Level } from "./protocol/live";

const ASK_AGAIN_MS = 30_000;

export interface AreaNames {
  get(level: Level, code: string): string;
  learn(areas: Readonly<Record<Level, { code: string; name: string } | null>>): void;
  /** Reads the label points of the tiles that are loaded. */
  readLabels(map: MapLibre): void;
}

export function createAreaNames(): AreaNames {
  const names = new Map<string, string>();
  return {
    get: (level, code) => names.get(`${level}/${code}`) ?? code,
    learn(areas) {
      for (const level of LEVELS) {
        const area = areas[level];
        if (area?.name) names.set(`${level}/${area.code}`, area.name);
      }
    },
    readLabels(map) {
      for (const level of LEVELS) {
        if (level === "building" || !map.getSource(level)) continue;
        for (const f of map.querySourceFeatures(level, { sourceLayer: `${level}_label` })) {
          const { code, name } = f.properties;
          if (code !== undefined && name) names.set(`${level}/${String(code)}`, String(name));
        }
      }
    },
  };
}

export interface WorkerNames {
  get(id: string): string;
}

/** Asks the server when an unknown id is shown; a role without that right sees ids. */
export function createWorkerNames(api: Pick<Api, "workers">, now: () => number, changed: () => void): WorkerNames {
  const names = new Map<string, string>();
  let asked = -ASK_AGAIN_MS;
  return {
    get(id) {
      const name = names.get(id);
      if (name === undefined && now() - asked >= ASK_AGAIN_MS) {
        asked = now();
        api.workers().then((items) => {
          for (const w of items) names.set(w.id, w.name || w.id);
          changed();
        }, () => undefined);
      }
      return name ?? id;
    },
  };
}
