import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { pointOf, setUp } from "./support/fixture.mjs";

const on = setUp({ signedIn: false });
/** What the browser writes about a server that is not there. */
const GONE = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/;

/** In the page: while `window.away` is set, new connections fail, so that it stays away however slow the machine is. */
function stayAway() {
  const Real = window.WebSocket;
  window.knocks = 0;
  window.WebSocket = class {
    constructor(url) {
      if (!window.away) return new Real(url);
      window.knocks += 1;
      setTimeout(() => this.onclose?.({ code: 1006 }), 0);
    }
    close() {}
  };
}

test("kill -9 of the server under an open map: the page catches up without a reload and shows what happened between", async () => {
  const { town, info } = on;
  const desk = await Desk.open(on.browser);
  await desk.context.addInitScript(stayAway);
  await desk.signIn(town.link());
  const report = async (text, across, up) => {
    const id = randomUUID();
    const at = pointOf(info, across, up);
    await town.call("command", "POST", "/api/v1/incidents", { id, channel: "hotline", text, severity: "urgent", ...at });
    return { id, at };
  };
  const position = (worker, seq, at) => town.call("gateway", "POST", "/api/v1/positions", {
    device: `tablet-${worker}`, boot: 1, worker, reports: [{ seq, time: new Date().toISOString(), ...at, accuracy_m: 6 }],
  });
  const duty = (worker, is_on) => town.call("gateway", "POST", "/api/v1/duty", { on: is_on, worker });
  const [from, to, still, fresh] = [[0.52, 0.53], [0.54, 0.54], [0.3, 0.5], [0.7, 0.5]].map(([x, y]) => pointOf(info, x, y));
  for (const [worker, at] of [["w7", from], ["w8", still], ["w9", still]]) {
    await duty(worker, true);
    await position(worker, 1, at);
  }
  const early = await report("电梯困人", 0.4, 0.75);
  await desk.drawnAt("incident", early.id, early.at.lon, early.at.lat);
  await desk.drawnAt("worker", "w7", from.lon, from.lat);
  await desk.drawnAt("worker", "w8", still.lon, still.lat);
  await desk.page.waitForFunction(() => window.yuntu.world().workers.size === 3);
  await desk.page.evaluate(() => {
    window.sameDocument = true;
    // What the band says goes away after a while; this stays.
    window.said = [];
    const band = document.querySelector(".band");
    new MutationObserver(() => window.said.push(band.innerText)).observe(band, { subtree: true, childList: true, attributes: true, characterData: true });
  });

  await desk.page.evaluate(() => { window.away = true; });
  await town.kill();
  await desk.page.locator('#live[data-state="reconnecting"], #live[data-state="offline"]').waitFor();
  await town.start();
  const late = await report("井盖缺失", 0.6, 0.3);
  await town.call("command", "POST", `/api/v1/incidents/${early.id}/actions`, { action: "classify" }, { "If-Match": '"1"' });
  await position("w7", 2, to);
  await duty("w9", false);
  await duty("w10", true);
  await position("w10", 1, fresh);
  // It knocked in vain, and still shows the old picture.
  await desk.page.waitForFunction(() => window.knocks > 0);
  assert.deepEqual(await desk.page.evaluate(([a, b]) => {
    const { incidents, workers } = window.yuntu.world();
    return [incidents.get(a).stage, incidents.has(b), [...workers.keys()].sort()];
  }, [early.id, late.id]), ["received", false, ["w7", "w8", "w9"]]);

  await desk.page.evaluate(() => { window.away = false; });
  await desk.drawnAt("incident", late.id, late.at.lon, late.at.lat);
  await desk.drawnAt("worker", "w7", to.lon, to.lat);
  await desk.drawnAt("worker", "w8", still.lon, still.lat);
  await desk.drawnAt("worker", "w10", fresh.lon, fresh.lat);
  await desk.page.waitForFunction((id) => window.yuntu.world().incidents.get(id)?.stage === "classified", early.id);
  await desk.page.waitForFunction(() => !window.inFrame(["worker"]).some((f) => f.properties.id === "w9"));
  assert.deepEqual(await desk.page.evaluate(() => [...window.yuntu.world().workers.keys()].sort()), ["w10", "w7", "w8"]);
  await desk.page.waitForFunction(() => window.said.some((words) => words.includes("已恢复，补上 2 条变化")));
  await desk.page.locator('#live[data-state="live"]').waitFor();
  assert.equal(await desk.page.locator("#incident-list .row").count(), 2);
  assert.equal(await desk.page.evaluate(() => window.sameDocument), true, "the page was not loaded again");
  desk.assertQuiet(town.url, GONE);
  await desk.close();
});
