// The steward's page: upload, diagnosis, findings, decision, certificate.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { setUp } from "./support/fixture.mjs";
import { root } from "./support/town.mjs";

const on = setUp({ signedIn: false });
const STEWARD = "数据员周宁";
let folder;
let desk;

const file = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const step = (name) => desk.page.locator(`.import-steps [aria-current="step"]:has-text("${name}")`).waitFor();
/** For people to look at. */
const shoot = (name, options = {}) => desk.page.screenshot({ path: join(root, "build/reports/screens", `${name}.png`), ...options });
const mapVersion = async (layer) => (await on.town.call("steward", "GET", "/api/v1/map")).layers.find((l) => l.layer === layer)?.version;

/** Waits until it can be decided; a failure in between says why. */
async function decidable() {
  const job = await desk.page.waitForFunction(() => {
    const { job, upload } = window.yuntuAdmin.state();
    return job && !upload && ["ready", "failed"].includes(job.phase) && { phase: job.phase, reason: job.reason, errors: job.errors };
  }).then((handle) => handle.jsonValue());
  assert.equal(job.phase, "ready", job.reason);
  return job;
}

async function uploadAndRead(layer, files) {
  const { page } = desk;
  await page.selectOption("#import-layer", layer);
  await page.setInputFiles("#import-file", files);
  await page.click("#import-start");
}

after(async () => {
  await desk?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("the officer on duty is told whose page this is", async () => {
  const other = await Desk.open(on.browser);
  await other.page.goto(on.town.link().replace("/#", "/admin.html#"));
  await other.page.getByText("全区的数据员").waitFor();
  assert.equal(await other.page.evaluate(() => window.yuntuAdmin === undefined), true);
  other.assertQuiet(on.town.url);
  await other.close();
});

test("a steward who has no file yet is asked for one", async () => {
  folder = mkdtempSync(join(tmpdir(), "yuntu-import-"));
  desk = await Desk.open(on.browser);
  await desk.page.goto(on.town.link(STEWARD).replace("/#", "/admin.html#"));
  await desk.page.waitForFunction(() => window.yuntuAdmin?.ready);
  await step("选文件");
  await desk.page.click("#import-start");
  await desk.page.getByText("没有选到能读的文件").waitFor();
});

test("a file that cannot be read says why, and the layer in use stays", async () => {
  const { page } = desk;
  await step("选文件");
  await shoot("import_1_choose");
  const old = await mapVersion("grid");
  await uploadAndRead("grid", [file("坏文件.geojson", "<OGRVRTDataSource></OGRVRTDataSource>")]);
  const words = page.locator("#import-report [role=alert]");
  await words.waitFor();
  assert.match(await words.innerText(), /没有导入。这个文件读不出来[\s\S]*坏文件\.geojson/);
  await step("诊断");
  await shoot("import_2_failed");
  await page.click("#import-refuse");
  await page.locator("#import-new").click();
  await step("选文件");
  assert.equal(await mapVersion("grid"), old);
});

test("a layer with faults lists and draws them, and is used only knowingly", async () => {
  const { page } = desk;
  const buildings = JSON.parse(readFileSync(join(on.town.files, "buildings.geojson"), "utf8"));
  const moved = buildings.features[7];
  for (const corner of moved.geometry.coordinates[0]) corner[1] += 0.02;
  buildings.features[30].properties.code = buildings.features[31].properties.code;
  const bow = buildings.features[12].geometry.coordinates[0];
  [bow[1], bow[2]] = [bow[2], bow[1]];
  await page.locator("#import details.import-options summary").first().click();
  await page.selectOption("#import-datum", "gcj02");
  await uploadAndRead("building", [file("楼栋_2026.geojson", buildings)]);
  await page.locator("#import-findings .import-finding").first().waitFor();
  await step("看问题");
  const rows = await page.locator("#import-findings .import-finding").allInnerTexts();
  assert.ok(rows.some((row) => /无归属/.test(row)), rows.join("\n"));
  assert.ok(rows.some((row) => /重复编码/.test(row)), rows.join("\n"));
  assert.match(await page.locator("#import-report").innerText(), /未收 1/);
  await page.locator("#import-report summary", { hasText: "未收的 1 行" }).click();
  assert.match(await page.locator("#import-report").innerText(), /边界自相交/);
  await page.locator("#import-report summary", { hasText: "未收的 1 行" }).click();
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && window.yuntuAdmin.map.queryRenderedFeatures({ layers: ["import-finding-mark"] }).length > 0);

  // Walking through them brings the map to each.
  await page.locator("#import-findings .import-finding").first().focus();
  await page.keyboard.press("j");
  await page.waitForFunction(() => window.yuntuAdmin.state().chosen === 1);
  const place = await page.evaluate(() => window.yuntuAdmin.state().findings[0]);
  await page.waitForFunction(([lon, lat]) => !window.yuntuAdmin.map.isMoving() && window.yuntuAdmin.map.getBounds().contains([lon, lat]), [place.lon, place.lat]);
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && window.yuntuAdmin.map.areTilesLoaded());
  await shoot("import_3_findings");

  const old = await mapVersion("building");
  assert.equal(await page.locator("#import-accept").isDisabled(), true);
  await page.getByRole("button", { name: "现用" }).click();
  await page.waitForFunction(() => window.yuntuAdmin.map.getLayoutProperty("import-new-line", "visibility") === "none");
  await page.getByRole("button", { name: "新", exact: true }).click();
  await page.locator("#import-despite").check();
  await page.locator("#import-accept").click();
  await page.getByText("已采用 楼栋").waitFor();
  assert.notEqual(await mapVersion("building"), old);
  await page.locator("#import-new").click();
});

