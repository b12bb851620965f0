// A locked gate and a closed compound on the planner's page: opening them changes the numbers as the server says.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { setUp } from "./support/fixture.mjs";
import { closeCompound, lockGate, streetThatMatters } from "./support/gated.mjs";
import { openPlanner, stepsOn } from "./support/planner_page.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false, definition: "county.toml" });
const PLANNER = "规划员赵敏";
const MINUTES = 5;
const GATED_STATION = 0;
const COMPOUND_STATION = 10;
// Nearer the map names every shop, which is slow to draw in software.
const STREET_ZOOM = 15.5;
let desk;
let page;
let gate;
let compound;
let total;

const { plan, number, shows, leaves, edits, settled, look, clickMap, drawn, saved } = stepsOn(() => page);
const whatIf = (list) => on.town.call("command", "POST", "/api/v1/coverage/what-if", { minutes: MINUTES, profile: "standard", edits: list });
const served = () => on.town.call("command", "GET", `/api/v1/coverage/stations?minutes=${MINUTES}&profile=standard`);
const shoot = (name) => page.screenshot({ path: join(root, "build/reports/screens", `${name}.png`) });

test("a gate locked and a compound closed leave more households unserved", async () => {
  const ask = (method, path, body) => on.town.call("command", method, path, body);
  gate = await streetThatMatters(ask, on.info.stations[GATED_STATION].code, MINUTES);
  compound = await streetThatMatters(ask, on.info.stations[COMPOUND_STATION].code, MINUTES);
  const open = await served();
  await on.town.kill();
  lockGate(on.town, gate);
  closeCompound(on.town, compound);
  await on.town.start();
  const closed = await served();
  total = closed.total;
  assert.ok(closed.served.households < open.served.households, "the gate and the compound are in nobody's way");
});

after(() => desk?.close());

/** The page says of the plan's edits what the server says, and that they serve more than before. */
async function servesMore() {
  const { edits: list } = await plan();
  const answer = await whatIf(list);
  assert.ok(answer.after.households > answer.before.households, JSON.stringify([answer.before, answer.after]));
  await shows("#now", answer.before.households);
  await shows("#then", answer.after.households);
  await leaves("now", { total, served: answer.before });
  await leaves("then", { total, served: answer.after });
  return answer;
}

/** Looks at the place, takes the tool and clicks there. */
async function openStreetAt({ lon, lat }) {
  await look(lon, lat, STREET_ZOOM);
  await page.locator('[data-tool="open_street"]').click();
  await page.getByText("点已封的那段路把它打开，或点封闭小区的内部路开放小区").waitFor();
  await clickMap([lon, lat]);
}

test("a planner sees the town as it is with the gate locked and the compound closed", async () => {
  desk = await openPlanner(on.browser, on.town, PLANNER);
  page = desk.page;
  await page.locator(".minutes .segments").getByText(`${MINUTES} 分`, { exact: true }).click();
  const { served: today } = await served();
  await shows("#now", today.households);
  await leaves("now", { total, served: today });
});

test("a click with the tool opens the locked gate: whoever lives behind it is served", async () => {
  await openStreetAt(gate);
  await settled(1);
  assert.deepEqual((await plan()).edits.map((e) => e.edit), ["open_street"]);
  const answer = await servesMore();
  assert.equal(await edits().first().locator(".edit-effect").innerText(), `+${answer.after.households - answer.before.households} 户`);
  await drawn(["plan-building-gained", "plan-mark"]);
  await shoot("planner_gate");
});

test("the plan is taken away as a table, which says what each edit leaves unserved, and as GeoJSON", async () => {
  const { edits: [edit], minutes } = await plan();
  const { before, after } = await whatIf([edit]);
  const row = (number, name, effect, { households, buildings }, place) => {
    const percent = (1000 - Math.floor((households * 1000) / total.households)) / 10;
    return [number, name, effect, households, total.households - households, percent, total.buildings - buildings, ...place, minutes, "standard"].join();
  };
  const table = await saved("#plan-sheet");
  assert.equal(table.name, "方案.csv");
  const [heading, ...rows] = table.text.split("\r\n");
  assert.match(heading, /^\uFEFF序号,改动,增减（户）,能到（户）,到不了（户）/);
  assert.deepEqual(rows, [row(0, "现状", "", before, ["", ""]), row(1, "开一段路", after.households - before.households, after, [edit.lon, edit.lat]), ""]);
  const map = await saved("#plan-geojson");
  assert.equal(map.name, "方案.geojson");
  const { type, features } = JSON.parse(map.text);
  assert.equal(type, "FeatureCollection");
  assert.equal(features.filter((one) => one.properties.kind === "station").length, on.info.stations.length);
  assert.deepEqual(features.at(-1), { type: "Feature", geometry: { type: "Point", coordinates: [edit.lon, edit.lat] }, properties: { kind: "open_street", number: 1, words: "开一段路" } });
});

test("a click on a private street opens its compound besides, and each edit has its own effect", async () => {
  const alone = await whatIf((await plan()).edits);
  await openStreetAt(compound);
  await settled(2);
  const both = await servesMore();
  assert.ok(both.after.households > alone.after.households, "the compound adds nothing to the gate");
  assert.equal(await edits().nth(1).locator(".edit-effect").innerText(), `+${both.after.households - alone.after.households} 户`);
  await edits().first().getByRole("button").click();
  await settled(1);
  await servesMore();
  await page.locator("#undo").click();
  await page.locator("#undo").click();
  await page.locator("#undo").click();
  await settled(0);
  await shows("#then", await number("#now"));
});

test("what is open already is refused in words", async () => {
  const { lon, lat } = on.info.stations[1];
  await openStreetAt({ lon, lat });
  await page.locator("#edit-failure").getByText("这段路本来就通，不用再开").waitFor();
  await page.locator("#undo").click();
  await settled(0);
});

for (const [kind, words] of [["gate", /^开门$/], ["compound", /^打开封闭小区，内部道路 \d+ 米$/]]) {
  test(`a ${kind} of the list of barriers goes into the plan with the gain that the list promised`, async () => {
    await page.locator("#find-barriers").click();
    const { openings } = await on.town.call("command", "GET", `/api/v1/coverage/barriers?minutes=${MINUTES}&profile=standard&most=20`);
    const promised = openings.find((one) => one.kind === kind);
    const row = page.locator("#openings li").filter({ has: page.getByText(words) });
    await row.locator(".opening").click();
    await row.getByText("加入方案").click();
    await settled(1);
    const answer = await servesMore();
    assert.equal(answer.after.households - answer.before.households, promised.households);
    assert.equal(await number("#edits .edit-effect"), promised.households);
    await page.locator("#undo").click();
    await page.locator("#find-barriers").click();
    await settled(0);
  });
}

test("nothing left the server's origin", () => desk.assertQuiet(on.town.url, /status of 422/));
