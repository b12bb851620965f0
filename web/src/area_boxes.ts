// Where an area lies, to fly there: from the layer itself, else from the tiles that happen to be loaded.
import type { Map as MapLibre } from "maplibre-gl";
import type { Api } from "./api";
import { boxOf, join } from "./protocol/boxes";
import type { Bbox, Level } from "./protocol/live";

export interface AreaBoxes {
  find(level: Level, code: string): Promise<Bbox | null>;
}

function fromTiles(map: MapLibre, level: Level, code: string): Bbox | null {
  if (!map.getSource(level)) return null;
  let box: Bbox | undefined;
  for (const f of map.querySourceFeatures(level, { sourceLayer: level, filter: ["==", ["get", "code"], code] })) {
    const part = "coordinates" in f.geometry ? boxOf(f.geometry.coordinates) : null;
    if (part) box = join(box, part);
  }
  return box ?? null;
}

export function createAreaBoxes(api: Pick<Api, "layerBoxes">, map: MapLibre): AreaBoxes {
  const layers = new Map<Level, Promise<ReadonlyMap<string, Bbox>>>();
  return {
    async find(level, code) {
      const asked = layers.get(level) ?? api.layerBoxes(level);
      layers.set(level, asked);
      try {
        return (await asked).get(code) ?? null;
      } catch {
        // Not for this user, or not this time: what the map has drawn will do.
        layers.delete(level);
        return fromTiles(map, level, code);
      }
    },
  };
}
