import { describe, expect, it } from "vitest";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { emptyWorld, type World } from "../state/world";
import { STALE_MS } from "../state/clock";
import { incidentFeatures, reachFeatures, trailFeatures, workerFeatures } from "./features";
import { MARK_IDS } from "./icons";
import { buildStyle } from "./style";

const ALL = new Set(["subdistrict", "community", "estate", "grid", "microgrid", "building", "street", "water", "station"]);
const style = (layers: ReadonlySet<string>, theme: "light" | "dark" = "light") =>
  buildStyle({ theme, layers, origin: "http://127.0.0.1:8080", raised: false });

describe("style", () => {
  it("is valid in both themes", () => {
    for (const theme of ["light", "dark"] as const) expect(validateStyleMin(style(ALL, theme))).toEqual([]);
  });

  it("asks only its own server for tiles, and for neither glyphs nor sprite", () => {
    const built = style(ALL);
    expect(built.glyphs).toBeUndefined();
    expect(built.sprite).toBeUndefined();
    for (const source of Object.values(built.sources)) {
      if (source.type === "vector") expect(source.tiles?.[0]).toMatch(/^http:\/\/127\.0\.0\.1:8080\/tiles\/\w+\/\{z\}\/\{x\}\/\{y\}\.mvt$/);
    }
  });

  it("has a source and layers only for what the server has loaded", () => {
    const built = style(new Set(["grid"]));
    expect(Object.keys(built.sources)).toContain("grid");
    expect(Object.keys(built.sources)).not.toContain("building");
    const ids = built.layers.map((l) => l.id);
    expect(ids).toContain("grid-line");
    expect(ids).not.toContain("building");
    expect(ids).toContain("worker");
  });

  it("keeps the order: raised buildings under every symbol, incidents over workers", () => {
    const ids = style(ALL).layers.map((l) => l.id);
    const order = ["building", "reach-street", "grid-line", "building-3d", "grid-label", "station", "worker", "incident", "place"];
    expect(order.map((id) => ids.indexOf(id))).toEqual([...order.map((id) => ids.indexOf(id))].sort((a, b) => a - b));
    const firstSymbol = style(ALL).layers.findIndex((l) => l.type === "symbol");
    expect(ids.indexOf("building-3d")).toBeLessThan(firstSymbol);
  });

  it("draws every image that it names", () => {
    for (const id of ["plate", "station", "place", "pin-critical", "pin-urgent", "pin-routine", "pin-done", "worker-drop", "worker-disc", "worker-stale"]) {
      expect(MARK_IDS).toContain(id);
    }
  });
});

describe("features", () => {
  const now = 10_000_000;
  const worker = (id: string, time_ms: number) => ({ id, lon: 118, lat: 35, accuracy_m: 20, time_ms, areas: {} });
  const world: World = {
    ...emptyWorld,
    workers: new Map([["a", worker("a", now)], ["b", worker("b", now - STALE_MS - 1)], ["c", worker("c", now)]]),
    trails: new Map([
      ["c", [{ lon: 118, lat: 34.999, time_ms: now - 60_000 }, { lon: 118, lat: 35, time_ms: now }]],
      ["off", [{ lon: 118, lat: 35, time_ms: now - 1000 }, { lon: 118.1, lat: 35, time_ms: now }]],
    ]),
    incidents: new Map((["critical", "routine"] as const).flatMap((severity) => ["received", "done", "rated"].map((stage) => {
      const id = severity + stage;
      return [id, { id, severity, stage, category: "", lon: 118, lat: 35, areas: {}, version: 1, time_ms: 0, title: "" }] as const;
    }))),
  };

  it("a worker is a disc, hollow when stale, a drop when the way is known", () => {
    expect(workerFeatures(world, now).map((f) => f.properties?.["mark"])).toEqual(["disc", "stale", "drop"]);
  });

  it("only workers that are there leave a trail", () => {
    expect(trailFeatures(world).map((f) => f.properties?.["id"])).toEqual(["c"]);
  });

  it("the worst open incident lies on top, a finished one below as a tick until it is rated", () => {
    const byId = Object.fromEntries(incidentFeatures(world).map((f) => [f.properties?.["id"], f.properties]));
    expect(byId["criticalreceived"]?.["mark"]).toBe("critical");
    expect(byId["criticaldone"]?.["mark"]).toBe("done");
    expect(byId).not.toHaveProperty("criticalrated");
    expect(byId["criticalreceived"]?.["order"]).toBeGreaterThan(byId["routinereceived"]?.["order"]);
    expect(byId["routinereceived"]?.["order"]).toBeGreaterThan(byId["criticaldone"]?.["order"]);
  });

  it("only the reach of shown stations is drawn", () => {
    const reach = (id: string) => ({ id, limit_s: 900, buildings: 1, households: 2, streets: [[[118, 35], [118.1, 35]]] as [number, number][][] });
    expect(reachFeatures([reach("S1"), reach("S2")], (id) => id === "S2").map((f) => f.properties?.["id"])).toEqual(["S2"]);
  });
});
