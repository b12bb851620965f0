import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { pointOf, setUp } from "./support/fixture.mjs";

const on = setUp({ signedIn: false });
/** What the browser writes about a server that is not there. */
const GONE = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to/;
const tries = (desk) => desk.requests.filter((url) => url.endsWith("/live")).length;

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("kill -9 of the server under an open map: the page catches up without a reload", async () => {
  const { town, info } = on;
  const desk = await Desk.open(on.browser);
  await desk.signIn(town.link());
  const report = async (text, across, up) => {
    const id = randomUUID();
    const at = pointOf(info, across, up);
    await town.call("command", "POST", "/api/v1/incidents", { id, channel: "hotline", text, severity: "urgent", ...at });
    return { id, at };
  };
  const position = (seq, at) => town.call("gateway", "POST", "/api/v1/positions", {
    device: "tablet-7", boot: 1, worker: "w7", reports: [{ seq, time: new Date().toISOString(), ...at, accuracy_m: 6 }],
  });
  const [from, to] = [pointOf(info, 0.52, 0.53), pointOf(info, 0.54, 0.54)];
  await town.call("gateway", "POST", "/api/v1/duty", { on: true, worker: "w7" });
  await position(1, from);
  const early = await report("电梯困人", 0.4, 0.75);
  await desk.drawnAt("incident", early.id, early.at.lon, early.at.lat);
  await desk.drawnAt("worker", "w7", from.lon, from.lat);
  await desk.page.evaluate(() => {
    window.sameDocument = true;
    // Jitter near its upper end: after three refused tries the page waits for 7 s. Never the same number twice:
    // MapLibre makes its message ids from them.
    let calls = 0;
    Math.random = () => 0.9 + (calls += 1) * 1e-9;
  });

  const before = tries(desk);
  await town.kill();
  await until(() => tries(desk) >= before + 3);
  await town.start();
  const late = await report("井盖缺失", 0.6, 0.3);
  await town.call("command", "POST", `/api/v1/incidents/${early.id}/actions`, { action: "classify" }, { "If-Match": '"1"' });
  await position(2, to);
  assert.equal(tries(desk), before + 3, "all of it happened while the page was away");

  await desk.drawnAt("incident", late.id, late.at.lon, late.at.lat);
  await desk.drawnAt("worker", "w7", to.lon, to.lat);
  await desk.page.waitForFunction((id) => window.yuntu.world().incidents.get(id)?.stage === "classified", early.id);
  await desk.page.getByText(/已恢复，补上 2 条变化/).waitFor();
  await desk.page.locator('#live[data-state="live"]').waitFor();
  assert.equal(await desk.page.locator("#incident-list .row").count(), 2);
  assert.equal(await desk.page.evaluate(() => window.sameDocument), true, "the page was not loaded again");
  desk.assertQuiet(town.url, GONE);
});
