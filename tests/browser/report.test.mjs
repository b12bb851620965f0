// A resident's page on the real server: from the building's code to the receipt, and the report on the command map.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { setUp } from "./support/fixture.mjs";
import { picture } from "./support/picture.mjs";
import { root } from "./support/town.mjs";

const on = setUp();
const SCREENS = join(root, "build/reports/screens");
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
/** No network, no such building, a wrong link. */
const EXPECTED = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 4(04|22)/;
let building;
let phone;

const shoot = (name) => { mkdirSync(SCREENS, { recursive: true }); return phone.page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true }); };
const all = async () => (await on.town.call("command", "GET", "/api/v1/incidents")).items;
const open = (path) => phone.page.goto(on.town.url + path);

test("a code of a building opens a form that knows the place", async () => {
  const { features } = await on.town.call("command", "GET", "/api/v1/layers/building");
  building = features[0].properties.code;
  phone = await Desk.open(on.browser, PHONE);
  await open(`/report.html?theme=light&b=${encodeURIComponent(building)}`);
  const { page } = phone;
  await page.locator("#send").waitFor();
  await page.locator("#place", { hasText: building }).waitFor();
  const { areas } = await on.town.call("command", "GET", `/api/v1/buildings/${encodeURIComponent(building)}`);
  await page.locator("#place b", { hasText: areas.community.name }).waitFor();
  assert.deepEqual(await page.locator(".danger a").evaluateAll((links) => links.map((a) => a.getAttribute("href"))), ["tel:110", "tel:119", "tel:120"]);
  assert.equal(await page.locator("textarea, input:not(.unseen), select").count(), 1, "one thing to write");
  await shoot("report_form");
});

test("nothing is sent without words", async () => {
  await phone.page.locator("#send").click();
  await phone.page.getByText("还没有写出了什么事").waitFor();
  assert.equal((await all()).length, 0);
});

test("what was sent into no network stays, and comes to the desk once, however often it is tapped", async () => {
  const { page, context } = phone;
  await page.locator("#what").fill("2 单元楼道灯不亮，晚上看不见");
  await page.locator('.choice[data-severity="urgent"]').click();
  // The first answer is lost on the way back: the server has it, the page does not know.
  await page.route("**/api/v1/incidents", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.locator("#send").click();
  await page.getByText("没发出去，内容已留在这里").waitFor();
  assert.equal(await page.locator("#what").evaluate((area) => area.readOnly), true);
  await shoot("report_lost");

  // Closed and scanned again: it is still there, with its number.
  await context.setOffline(false);
  await page.reload();
  await page.locator("#send", { hasText: "重试" }).waitFor();
  assert.equal(await page.locator("#what").inputValue(), "2 单元楼道灯不亮，晚上看不见");
  await page.locator("#send").dblclick();
  await page.locator("#number").waitFor();
  const items = await all();
  assert.equal(items.length, 1);
  const { channel, severity, text, building: where } = items[0];
  assert.deepEqual({ channel, severity, text, building: where }, { channel: "resident", severity: "urgent", text: "2 单元楼道灯不亮，晚上看不见", building });

  const row = on.desk.page.locator(`#incident-list .row[data-id="${items[0].id}"]`);
  await row.waitFor();
  assert.match(await row.innerText(), /楼道灯不亮/);
});

test("the receipt is a short number and a link that tells how it goes on, in plain words", async () => {
  const { page } = phone;
  const [{ id }] = await all();
  assert.equal((await page.locator("#number").innerText()).replace(/\W/g, ""), id.slice(0, 8).toUpperCase());
  const link = new URL(page.url());
  assert.equal(link.searchParams.get("i"), id);
  assert.ok(link.searchParams.get("receipt"));
  await page.locator('#case[data-stage="received"]').waitFor();
  assert.match(await page.locator("#case").innerText(), /前会有人联系您/);
  await shoot("report_receipt");

  for (const [action, note] of [["classify", ""], ["assign", "内部：先问物业"], ["accept", ""], ["contact", ""]]) {
    await on.town.call("command", "POST", `/api/v1/incidents/${id}/actions`, { action, note }, { "If-Match": "*" });
  }
  await page.goto(link.href);
  await page.locator('#case[data-stage="in_progress"]').waitFor();
  const words = await page.locator("main").innerText();
  assert.match(words, /有人在办/);
  assert.match(words, /联系了您/);
  assert.doesNotMatch(words, /内部|王敏|u1/, "notes and names of the staff stay inside");
  await shoot("report_status");
});

test("a photo is sent with it, and is stored", async () => {
  const { page } = phone;
  await open(`/report.html?theme=light&b=${encodeURIComponent(building)}`);
  const taken = await picture(page, 800, 600, "image/jpeg");
  await page.locator("input[type=file]").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
  await page.getByText("这个文件不是照片").waitFor();
  await page.locator("input[type=file]").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: taken });
  await page.locator(".picture img").waitFor();
  await page.locator("#what").fill("一楼漏水");
  const answered = page.waitForResponse((response) => response.url().includes("/photos"));
  await page.locator("#send").click();
  const response = await answered;
  assert.equal(response.status(), 201);
  await page.locator('#case[data-stage="received"]').waitFor();
  assert.equal((await page.locator(".say").allInnerTexts()).join("").trim(), "");
  const { photos } = await on.town.call("command", "GET", `/api/v1/incidents/${new URL(page.url()).searchParams.get("i")}`);
  assert.equal(photos.length, 1);
  assert.deepEqual(photos[0].digest, (await response.json()).digest);
  assert.equal(photos[0].media_type, "image/jpeg");
  await shoot("report_photo");
});

test("a code that is not in the register says so and keeps the words; a wrong link tells nothing", async () => {
  const { page } = phone;
  await open("/report.html?theme=light&b=NOWHERE-1");
  await page.locator("#what").fill("门口有积水");
  await page.locator("#send").click();
  await page.getByText("这个二维码不在册").waitFor();
  assert.equal(await page.locator("#what").inputValue(), "门口有积水");
  const [{ id }] = await all();
  await open(`/report.html?i=${id}&receipt=wrong`);
  await page.getByText("查不到这件事").waitFor();
  await open("/report.html");
  await page.getByText("请扫楼门口的二维码").waitFor();
});

test("it is light enough for a telephone, fits it by day and night, and keeps to its server", async () => {
  const { page } = phone;
  phone.requests.length = 0;
  const loaded = [];
  const hear = async (response) => { if (new URL(response.url()).pathname !== "/icon.svg") loaded.push([response.url(), (await response.body()).length]); };
  page.on("response", hear);
  await open(`/report.html?theme=dark&b=${encodeURIComponent(building)}`);
  await page.locator("#send").waitFor();
  page.off("response", hear);
  await page.waitForLoadState("networkidle");
  assert.equal(loaded.some(([url]) => /maplibre|\/live|\/tiles/.test(url)), false);
  const bytes = loaded.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(bytes < 60_000, `${bytes} bytes before compression`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  const small = await page.evaluate(() => [...document.querySelectorAll("button")].map((b) => b.getBoundingClientRect()).filter((box) => box.width > 0 && box.height < 56).length);
  assert.equal(small, 0);
  await shoot("report_dark");
  phone.assertQuiet(on.town.url, EXPECTED);
  await phone.close();
});
