// A photo on the desk: seen small, opened whole, named as evidence in the history; and an action that needs evidence.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";
import { picture } from "./support/picture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ settings: 'workflow = "digital_city"\n' });
const SCREENS = join(root, "build/reports/screens");
const WORKER = "李敏";
const id = randomUUID();
let digest;

const incident = () => on.town.call("command", "GET", `/api/v1/incidents/${id}`);
const act = (role, body) => on.town.call(role, "POST", `/api/v1/incidents/${id}/actions`, body, { "If-Match": "*" });

test("the desk sees the photo, and in the history that it is the evidence", async () => {
  const { town, desk, info } = on;
  const { page } = desk;
  const { lon, lat } = pointOf(info, 0.55, 0.55);
  const { areas } = await town.call("command", "GET", `/api/v1/owner?lon=${lon}&lat=${lat}`);
  town.addUser(WORKER, "grid_worker", [areas.grid.code]);
  await town.call("command", "POST", "/api/v1/incidents", { id, channel: "hotline", text: "井盖缺失", lon, lat });
  const sent = await fetch(`${town.url}/api/v1/incidents/${id}/photos`, {
    method: "POST", headers: { Authorization: `Bearer ${town.tokens[WORKER]}`, "Content-Type": "image/jpeg" }, body: await picture(page, 800, 600, "image/jpeg"),
  });
  assert.equal(sent.status, 201);
  ({ digest } = await sent.json());
  for (const action of ["classify", "assign"]) await act("command", { action });
  for (const action of ["accept", "arrive"]) await act(WORKER, { action });
  await act(WORKER, { action: "finish", evidence: `见照片 ${digest}` });

  await page.goto(`${town.url}/?theme=light#i=${id}`);
  await desk.ready();
  const photo = page.locator("#card .photos a.photo");
  await photo.waitFor();
  assert.equal(await photo.count(), 1);
  await photo.scrollIntoViewIfNeeded();
  const image = photo.locator("img");
  assert.deepEqual(await image.evaluate(async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight, img.loading]; }), [800, 600, "lazy"]);
  assert.match(await image.getAttribute("alt"), /^第 1 张照片/);
  assert.equal((await page.locator('#card .history [data-step="finish"] .evidence').innerText()).trim(), "凭证：见照片 照片 1");
  assert.equal(await page.locator('#card .history [data-step="accept"] .evidence').count(), 0);
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, "desk_photo.png") });

  desk.assertQuiet(town.url);
  const opened = desk.context.waitForEvent("page");
  await page.locator("#card .history .evidence a").click();
  const whole = await opened;
  await whole.waitForLoadState();
  assert.equal(new URL(whole.url()).pathname, `/api/v1/incidents/${id}/photos/${digest}`);
  assert.equal(await whole.locator("img").evaluate((img) => img.naturalWidth), 800);
  await whole.close();
  // The browser's own page for a picture has a style of its own, which the policy forbids there.
  desk.violations = desk.violations.filter((words) => words !== "style-src-attr inline");
});

test("what needs evidence asks for it, and is sent with it", async () => {
  const { page } = on.desk;
  const verify = page.locator('#card [data-action="verify"]');
  await verify.click();
  await page.locator("#card .status", { hasText: "要先写明凭证" }).waitFor();
  assert.equal((await incident()).stage, "done");
  await page.locator("#card input[name=evidence]").fill("回访现场，井盖已装");
  await verify.click();
  const line = page.locator('#card .history [data-step="verify"] .evidence');
  await line.waitFor();
  assert.equal(await line.innerText(), "凭证：回访现场，井盖已装");
  const now = await incident();
  assert.deepEqual([now.stage, now.history.at(-1).evidence], ["verified", "回访现场，井盖已装"]);
  await page.locator("#card input[name=evidence]").waitFor({ state: "detached" });
});

test("a photo chosen at the desk is the evidence, shrunk before it is sent", async () => {
  const { town, desk, info } = on;
  const { page } = desk;
  const other = randomUUID();
  const read = () => town.call("command", "GET", `/api/v1/incidents/${other}`);
  const { lon, lat } = pointOf(info, 0.45, 0.45);
  await town.call("command", "POST", "/api/v1/incidents", { id: other, channel: "hotline", text: "护栏松动", lon, lat });
  for (const action of ["classify", "assign", "accept", "arrive"]) await town.call("command", "POST", `/api/v1/incidents/${other}/actions`, { action }, { "If-Match": "*" });
  await page.locator(`#row-${other}`).click();
  const finish = page.locator('#card [data-action="finish"]');
  await finish.click();
  await page.locator("#card .status", { hasText: "要先写明凭证，或选一张照片" }).waitFor();

  const choose = (name, mimeType, buffer) => page.setInputFiles("#card input[name=photo]", { name, mimeType, buffer });
  await choose("notes.jpg", "image/jpeg", Buffer.from("no picture"));
  await page.locator("#card .status", { hasText: "这个文件不是照片" }).waitFor();
  await choose("rail.png", "image/png", await picture(page, 3200, 1600, "image/png"));
  await choose("again.png", "image/png", await picture(page, 640, 480, "image/png"));
  const pictures = page.locator("#card .picture");
  await pictures.nth(1).waitFor();
  await pictures.nth(1).click();
  await pictures.nth(1).waitFor({ state: "detached" });
  mkdirSync(SCREENS, { recursive: true });
  for (const theme of ["light", "dark"]) {
    await desk.painted();
    await page.screenshot({ path: join(SCREENS, `desk_evidence_${theme}.png`) });
    await page.getByTitle("深色或浅色").click();
  }
  await finish.click();
  await page.locator('#card .history [data-step="finish"] .evidence', { hasText: "照片 1" }).waitFor();
  const now = await read();
  assert.deepEqual([now.stage, now.photos.length, now.photos[0].media_type], ["done", 1, "image/jpeg"]);
  assert.equal(now.history.at(-1).evidence, now.photos[0].digest, "the stored photo is the evidence");
  const image = page.locator("#card .photos a.photo img");
  await image.scrollIntoViewIfNeeded();
  assert.deepEqual(await image.evaluate(async (img) => { await img.decode(); return [img.naturalWidth, img.naturalHeight]; }), [1600, 800]);

  // Who has done it does not confirm it: nothing needs evidence any more.
  assert.deepEqual([await pictures.count(), await page.locator("#card .photo-field").count()], [0, 0]);
});

test("nothing left the server's origin", () => on.desk.assertQuiet(on.town.url));
