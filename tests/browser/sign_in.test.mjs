import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { setUp } from "./support/fixture.mjs";

const on = setUp({ signedIn: false });
/** What the browser itself writes when the session is asked for and there is none. */
const REFUSED = /status of 401/;

test("a page without a session says how to get in, and loads nothing else", async () => {
  const desk = await Desk.open(on.browser);
  await desk.page.goto(on.town.url);
  const words = await desk.page.locator("#signin").innerText();
  assert.match(words, /登录链接/);
  assert.match(words, /yuntu user link/);
  assert.equal(desk.requests.filter((url) => /\/(tiles|live)\b/.test(url)).length, 0);
  desk.assertQuiet(on.town.url, REFUSED);
  await desk.close();
});

test("a sign-in link works once and leaves no code in the address", async () => {
  const link = on.town.link();
  const first = await Desk.open(on.browser);
  await first.signIn(link);
  assert.doesNotMatch(first.page.url(), /signin/);
  assert.match(await first.page.locator("header").innerText(), /王敏/);
  await first.page.reload();
  await first.ready();
  first.assertQuiet(on.town.url);
  await first.close();

  const second = await Desk.open(on.browser);
  await second.page.goto(link);
  await second.page.getByText("已用过").waitFor();
  assert.equal(await second.page.evaluate(() => window.yuntu === undefined), true);
  second.assertQuiet(on.town.url, REFUSED);
  await second.close();
});

test("the record of the tests sees what must not happen", async () => {
  const desk = await Desk.open(on.browser);
  await desk.page.goto(on.town.url);
  await desk.page.locator("#signin").waitFor();
  await desk.page.evaluate(() => fetch("http://elsewhere.invalid/").catch(() => undefined));
  await desk.page.waitForFunction(() => document.readyState === "complete");
  assert.throws(() => desk.assertQuiet(on.town.url, REFUSED));
  assert.equal(desk.violations.length, 1);
  assert.match(desk.violations[0], /connect-src http:\/\/elsewhere\.invalid/);
  await desk.close();
});
