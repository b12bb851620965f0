// What the tests of the planner's page do with it and read from it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Desk } from "./desk.mjs";

/** Signs a planner in, who need not be known yet; the answered desk is to be closed. */
export async function openPlanner(browser, town, name) {
  town.addUser(name, "planner");
  const desk = await Desk.open(browser);
  await desk.page.goto(town.link(name).replace("/#", "/planner.html#"));
  await desk.page.waitForFunction(() => window.yuntuPlanner?.ready);
  return desk;
}

/** The steps of the page that `page` answers when they are taken. */
export function stepsOn(page) {
  /** The whole number in an element; NaN while there is none. */
  const number = (id) => page().locator(id).evaluate((e) => Number.parseInt(e.textContent.replace(/[^\d]/g, ""), 10));
  /** Waits until an element shows this number. */
  const shows = (id, wanted) => page().waitForFunction(([where, n]) => Number.parseInt(document.querySelector(where)?.textContent.replace(/[^\d]/g, "") ?? "", 10) === n, [id, wanted]);
  /** Where the map draws a place, in pixels of the page. */
  const onPage = ([lon, lat]) => page().evaluate(([x, y]) => {
    const { map } = window.yuntuPlanner;
    const at = map.project([x, y]);
    const box = map.getCanvas().getBoundingClientRect();
    return { x: box.left + at.x, y: box.top + at.y };
  }, [lon, lat]);
  return {
    number,
    shows,
    plan: () => page().evaluate(() => window.yuntuPlanner.plan()),
    edits: () => page().locator("#edits li"),
    /** Waits until the figures say whom "now" or "then" leaves unserved: the rest of the server's `total`. */
    async leaves(which, { total, served }) {
      await shows(`#unserved-${which}`, total.households - served.households);
      await shows(`#unserved-${which}-buildings`, total.buildings - served.buildings); // told apart, perhaps later
      const percent = (1000 - Math.floor((served.households * 1000) / total.households)) / 10;
      assert.equal(await page().locator(`#unserved-${which}-share`).innerText(), `户 · ${percent.toFixed(1)}%`);
    },
    /** Every edit has its number, none is still asked for. */
    settled: (n) => page().waitForFunction((count) => {
      const all = [...document.querySelectorAll("#edits li .edit-effect")];
      return all.length === count && all.every((e) => /^[+−]?\d/.test(e.textContent));
    }, n),
    look: (lon, lat, zoom) => page().evaluate(([x, y, z]) => window.yuntuPlanner.map.jumpTo({ center: [x, y], zoom: z }), [lon, lat, zoom]),
    async clickMap(place) {
      const { x, y } = await onPage(place);
      await page().mouse.click(x, y);
    },
    /** The file that a click on an element downloads. */
    async saved(id) {
      const [download] = await Promise.all([page().waitForEvent("download"), page().locator(id).click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
    },
    drawn: (layers) => page().waitForFunction((ids) => {
      const { map } = window.yuntuPlanner;
      return ids.every((id) => map.getLayer(id) && map.queryRenderedFeatures({ layers: [id] }).length > 0);
    }, layers),
  };
}