test("a faultless shapefile in parts has a certificate that prints alone on a page", async () => {
  const { page } = desk;
  await page.selectOption("#import-datum", "");
  await page.fill("#import-map", "code=WGBM,name=WGMC");
  await uploadAndRead("grid", ["shp", "shx", "dbf", "prj"].map((part) => join(on.town.files, `grid.${part}`)));
  await decidable();
  await shoot("import_4_ready");
  await page.locator("#import-refuse").click();
  await page.getByText("没有采用").waitFor();
  await page.locator("#import-new").click();
  // The buildings above have faults: put the good ones back, then the paper can be given.
  await page.fill("#import-map", "");
  await page.selectOption("#import-datum", "gcj02");
  await uploadAndRead("building", [join(on.town.files, "buildings.geojson")]);
  assert.deepEqual(await decidable(), { phase: "ready", reason: "", errors: 0 });
  await step("启用");
  await page.locator("#import-certificate").waitFor();
  assert.match(await page.locator("#import-certificate").innerText(), /拓扑合格证[\s\S]*楼栋[\s\S]*本次导入[\s\S]*400/);
  await page.locator("#import-certificate").scrollIntoViewIfNeeded();
  await shoot("import_5_certificate");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#map").isVisible(), false);
  assert.equal(await page.locator("#import-accept").isVisible(), false);
  assert.equal(await page.locator("#import-certificate table").isVisible(), true);
  await shoot("import_6_paper", { fullPage: true });
  await page.emulateMedia({ media: null });
  await page.locator("#import-accept").click();
  await page.getByText("已采用 楼栋").waitFor();
  await page.locator("#import-new").click();
});

/** The grids in use with one gone, one renamed, one that gave land away and a new one. */
async function otherGrids() {
  const grids = await on.town.call("steward", "GET", "/api/v1/layers/grid");
  const [gone, renamed, cut] = grids.features;
  renamed.properties.name = "改名的网格";
  const ring = cut.geometry.coordinates[0];
  const east = Math.max(...ring.map(([lon]) => lon));
  const width = east - Math.min(...ring.map(([lon]) => lon));
  for (const corner of ring) if (corner[0] > east - width / 3) corner[0] = east - width / 3;
  const added = structuredClone(gone);
  added.properties = { ...gone.properties, code: gone.properties.code.replace(/..$/, "97"), name: "新网格" };
  for (const corner of added.geometry.coordinates[0]) corner[1] -= 0.01;
  return { type: "FeatureCollection", features: [...grids.features.filter((f) => f !== gone), added] };
}

