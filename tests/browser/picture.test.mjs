import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const MOST_BYTES = 600_000;
const WORKERS = 20;
const KEEP = process.env.YUNTU_KEEP_SCREENSHOT === "1";
/** Longer trails for the picture that stays. */
const TRAIL_POINTS = KEEP ? 14 : 4;

/** Places left of the open card, each in a grid. */
const INCIDENTS = [
  ["critical", "3 号楼水管爆裂，一楼进水", "供水", 0.43, 0.62, ["classify", "assign", "accept"]],
  ["critical", "5 号楼燃气异味", "燃气隐患", 0.39, 0.2, ["classify"]],
  ["urgent", "电梯困人", "电梯", 0.15, 0.33, ["classify", "assign"]],
  ["urgent", "路口井盖缺失", "井盖缺失", 0.58, 0.46, ["classify"]],
  ["routine", "楼道堆物", "楼道堆物", 0.13, 0.78, []],
  ["routine", "路灯不亮 4 盏", "路灯", 0.33, 0.75, ["classify", "assign", "accept"]],
  ["routine", "垃圾清运不及时", "垃圾清运", 0.26, 0.36, []],
];

async function fillTown() {
  const { town, info } = on;
  const ids = [];
  for (const [severity, text, category, across, up, actions] of INCIDENTS) {
    const id = randomUUID();
    await town.call("command", "POST", "/api/v1/incidents", { id, channel: "hotline", category, text, severity, ...pointOf(info, across, up) });
    let version = 1;
    for (const action of actions) {
      const now = await town.call("command", "POST", `/api/v1/incidents/${id}/actions`, { action }, { "If-Match": `"${version}"` });
      version = now.version;
    }
    ids.push(id);
  }
  return ids;
}

test("the picture of the README: workers, incidents and one station's reach in one frame", async () => {
  const { desk, town, info } = on;
  const { page } = desk;
  const stop = town.simulate(WORKERS, 4);
  const ids = await fillTown();
  await page.locator("#incident-list .row").nth(INCIDENTS.length - 1).waitFor();
  const [station] = info.stations;
  await desk.click(station.lon, station.lat);
  await page.locator("#card input[type=checkbox]").check();
  await page.locator(`#incident-list .row[data-id="${ids[0]}"]`).click();
  await page.locator('#card [data-action="finish"]').waitFor();
  await page.waitForFunction(([workers, points]) =>
    [...window.yuntu.world().trails.values()].filter((trail) => trail.length >= points).length >= workers,
  [WORKERS - 2, TRAIL_POINTS]);
  await desk.drawn();

  assert.ok((await desk.rendered("worker")).length >= WORKERS - 2, "workers in the frame");
  assert.ok((await desk.rendered("trail")).length > 0, "trails in the frame");
  assert.deepEqual(new Set((await desk.rendered("incident")).map((f) => f.mark.split("-")[0])), new Set(["critical", "urgent", "routine"]));
  assert.deepEqual(new Set((await desk.rendered("reach-street")).map((f) => f.id)), new Set([station.code]));
  const path = join(root, "build/screenshots/command_map.png");
  mkdirSync(join(path, ".."), { recursive: true });
  await page.screenshot({ path });
  await stop();
  desk.assertQuiet(town.url);
  if (KEEP) {
    assert.ok(statSync(path).size <= MOST_BYTES, `${statSync(path).size} bytes; the README's picture has at most ${MOST_BYTES}`);
    copyFileSync(path, join(root, "web/screenshot.png"));
  }
});
