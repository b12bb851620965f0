import { describe, expect, it } from "vitest";
import { emptyWorld, type World } from "../state/world";
import { zoomClass } from "../state/zoom";
import { incidentFeatures, reachFeatures } from "./features";

describe("features", () => {
  const world: World = {
    ...emptyWorld,
    incidents: new Map((["critical", "routine"] as const).flatMap((severity) => ["received", "done", "rated"].map((stage) => {
      const id = severity + stage;
      return [id, { id, severity, stage, category: "", lon: 118, lat: 35, areas: {}, version: 1, time_ms: 0, title: "" }] as const;
    }))),
  };

  it("the worst open incident lies on top, a finished one below as a tick until it is rated", () => {
    const byId = Object.fromEntries(incidentFeatures(world, zoomClass(15), 0).map((f) => [f.properties?.["id"], f.properties]));
    expect(byId["criticalreceived"]?.["mark"]).toBe("critical");
    expect(byId["criticaldone"]?.["mark"]).toBe("done");
    expect(byId).not.toHaveProperty("criticalrated");
    expect(byId["criticalreceived"]?.["order"]).toBeGreaterThan(byId["routinereceived"]?.["order"]);
    expect(byId["routinereceived"]?.["order"]).toBeGreaterThan(byId["criticaldone"]?.["order"]);
  });

  it("where areas are counted, a pin shows from the zoom of its severity on; the chosen one always", () => {
    const count = { id: "a", level: "grid", lon: 118, lat: 35, workers: 0, routine: 1, urgent: 0, critical: 1 } as const;
    const pins = (zoom: number, counted: boolean, chosen = "") => incidentFeatures(
      { ...world, counts: new Map(counted ? [["a", count]] : []) }, zoomClass(zoom), 0, chosen,
    ).map((f) => f.properties?.["id"]).sort();
    const all = ["criticaldone", "criticalreceived", "routinedone", "routinereceived"];
    expect(pins(14, true)).toEqual(all);
    expect(pins(13, true)).toEqual(["criticaldone", "criticalreceived"]);
    expect(pins(10, true)).toEqual([]);
    expect(pins(10, true, "routinereceived")).toEqual(["routinereceived"]);
    expect(pins(10, false)).toEqual(all);
  });

  it("only the reach of shown stations is drawn", () => {
    const reach = (id: string) => ({ id, limit_s: 900, buildings: 1, households: 2, streets: [[[118, 35], [118.1, 35]]] as [number, number][][] });
    expect(reachFeatures([reach("S1"), reach("S2")], (id) => id === "S2").map((f) => f.properties?.["id"])).toEqual(["S2"]);
  });
});