test("what would be another is counted, listed and drawn before it is used", async () => {
  const { page } = desk;
  await page.fill("#import-map", "");
  await page.selectOption("#import-datum", "wgs84");
  await uploadAndRead("grid", [file("网格_2027.geojson", await otherGrids())]);
  await decidable();
  await page.waitForFunction(() => window.yuntuAdmin.state().differences);
  assert.deepEqual(await page.evaluate(() => window.yuntuAdmin.state().differences.counts), { removed: 1, moved: 1, added: 1, edited: 1, same: 5 });
  const part = page.locator("#import-differences");
  await part.getByText("4 处不同").waitFor();
  assert.match(await part.innerText(), /4 处不同[\s\S]*撤销\s*1[\s\S]*改边界\s*1[\s\S]*新增\s*1[\s\S]*改属性\s*1/);
  // Every hint is in the reader's words.
  for (const hint of await page.evaluate(() => window.yuntuAdmin.state().findings.slice(0, 40).map((f) => f.number))) {
    await page.evaluate((n) => document.querySelector(`#import-findings [data-number="${n}"]`)?.click(), hint);
    const said = await page.locator(`#import-findings [data-number="${hint}"]`).innerText();
    assert.doesNotMatch(said.replace(/GB\/T [\d-]+/, ""), /[a-z]{3,}/, said);
  }
  await page.getByRole("button", { name: "差别", exact: true }).click();
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && !window.yuntuAdmin.map.isMoving() && window.yuntuAdmin.map.areTilesLoaded() &&
    new Set(window.yuntuAdmin.map.queryRenderedFeatures({ layers: ["import-change-old", "import-change-line"] }).map((f) => f.properties.number)).size === 4);
  await page.locator("#import-differences").scrollIntoViewIfNeeded();
  await shoot("import_8_differences");
  await page.locator("#import-changes .import-change").nth(1).click();
  await page.waitForFunction(() => window.yuntuAdmin.state().change === 2);
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && !window.yuntuAdmin.map.isMoving() && ["import-change-old", "import-change-line"].every((layer) => window.yuntuAdmin.map.queryRenderedFeatures({ layers: [layer] }).some((f) => f.properties.number === 2)));
  assert.match(await page.locator("#import-changes .import-change").nth(1).innerText(), /小了.*平方米[\s\S]*改边界/);
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && window.yuntuAdmin.map.areTilesLoaded());
  await shoot("import_9_difference");
});

test("a layer that changed meanwhile has it checked again before it is used", async () => {
  const { page } = desk;
  const communities = await on.town.call("steward", "GET", "/api/v1/layers/community");
  communities.features[0].properties.name = "改名的社区";
  on.town.import("community", file("社区.geojson", communities));
  await page.locator("#import-despite").check();
  await page.locator("#import-accept").click();
  await page.getByText("现用的社区变了").first().waitFor();
  await page.locator("#import-check-again").waitFor();
  assert.equal(await page.locator("#import-accept").isHidden(), true);
  await shoot("import_10_changed");
  await page.locator("#import-check-again").click();
  await page.locator("#import-accept").waitFor();
  assert.equal((await decidable()).reason, "");
});

test("a version for later waits in the list and can be called off after a question", async () => {
  const { page } = desk;
  const old = await mapVersion("grid");
  await page.fill("#import-effective", "2030-01-01T08:00");
  await page.locator("#import-despite").check();
  await page.locator("#import-accept").click();
  await page.getByText("2030-01-01 08:00 启用。在那之前仍用现在的版本").waitFor();
  assert.equal(await mapVersion("grid"), old);
  await page.locator("#import-new").click();
  const part = page.locator("#import-coming");
  await part.getByText("2030-01-01 08:00 启用").waitFor();
  await part.getByRole("button", { name: "取消启用", exact: true }).click();
  await part.getByText("仍用现在的版本").waitFor();
  await shoot("import_11_coming");
  await part.getByRole("button", { name: "不取消" }).click();
  assert.equal((await on.town.call("steward", "GET", "/api/v1/coming")).items.length, 1);
  await part.getByRole("button", { name: "取消启用", exact: true }).click();
  await part.getByRole("button", { name: "确定取消启用" }).click();
  await part.getByText("已取消").waitFor();
  assert.deepEqual((await on.town.call("steward", "GET", "/api/v1/coming")).items, []);
  assert.equal(await mapVersion("grid"), old);
});

