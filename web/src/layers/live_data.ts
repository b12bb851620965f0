// The live sources: taken at any time, handed to MapLibre together, only those that changed.
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Feature } from "geojson";
import { collection } from "./features";
import { LIVE_SOURCES, type LiveSource } from "./live_layers";

/** What differs from the features taken before, by the property that names them. */
export interface Patch {
  readonly put: readonly Feature[];
  readonly drop: readonly string[];
}

export interface LiveData {
  /** All features of a source. */
  set(source: LiveSource, features: readonly Feature[]): void;
  /** A few of many: the source's features need `properties.id`. */
  patch(source: LiveSource, patch: Patch): void;
  /** Hands over what changed; called once a frame. */
  flush(): void;
  /** After a new style all sources are empty. */
  restore(): void;
  /** How often each source was handed over. */
  readonly handed: Readonly<Record<LiveSource, number>>;
}

/** One source: its features, and what MapLibre has not got yet. */
class Held {
  private readonly features = new Map<string, Feature>();
  private readonly changed = new Set<string>();
  private all = false;

  set(features: readonly Feature[]): void {
    this.features.clear();
    features.forEach((feature, at) => this.features.set(String(at), feature));
    this.all = true;
  }

  patch({ put, drop }: Patch): void {
    for (const id of drop) {
      this.features.delete(id);
      this.changed.add(id);
    }
    for (const feature of put) {
      const id = String(feature.properties?.["id"]);
      this.features.set(id, feature);
      this.changed.add(id);
    }
  }

  restore(): void {
    this.all = true;
  }

  get dirty(): boolean {
    return this.all || this.changed.size > 0;
  }

  handTo(source: GeoJSONSource): void {
    if (this.all) void source.setData(collection([...this.features.values()]));
    else {
      const [put, drop] = [[] as Feature[], [] as string[]];
      for (const id of this.changed) {
        const feature = this.features.get(id);
        if (feature) put.push(feature);
        else drop.push(id);
      }
      void source.updateData({ remove: drop, add: put });
    }
    this.all = false;
    this.changed.clear();
  }
}

export function createLiveData(map: Pick<MapLibre, "getSource">): LiveData {
  const held = Object.fromEntries(LIVE_SOURCES.map((name) => [name, new Held()])) as Record<LiveSource, Held>;
  const handed = Object.fromEntries(LIVE_SOURCES.map((name) => [name, 0])) as Record<LiveSource, number>;

  function flush(): void {
    for (const name of LIVE_SOURCES) {
      if (!held[name].dirty) continue;
      // Without a style there is no source yet: `restore` comes when there is.
      const source = map.getSource<GeoJSONSource>(name);
      if (!source) continue;
      held[name].handTo(source);
      handed[name] += 1;
    }
  }
  return {
    set: (source, features) => held[source].set(features),
    patch: (source, patch) => held[source].patch(patch),
    flush,
    restore() {
      for (const name of LIVE_SOURCES) held[name].restore();
      flush();
    },
    handed,
  };
}
