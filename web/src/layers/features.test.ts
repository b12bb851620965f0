import { describe, expect, it } from "vitest";
import { emptyWorld, type World } from "../state/world";
import { STALE_MS } from "../state/clock";
import { incidentFeatures, reachFeatures, trailFeatures, workerFeatures } from "./features";

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