test("readings of the coordinates are drawn as boxes and can be taken", async () => {
  const { page } = desk;
  const reading = (datum, probability, shift) => ({
    crs: "EPSG:4326", datum, axes: "xy", easting: "as_is", probability, residual_m: 3.1, offset_m: 517, evidence: ["98.3 % of 1104 corners lie within 0.5 m of corners of the loaded layers", "lies 517 m to the north-east of where it is stated to lie", "lies in or beside the loaded layers"],
    bbox: [on.info.bbox[0] + shift, on.info.bbox[1], on.info.bbox[2] + shift, on.info.bbox[3]],
  });
  const hypotheses = [reading("gcj02", 0.62, 0), reading("wgs84", 0.38, 0.005)];
  let asked = null;
  const job = (phase, more) => ({
    id: "0123456789abcdef", user: "u1", layer: "grid", file: "网格.zip", options: {}, phase, reason: "网格.zip: several ways to read its coordinates fit, none clearly best: EPSG:4326 degrees, GCJ-02 (probability 0.62); EPSG:4326 degrees, WGS 84 (probability 0.38). State the true one, e.g. --datum gcj02", files: [],
    began: new Date().toISOString(), changed: new Date().toISOString(), version: null, check: null, errors: 0, report: null, ...more,
  });
  const failed = job("failed", { report: { detective: { verdict: "refused", hypotheses, deciding_option: "--datum gcj02", warnings: [] } } });
  await page.route("**/api/v1/imports**", (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (request.method() === "GET" && pathname.endsWith("/imports")) return route.fulfill({ json: { items: [failed], next: null } });
    if (request.method() === "POST") asked = request.postDataJSON();
    return route.fulfill({ json: request.method() === "POST" ? job("refused") : failed });
  });
  await page.reload();
  await page.waitForFunction(() => window.yuntuAdmin?.ready);
  await page.getByRole("button", { name: "打开" }).click();
  await page.getByText("几种坐标解释都说得通").waitFor();
  await page.getByText("分不出：EPSG:4326 经纬度，GCJ-02（0.62）").waitFor();
  await page.locator("#import-hypotheses .import-choice").first().click();
  await page.getByText("98.3% 的角点（共 1104 个）离现用图层的角点不到 0.5 米").waitFor();
  assert.doesNotMatch(await page.locator("#import-hypotheses .import-lines").innerText(), /[A-Za-z]{3,}/);
  // The likeliest and the next are told apart, on the map as in the list.
  await page.waitForFunction(() => window.yuntuAdmin.map.loaded() && ["import-hypothesis-line", "import-hypothesis-second"].every((layer) => window.yuntuAdmin.map.queryRenderedFeatures({ layers: [layer] }).length > 0));
  const words = await page.evaluate(() => window.yuntuAdmin.map.queryRenderedFeatures({ layers: ["import-hypothesis-words"] }).map((f) => f.properties.words));
  assert.ok(words.some((w) => w.startsWith("1 最可能")) && words.some((w) => w.startsWith("2 次可能")), words.join());
  await shoot("import_7_hypotheses");
  await page.getByRole("button", { name: "按这种解释重新诊断" }).click();
  await page.getByText("没有采用").waitFor();
  assert.deepEqual(asked, { action: "read", options: { crs: "EPSG:4326", datum: "gcj02" } });
  await page.unroute("**/api/v1/imports**");
});

test("the page left the server's origin alone and broke no rule of its own", () => {
  desk.assertQuiet(on.town.url, /status of 409/); // the acceptance that was to be refused
});
