import type { Feature, FeatureCollection } from "geojson";
import { expect, it } from "vitest";
import { createLiveData } from "./live_data";
import { LIVE_SOURCES } from "./live_layers";

const at = (id: string, lon: number): Feature => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, 35] }, properties: { id } });

/** A map of sources that keep what they are given, as MapLibre would. */
function rig() {
  const calls: string[] = [];
  const shown = new Map<string, Map<string, Feature>>(LIVE_SOURCES.map((name) => [name, new Map()]));
  let loaded = true;
  const source = (name: string) => ({
    setData(data: FeatureCollection) {
      calls.push(`set ${name}`);
      shown.set(name, new Map(data.features.map((f) => [String(f.properties?.["id"]), f])));
    },
    updateData({ remove, add }: { remove: string[]; add: Feature[] }) {
      calls.push(`update ${name} -${remove.length} +${add.length}`);
      for (const id of remove) shown.get(name)!.delete(id);
      for (const f of add) shown.get(name)!.set(String(f.properties?.["id"]), f);
    },
  });
  const live = createLiveData({ getSource: (<T>(name: string) => (loaded ? source(name) : undefined) as T) as never });
  return { live, calls, ids: (name: string) => [...shown.get(name)!.keys()], load: (on: boolean) => { loaded = on; }, shown };
}

it("hands over each source that changed once, and no other, however often it was set", () => {
  const { live, calls } = rig();
  live.set("incident", [at("i", 118)]);
  live.set("incident", [at("i", 118), at("j", 118)]);
  live.patch("worker", { put: [at("a", 118), at("b", 118)], drop: [] });
  live.patch("worker", { put: [at("a", 118.1)], drop: ["b"] });
  live.flush();
  live.flush();
  expect(calls.sort()).toEqual(["set incident", "update worker -1 +1"]);
  expect(live.handed).toMatchObject({ incident: 1, worker: 1, trail: 0 });
});

it("a mark that goes and comes back between two frames is there", () => {
  const { live, ids, shown } = rig();
  live.patch("worker", { put: [at("a", 118)], drop: [] });
  live.flush();
  live.patch("worker", { put: [], drop: ["a"] });
  live.patch("worker", { put: [at("a", 118.2)], drop: [] });
  live.flush();
  expect(ids("worker")).toEqual(["a"]);
  expect(shown.get("worker")!.get("a")?.geometry).toMatchObject({ coordinates: [118.2, 35] });
});

it("keeps what was taken before the style was there, and hands all of it over after a new one", () => {
  const { live, calls, ids, load } = rig();
  load(false);
  live.patch("worker", { put: [at("a", 118), at("b", 118)], drop: [] });
  live.set("incident", [at("i", 118)]);
  live.flush();
  expect(calls).toEqual([]);
  load(true);
  live.restore();
  expect([ids("worker"), ids("incident")]).toEqual([["a", "b"], ["i"]]);
  live.patch("worker", { put: [], drop: ["a"] });
  live.restore();
  expect(ids("worker")).toEqual(["b"]);
});
