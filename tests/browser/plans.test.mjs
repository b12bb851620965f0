// Plans that are open for everybody: two planners' pages side by side, against the real server.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { after, test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false, definition: "county.toml" });
const [CHEN, WANG] = ["规划员陈立", "规划员王敏"];
const MINUTES = 5;
const desks = [];
let one;
let two;

const plan = (page) => page.evaluate(() => window.yuntuPlanner.plan());
const shows = (page, id, wanted) => page.waitForFunction(([where, n]) => Number.parseInt(document.querySelector(where)?.textContent.replace(/[^\d]/g, "") ?? "", 10) === n, [id, wanted]);
const whatIf = (edits) => on.town.call(CHEN, "POST", "/api/v1/coverage/what-if", { minutes: MINUTES, profile: "standard", edits });
const openPlans = async () => (await on.town.call(CHEN, "GET", "/api/v1/plans")).items;

async function openPage(name) {
  on.town.addUser(name, "planner");
  const desk = await Desk.open(on.browser);
  desks.push(desk);
  await desk.page.goto(on.town.link(name).replace("/#", "/planner.html#"));
  await desk.page.waitForFunction(() => window.yuntuPlanner?.ready);
  return desk.page;
}
after(async () => { for (const desk of desks) await desk.close(); });

test("a plan that one planner shares is in the other's list, and is shown when it is chosen", async () => {
  one = await openPage(CHEN);
  two = await openPage(WANG);
  await one.locator(".minutes .segments").getByText(`${MINUTES} 分`, { exact: true }).click();
  await one.fill("#share-name", "河东加站");
  await one.locator("#share").click();
  await one.locator("#shared-name").getByText("河东加站").waitFor();
  await two.locator("#plans").getByText("河东加站").click();
  await two.locator("#shared-name").getByText("河东加站").waitFor();
  assert.equal((await plan(two)).minutes, MINUTES);
});

test("a station dragged on one page moves the other's numbers before it is let go", async () => {
  const [station] = on.info.stations;
  await one.selectOption("#station", station.code);
  const handle = one.locator('.plan-handle[data-chosen="true"]');
  await handle.waitFor();
  // The map eases to the station: the handle must stand still to be taken hold of.
  await one.waitForFunction(() => !window.yuntuPlanner.map.isMoving());
  const box = await handle.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await one.mouse.move(x, y);
  await one.mouse.down();
  for (let step = 1; step <= 24; step++) await one.mouse.move(x - 5 * step, y + 2 * step);
  await two.waitForFunction(() => {
    const number = (id) => Number.parseInt(document.querySelector(id).textContent.replace(/[^\d]/g, ""), 10);
    return window.yuntuPlanner.plan().edits.length === 1 && Number.isFinite(number("#then")) && number("#then") !== number("#now");
  });
  await two.locator("#shared-editor").getByText("陈立").waitFor();
  assert.ok((await plan(one)).draft, "it is still in hand");
  await one.mouse.up();
  const { edits } = await plan(one);
  const answer = await whatIf(edits);
  for (const page of [one, two]) {
    await page.waitForFunction((wanted) => JSON.stringify(window.yuntuPlanner.plan().edits) === wanted, JSON.stringify(edits));
    await shows(page, "#now", answer.before.households);
    await shows(page, "#then", answer.after.households);
  }
  await two.screenshot({ path: join(root, "build/reports/screens", "planner_shared.png") });
});

test("the other goes on from there, and the first follows", async () => {
  await two.locator("#edits li").first().getByRole("button").click();
  await one.waitForFunction(() => window.yuntuPlanner.plan().edits.length === 0);
  await one.locator("#shared-editor").getByText("王敏").waitFor();
  await two.keyboard.press("z");
  await one.waitForFunction(() => window.yuntuPlanner.plan().edits.length === 1);
});

test("what is changed while the network is away goes when it is back", async () => {
  await one.context().setOffline(true);
  await one.locator(".minutes .segments").getByText("10 分", { exact: true }).click();
  await one.locator("#shared-status").getByText(/稍后自动再发|接上后再发/).waitFor();
  assert.equal((await openPlans())[0].minutes, MINUTES);
  await one.context().setOffline(false);
  await two.waitForFunction(() => window.yuntuPlanner.plan().minutes === 10);
  await one.locator("#shared-status").waitFor({ state: "hidden" });
  await two.locator(".minutes .segments").getByText(`${MINUTES} 分`, { exact: true }).click();
  await one.waitForFunction((n) => window.yuntuPlanner.plan().minutes === n, MINUTES);
});

test("a street that the desk closes changes the numbers on both pages, and nobody reloads", async () => {
  const { edits } = await plan(one);
  const before = await whatIf(edits);
  const reach = await on.town.call(CHEN, "GET", `/api/v1/coverage/reach?minutes=${MINUTES}&profile=standard&station=${on.info.stations[1].code}`);
  const lines = reach.features.map((f) => f.geometry).filter((g) => /LineString/.test(g.type)).flatMap((g) => (g.type === "LineString" ? [g.coordinates] : g.coordinates));
  const middles = lines.map(([[x1, y1], [x2, y2]]) => ({ lon: (x1 + x2) / 2, lat: (y1 + y2) / 2 }));
  let closed = null;
  for (const place of middles) {
    const told = await whatIf([...edits, { edit: "close_street", ...place }]).catch(() => null);
    if (told && told.lost.buildings > before.lost.buildings && told.after.households < before.after.households) {
      closed = { place, after: told.after };
      break;
    }
  }
  assert.ok(closed, "no street of this station matters to anybody");
  await on.town.call("command", "POST", "/api/v1/closures", { id: randomUUID(), ...closed.place, reason: "着火封路" });
  const number = (page) => page.locator("#then").evaluate((e) => Number.parseInt(e.textContent.replace(/[^\d]/g, ""), 10));
  for (const page of [one, two]) {
    await page.waitForFunction((n) => {
      const now = Number.parseInt(document.querySelector("#then").textContent.replace(/[^\d]/g, ""), 10);
      return Number.isFinite(now) && now !== n;
    }, before.after.households);
  }
  const now = await whatIf(edits);
  assert.notEqual(now.after.households, before.after.households);
  assert.deepEqual(now.after, closed.after); // what the plan said of closing it
  for (const page of [one, two]) {
    await shows(page, "#then", now.after.households);
    assert.equal(await number(page), now.after.households);
  }
  const [open] = await openPlans();
  assert.equal(open.answer.after.households, now.after.households);
});

test("a plan is kept when somebody says so, and gone for all when it is deleted", async () => {
  assert.equal((await openPlans())[0].saved_version, null);
  await one.locator("#shared-save").click();
  for (const page of [one, two]) await page.locator("#shared-save").getByText("已保存").waitFor();
  const [kept] = await openPlans();
  assert.equal(kept.saved_version, kept.version);
  await two.locator("#shared-remove").click();
  await two.locator("#shared-keep").click();
  assert.equal((await openPlans()).length, 1, "it is asked first");
  await two.locator("#shared-remove").click();
  await two.locator("#shared-remove-yes").click();
  await one.getByText("这个方案已不在了").waitFor();
  await one.locator("#share-name").waitFor();
  assert.equal((await plan(one)).edits.length, 1, "what was tried stays on the page");
  assert.deepEqual(await openPlans(), []);
});

test("nothing left the server's origin", () => {
  for (const desk of desks) desk.assertQuiet(on.town.url, /ERR_INTERNET_DISCONNECTED/);
});
