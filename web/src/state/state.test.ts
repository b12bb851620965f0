import { describe, expect, it } from "vitest";
import type { Incident, Severity } from "../protocol/live";
import { readAddress, writeAddress } from "./address";
import { difference } from "./catch_up";
import { createClock, isStale, liveState, STALE_MS } from "./clock";
import { queue } from "./incidents";
import { firstPage, reachShown } from "./page";
import { emptyWorld } from "./world";

const incident = (id: string, severity: Severity, time_ms: number, stage = "received", version = 1): Incident => ({
  id, severity, time_ms, stage, version, category: "", lon: 0, lat: 0, areas: {}, title: id,
});

describe("queue", () => {
  const all = [
    incident("r", "routine", 1), incident("c2", "critical", 9), incident("u", "urgent", 5), incident("c1", "critical", 3),
    incident("done", "critical", 0, "done"),
  ];

  it("puts the worst first and the oldest first among equals; finished ones are not waiting", () => {
    expect(queue(all, null, []).rows.map((i) => i.id)).toEqual(["c1", "c2", "u", "r"]);
  });

  it("counts all, whatever the filter shows", () => {
    const q = queue(all, "urgent", []);
    expect(q.rows.map((i) => i.id)).toEqual(["u"]);
    expect(q.counts).toEqual({ critical: 2, urgent: 1, routine: 1 });
    expect(q.open).toBe(4);
  });

  it("shows what somebody should look at as it stands, and counts it under any filter", () => {
    const supervised = [incident("u", "urgent", 5), incident("c1", "critical", 3)];
    expect(queue(all, "supervision", supervised).rows.map((i) => i.id)).toEqual(["u", "c1"]);
    expect(queue(all, null, supervised).supervised).toBe(2);
  });
});

describe("clock", () => {
  it("follows the server, not the page", () => {
    let local = 1_000;
    const clock = createClock(() => local);
    clock.hear(61_000);
    local = 2_000;
    expect(clock.now()).toBe(62_000);
  });

  it("trusts the message that was under way for the shortest time", () => {
    const clock = createClock(() => 0);
    clock.hear(500);
    clock.hear(480);
    expect(clock.now()).toBe(500);
  });

  it("a position is stale only after five minutes", () => {
    expect(isStale(0, STALE_MS)).toBe(false);
    expect(isStale(0, STALE_MS + 1)).toBe(true);
  });

  const state = (silence: number, connected = true, online = true) =>
    liveState({ last_ms: 0, now_ms: silence, connected, online });

  it("the badge is live, then delayed, then reconnecting, then offline, by the age of the last message", () => {
    expect([0, 5_500, 6_001, 15_001, 60_001].map((ms) => state(ms))).toEqual(["live", "live", "delayed", "reconnecting", "offline"]);
  });

  it("a broken connection shows at once, one that stays away is offline after a minute", () => {
    expect([0, 59_000, 60_001].map((ms) => state(ms, false))).toEqual(["reconnecting", "reconnecting", "offline"]);
  });

  it("is connecting before the first picture", () => {
    for (const connected of [true, false]) expect(liveState({ last_ms: null, now_ms: 90_000, connected, online: true })).toBe("connecting");
  });

  it("a device without network is offline, unless the server is on the device itself", () => {
    expect(state(100, false, false)).toBe("offline");
    expect(state(100, true, false)).toBe("live");
    expect(liveState({ last_ms: null, now_ms: 0, connected: false, online: false })).toBe("offline");
  });
});

describe("address", () => {
  it("comes back as it was written", () => {
    const address = { camera: { zoom: 15.6, lat: 34.98, lon: 118.3 }, selection: { kind: "incident", id: "GX/1 2" } } as const;
    expect(readAddress(writeAddress(address))).toEqual(address);
  });

  it("is nothing when it is nonsense or outside the world", () => {
    expect(readAddress("#z=1/2&p=200,10")).toEqual({ camera: null, selection: { kind: "none" } });
    expect(readAddress("#z=a/b/c")).toEqual({ camera: null, selection: { kind: "none" } });
  });
});

it("catching up counts the new, the changed and the gone", () => {
  const world = (...items: Incident[]) => ({ ...emptyWorld, incidents: new Map(items.map((i) => [i.id, i])) });
  const before = world(incident("same", "routine", 0), incident("gone", "routine", 0), incident("moved", "routine", 0));
  const after = world(incident("same", "routine", 0), incident("moved", "routine", 0, "done", 2), incident("new", "routine", 0));
  expect(difference(before, after)).toBe(3);
});

it("the reach of a station shows while it is selected, kept, or all are on", () => {
  const page = firstPage("light");
  expect(reachShown(page, "S1")).toBe(false);
  expect(reachShown({ ...page, selection: { kind: "station", code: "S1" } }, "S1")).toBe(true);
  expect(reachShown({ ...page, selection: { kind: "station", code: "S2" } }, "S1")).toBe(false);
  expect(reachShown({ ...page, kept: new Set(["S1"]) }, "S1")).toBe(true);
  expect(reachShown({ ...page, overlay: "reach" }, "S1")).toBe(true);
});
