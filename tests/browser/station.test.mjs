import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setUp } from "./support/fixture.mjs";

const on = setUp();
/** The counts that the open card shows, once they differ from `before`. */
async function shown(before = { buildings: NaN, households: NaN }) {
  const handle = await on.desk.page.waitForFunction((old) => {
    const number = (id) => Number.parseInt(document.querySelector(id).textContent.replace(/\D/g, ""), 10);
    const now = { buildings: number("#reach-buildings"), households: number("#reach-households") };
    const known = Number.isFinite(now.buildings) && Number.isFinite(now.households);
    return known && (now.buildings !== old.buildings || now.households !== old.households) && now;
  }, before);
  return handle.jsonValue();
}

/** The same counts as the server answers them. */
async function served(code) {
  const { origins } = await on.town.call("command", "GET", `/api/v1/coverage?minutes=15&station=${code}`);
  assert.equal(origins.length, 1);
  return { buildings: origins[0].buildings, households: origins[0].households };
}

/** Halfway along the longest leg of each reached street, those in the middle distance first. */
async function middlesOfStreets(station) {
  const streets = await on.desk.page.evaluate((code) => window.yuntu.world().reaches.get(code).streets, station.code);
  const middles = streets.map((line) => {
    const legs = line.slice(1).map((b, i) => ({ a: line[i], b, length: Math.hypot(b[0] - line[i][0], b[1] - line[i][1]) }));
    const { a, b } = legs.reduce((best, leg) => (leg.length > best.length ? leg : best));
    return { lon: (a[0] + b[0]) / 2, lat: (a[1] + b[1]) / 2 };
  });
  const far = (p) => Math.abs(Math.hypot(p.lon - station.lon, p.lat - station.lat) - 0.0025);
  return middles.sort((p, q) => far(p) - far(q));
}

/** Closes streets one after another until the station serves fewer households; the closure's id. */
async function closeOneThatCounts(station, before) {
  for (const place of (await middlesOfStreets(station)).slice(0, 40)) {
    const id = randomUUID();
    await on.town.call("command", "POST", "/api/v1/closures", { id, ...place, reason: "修路" });
    for (let tries = 0; tries < 8; ++tries) {
      const now = await served(station.code);
      if (now.households < before.households) return id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await on.town.call("command", "DELETE", `/api/v1/closures/${id}`);
  }
  throw new Error("no street of this town counts for the station");
}

test("the 15-minute overlay of a station shows reached streets and the server's counts", async () => {
  const { desk, info } = on;
  const [station] = info.stations;
  assert.equal((await desk.rendered("reach-street")).length, 0, "no overlay before a station is opened");
  await desk.click(station.lon, station.lat);
  const card = desk.page.locator('#card[data-kind="station"]');
  await card.getByText("步行 15 分钟可达").waitFor();
  assert.ok((await card.innerText()).includes(station.name));
  const { buildings, households } = await shown();
  assert.deepEqual({ buildings, households }, await served(station.code));
  assert.ok(buildings > 100 && households > buildings, `${buildings} buildings, ${households} households`);
  await desk.page.waitForFunction(() => window.inFrame(["reach-street"]).length > 0);
  assert.deepEqual(new Set((await desk.rendered("reach-street")).map((f) => f.id)), new Set([station.code]));
  const lines = await desk.page.evaluate((code) => window.yuntu.world().reaches.get(code).streets.length, station.code);
  assert.ok(lines > 50, `${lines} reached pieces of street`);
});

test("a street blocked through the API changes the counts in the open card, and back", async () => {
  const { desk, town, info } = on;
  const [station] = info.stations;
  const before = await shown();
  const id = await closeOneThatCounts(station, before);
  await desk.page.waitForFunction((households) => {
    const now = Number.parseInt(document.querySelector("#reach-households").textContent.replace(/\D/g, ""), 10);
    return now < households;
  }, before.households);
  const after = await shown();
  assert.ok(after.households < before.households, `${after.households} households of ${before.households}`);
  assert.deepEqual(after, await served(station.code));
  await town.call("command", "DELETE", `/api/v1/closures/${id}`);
  assert.deepEqual(await shown(after), before);
  assert.deepEqual(await served(station.code), before);
});

test("the overlay goes with the card unless it is kept", async () => {
  const { desk } = on;
  const drawn = (wanted) => desk.page.waitForFunction(
    (n) => Math.min(1, window.inFrame(["reach-street"]).length) === n, wanted);
  await desk.page.locator("#card input[type=checkbox]").check();
  await desk.page.keyboard.press("Escape");
  await desk.page.locator("#card").waitFor({ state: "hidden" });
  await drawn(1);
  await desk.click(on.info.stations[0].lon, on.info.stations[0].lat);
  await desk.page.locator("#card input[type=checkbox]").uncheck();
  await desk.page.keyboard.press("Escape");
  await drawn(0);
});

test("nothing left the server's origin", () => on.desk.assertQuiet(on.town.url));
