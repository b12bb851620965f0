import assert from "node:assert/strict";
import { test } from "node:test";
import { pointOf, setUp } from "./support/fixture.mjs";

const on = setUp();

/** The last question of the page about a point, as the server answers it to anybody else. */
async function ownerAsked() {
  const asked = on.desk.requests.filter((url) => url.includes("/api/v1/owner?")).at(-1);
  const { search, searchParams } = new URL(asked);
  const owner = await on.town.call("command", "GET", `/api/v1/owner${search}`);
  return { owner, lon: Number(searchParams.get("lon")), lat: Number(searchParams.get("lat")) };
}

test("a click on the map says who owns the point", async () => {
  const { desk } = on;
  const at = pointOf(on.info, 0.62, 0.6);
  await desk.click(at.lon, at.lat);
  const card = desk.page.locator('#card[data-kind="place"]');
  await card.locator('[data-level="grid"]').waitFor();
  const { owner, lon, lat } = await ownerAsked();
  assert.ok(Math.hypot(lon - at.lon, lat - at.lat) < 3e-5, "the point asked for is the one clicked");
  assert.ok(owner.areas.grid && owner.areas.community && owner.areas.subdistrict, "the click lies in a grid");
  for (const [level, area] of Object.entries(owner.areas)) {
    const words = await card.locator(`[data-level="${level}"]`).innerText();
    if (area) assert.ok(words.includes(area.code) && words.includes(area.name), `${level}: ${words}`);
    else assert.match(words, /—/);
  }
  const words = await card.innerText();
  assert.ok(words.includes(owner.station.name));
  assert.ok(words.includes(`步行 ${Math.max(1, Math.round(owner.station.walk_s / 60))} 分`));
  await desk.page.waitForFunction(
    (code) => window.inFrame(["grid-selected"]).some((f) => f.properties.code === code),
    owner.areas.grid.code);
});

test("an incident is reported by clicking, and worked off by its buttons", async () => {
  const { desk, town } = on;
  const { page } = desk;
  const { lon, lat } = await ownerAsked();
  await page.getByRole("button", { name: "在此新建诉求" }).click();
  await page.locator("textarea[name=text]").fill("3 号楼水管爆裂，一楼进水");
  await page.locator('.chip[data-severity="critical"]').last().click();
  const channels = page.locator("select[name=channel]");
  assert.deepEqual(await channels.locator("option").allInnerTexts(), ["指挥台", "热线", "接待日"]);
  await channels.selectOption("hotline");
  await page.locator("#report-send").click();
  const card = page.locator('#card[data-kind="incident"]');
  await card.locator('[data-action="classify"]').waitFor();

  const { items } = await town.call("command", "GET", "/api/v1/incidents");
  assert.equal(items.length, 1);
  const [{ id }] = items;
  const { areas, text, severity, stage, channel, ...rest } = items[0];
  assert.deepEqual({ text, severity, stage, channel }, { text: "3 号楼水管爆裂，一楼进水", severity: "critical", stage: "received", channel: "hotline" });
  assert.ok(Math.abs(rest.lon - lon) < 1e-6 && Math.abs(rest.lat - lat) < 1e-6);
  assert.ok((await card.innerText()).includes(areas.grid));
  await desk.drawnAt("incident", id, rest.lon, rest.lat);

  const steps = [
    ["classify", "classified"], ["assign", "assigned"], ["accept", "in_progress"],
    ["finish", "done"], ["verify", "verified"], ["rate", "rated"],
  ];
  for (const [action, wanted] of steps) {
    await card.locator(`[data-action="${action}"]`).click();
    await page.waitForFunction(([key, value]) => window.yuntu.world().incidents.get(key)?.stage === value, [id, wanted]);
    const now = await town.call("command", "GET", `/api/v1/incidents/${id}`);
    assert.equal(now.stage, wanted);
    assert.equal(now.history.at(-1).action, action);
  }
  await card.getByText("现在没有您可做的操作").waitFor();
  assert.equal(await page.locator(`#incident-list .row[data-id="${id}"]`).count(), 0);
  await page.waitForFunction(() => window.inFrame(["incident"]).length === 0);
});

test("a stale button is refused with a word, and the card shows what is true", async () => {
  const { desk, town } = on;
  const { page } = desk;
  const at = pointOf(on.info, 0.3, 0.4);
  await page.keyboard.press("Escape");
  await desk.look(at.lon, at.lat, 16);
  await page.keyboard.press("n");
  await desk.click(at.lon, at.lat);
  await page.locator("textarea[name=text]").fill("路灯不亮");
  await page.locator("#report-send").click();
  const classify = page.locator('#card [data-action="classify"]');
  await classify.waitFor();
  const [incident] = (await town.call("command", "GET", "/api/v1/incidents?stage=received")).items;
  assert.equal(incident.channel, "desk", "unless another is chosen");
  // Somebody else is faster while this page's own question is still under way.
  await page.route("**/actions", async (route) => {
    await town.call("command", "POST", `/api/v1/incidents/${incident.id}/actions`, { action: "classify" }, { "If-Match": `"${incident.version}"` });
    await route.continue();
  }, { times: 1 });
  await classify.click();
  await page.getByText("刚才有人改过这件诉求").waitFor();
  await page.locator('#card [data-action="assign"]').waitFor();
});

test("nothing left the server's origin", () => on.desk.assertQuiet(on.town.url, /status of 412/));
