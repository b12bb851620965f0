// Headless Chromium with the command map in it, and a record of all that must not happen.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./town.mjs";

const { chromium } = createRequire(join(root, "web/package.json"))("playwright-core");

/** Software rendering on two busy cores is slow: waits are long, and end as soon as the condition holds. */
export const WAIT_MS = Number(process.env.YUNTU_WAIT_MS ?? 90_000);

const FLAGS = [
  "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage",
  "--disable-gpu-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update",
  "--disable-sync",
];

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** One browser profile with one page; `requests`, `errors` and `violations` fill by themselves. */
export class Desk {
  requests = [];
  errors = [];
  violations = [];

  /** `options` are those of a browser context: another size, a place. */
  static async open(browser, options = {}) {
    const desk = new Desk();
    desk.context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN", ...options });
    desk.context.setDefaultTimeout(WAIT_MS);
    await desk.context.exposeBinding("reportViolation", (_source, words) => void desk.violations.push(words));
    await desk.context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.reportViolation(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    // For waiting: a layer is missing while a style is exchanged, and asking MapLibre for it then is an error.
    await desk.context.addInitScript(() => {
      window.inFrame = (layers, at) => {
        const { map } = window.yuntu;
        return map.queryRenderedFeatures(at, { layers: layers.filter((id) => map.getLayer(id)) });
      };
    });
    // Of the context, so that requests of the map's workers count too.
    desk.context.on("request", (request) => desk.requests.push(request.url()));
    desk.page = await desk.context.newPage();
    desk.page.on("websocket", (socket) => desk.requests.push(socket.url()));
    desk.page.on("console", (message) => { if (message.type() === "error") desk.errors.push(message.text()); });
    desk.page.on("pageerror", (error) => desk.errors.push(String(error)));
    return desk;
  }

  /** Signs in and waits for the snapshot and the first whole picture. */
  async signIn(link) {
    await this.page.goto(link);
    await this.ready();
  }

  async ready() {
    try {
      await this.page.waitForFunction(() => window.yuntu?.ready);
    } catch (error) {
      throw new Error(`the page is not ready: ${JSON.stringify(await this.#state())}`, { cause: error });
    }
  }

  /** What a test that waited in vain wants to know. */
  async #state() {
    const page = await this.page.evaluate(() => ({
      words: document.body.innerText.slice(0, 300),
      cursor: window.yuntu?.world().cursor,
      loaded: window.yuntu?.map?.loaded(),
      tiles: window.yuntu?.map?.areTilesLoaded(),
      moving: window.yuntu?.map?.isMoving(),
    }));
    return { ...page, errors: this.errors, violations: this.violations, last: this.requests.slice(-5) };
  }

  /** Jumps without animation; resolves when everything of the new view is drawn. */
  async look(lon, lat, zoom) {
    await this.page.evaluate(([x, y, z]) => window.yuntu.map.jumpTo({ center: [x, y], zoom: z }), [lon, lat, zoom]);
    await this.drawn();
  }

  /** Resolves when the map has all tiles and nothing to draw. */
  async drawn() {
    await this.page.waitForFunction(() => window.yuntu.map.loaded() && window.yuntu.map.areTilesLoaded());
  }

  /** Resolves when the picture itself is finished, after a new style or a move as well. */
  async painted() {
    await this.drawn();
    await this.page.evaluate((limit) => new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("the map does not come to rest")), limit);
      window.yuntu.map.once("idle", resolve);
      window.yuntu.map.triggerRepaint();
    }), WAIT_MS);
  }

  /** Features of a style layer in the frame. */
  rendered(layer) {
    return this.page.evaluate(
      (id) => window.yuntu.map.queryRenderedFeatures({ layers: [id] }).map((f) => f.properties), layer);
  }

  /** Waits until a mark with this id lies where the map projects the point to. */
  async drawnAt(layer, id, lon, lat) {
    await this.page.waitForFunction(([name, wanted, x, y]) => {
      const { map } = window.yuntu;
      return window.inFrame([name], map.project([x, y])).some((f) => f.properties.id === wanted);
    }, [layer, id, lon, lat]);
  }

  /** Clicks the map where the point lies. */
  async click(lon, lat) {
    const { x, y } = await this.page.evaluate(([a, b]) => {
      const { map } = window.yuntu;
      const at = map.project([a, b]);
      const box = map.getCanvas().getBoundingClientRect();
      return { x: box.left + at.x, y: box.top + at.y };
    }, [lon, lat]);
    await this.page.mouse.click(x, y);
  }

  /** The reports of this page must be empty; `expected` matches errors that the test itself caused. */
  assertQuiet(origin, expected = /^$/) {
    const host = new URL(origin).host;
    const foreign = this.requests.filter((url) => /^(https?|wss?):/.test(url) && new URL(url).host !== host);
    assert.deepEqual(foreign, [], "requests that left the server's origin");
    assert.deepEqual(this.violations, [], "violations of the content security policy");
    assert.deepEqual(this.errors.filter((words) => !expected.test(words)), [], "console errors");
  }

  async close() {
    await this.context.close();
  }
}
