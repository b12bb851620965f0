// The live sources: taken at any time, handed to MapLibre once a frame.
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Feature } from "geojson";
import { collection } from "./features";
import { LIVE_SOURCES, type LiveSource } from "./live_layers";

export interface LiveData {
  set(source: LiveSource, features: Feature[]): void;
  /** After a new style all sources are empty. */
  restore(): void;
}

export function createLiveData(map: MapLibre): LiveData {
  const data = new Map<LiveSource, Feature[]>();
  const dirty = new Set<LiveSource>();
  let asked = false;

  function flush(): void {
    asked = false;
    for (const name of dirty) {
      const source = map.getSource<GeoJSONSource>(name);
      if (!source) continue;
      source.setData(collection(data.get(name) ?? []));
      dirty.delete(name);
    }
  }
  function mark(names: readonly LiveSource[]): void {
    for (const name of names) dirty.add(name);
    if (asked) return;
    asked = true;
    requestAnimationFrame(flush);
  }
  return {
    set(source, features) {
      data.set(source, features);
      mark([source]);
    },
    restore: () => mark(LIVE_SOURCES),
  };
}
