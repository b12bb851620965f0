import { describe, expect, it } from "vitest";
import { readIncident, readMapInfo, readOwner, readSession, readWorkers } from "./json";

const areas = { subdistrict: null, community: null, estate: null, grid: { code: "G1", name: "01 网格" }, microgrid: null, building: null };

describe("json", () => {
  it("reads an owner with empty levels and no station", () => {
    const owner = readOwner({ lon: 118, lat: 35, areas, ambiguous: false, candidates: [], people: [], department: null, station: null, as_of: "x" });
    expect(owner.areas.grid).toEqual({ code: "G1", name: "01 网格" });
    expect(owner.areas.building).toBeNull();
    expect([owner.station, owner.closed_station]).toEqual([null, null]);
  });

  it("reads the nearest open station, and a nearer one that is closed with when it opens", () => {
    const far = { code: "S2", name: "河东站", walk_s: 700, hours: "24/7", open: true };
    const near = { code: "S1", name: "河西站", walk_s: 90, hours: "Mo-Fr 08:30-17:30", open: false, opens_at: "2026-11-30T00:30:00.000Z" };
    const owner = readOwner({ lon: 118, lat: 35, areas, ambiguous: false, station: far, nearer_closed_station: near });
    expect(owner.station).toEqual({ code: "S2", name: "河东站", walk_s: 700, opens_at: null });
    expect(owner.closed_station?.opens_at).toBe(Date.parse("2026-11-30T08:30:00+08:00"));
  });

  it("names the field that does not fit", () => {
    expect(() => readOwner({ lon: 181, lat: 35, areas, ambiguous: false, station: null })).toThrow(/owner\.lon: 181 is outside/);
    expect(() => readSession({ user: 3 })).toThrow(/session\.user: expected text/);
    expect(() => readMapInfo({ bbox: [1, 2, 3], layers: [], stations: [], profiles: [] })).toThrow(/map\.bbox/);
    expect(() => readWorkers({ items: [{ id: "w", name: "n" }] })).toThrow(/workers\.items\[0\]\.on_duty/);
  });

  it("reads a map without a box, a layer version that is a number, and stations", () => {
    const info = readMapInfo({ bbox: null, layers: [{ layer: "grid", version: 3, features: 8 }], stations: [{ code: "S", name: "站", lon: 1, lat: 2 }], profiles: [{ name: "elder", title: "", speed_mps: 0.8, takes_steps: true }] });
    expect(info.bbox).toBeNull();
    expect(info.layers[0]).toEqual({ layer: "grid", version: "3", features: 8 });
    expect(info.stations[0]?.code).toBe("S");
  });

  it("reads an incident with its history and actions, null areas left out", () => {
    const incident = readIncident({
      id: "i", channel: "hotline", category: "供水", text: "水管爆裂", severity: "critical", stage: "received",
      lon: 118, lat: 35, building: null, areas: { grid: "G1", building: null }, time: "2026-11-20T14:32:08+08:00", version: 2,
      history: [{ action: "classify", from: "received", to: "classified", actor: "王敏", time: "2026-11-20T06:33:00Z", note: "" }],
      actions: ["assign"],
    });
    expect(incident.areas).toEqual({ grid: "G1" });
    expect(incident.time_ms).toBe(Date.UTC(2026, 10, 20, 6, 32, 8));
    expect(incident.history[0]?.to).toBe("classified");
    expect(incident.actions).toEqual(["assign"]);
  });

  it("reads photos, what proves a step, and what an action needs", () => {
    const time = "2026-11-20T14:32:08+08:00";
    const photo = { digest: "ab", media_type: "image/jpeg", bytes: 7, actor: "u1", time };
    const incident = readIncident({
      id: "i", severity: "routine", stage: "in_progress", lon: 118, lat: 35, areas: {}, time, version: 3, photos: [photo],
      history: [
        { action: "arrive", from: null, to: null, actor: "u1", time, note: "", evidence: "", proof: { distance_m: 12.5, accuracy_m: 6, time } },
        { action: "finish", from: null, to: null, actor: "u1", time, note: "", evidence: "ab" },
      ],
      actions: ["verify"], needs: { verify: ["evidence"] },
    });
    expect(incident.photos).toEqual([{ digest: "ab", media_type: "image/jpeg", bytes: 7, actor: "u1", time_ms: incident.time_ms }]);
    expect(incident.history.map(({ proof, evidence }) => [proof, evidence])).toEqual([[{ distance_m: 12.5, accuracy_m: 6 }, ""], [null, "ab"]]);
    expect([incident.need_note, incident.need_evidence]).toEqual([[], ["verify"]]);
  });

  it("refuses a time without sense", () => {
    expect(() => readIncident({ id: "i", stage: "s", severity: "routine", lon: 1, lat: 1, areas: {}, version: 1, time: "today" })).toThrow(/RFC 3339/);
  });
});
