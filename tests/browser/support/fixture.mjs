// What every browser test starts with: a town, a browser, and a desk that is signed in.
import { after, before } from "node:test";
import { Desk, openBrowser } from "./desk.mjs";
import { Town } from "./town.mjs";

/** A file that has not ended by then never will: it must not take the run with it. */
const FILE_MS = 10 * 60_000;

function endWhenStuck() {
  setTimeout(() => {
    console.error(`${process.argv[1]} did not end within ${FILE_MS / 60_000} minutes`);
    process.exit(1);
  }, FILE_MS).unref();
}

/** Fills the answered object before the tests of this file and clears it up after them. */
export function setUp({ signedIn = true, definition, settings } = {}) {
  const fixture = {};
  endWhenStuck();
  before(async () => {
    fixture.town = await Town.make(definition, settings);
    fixture.browser = await openBrowser();
    fixture.info = await fixture.town.call("command", "GET", "/api/v1/map");
    if (!signedIn) return;
    fixture.desk = await Desk.open(fixture.browser);
    await fixture.desk.signIn(fixture.town.link());
  });
  after(async () => {
    await fixture.browser?.close();
    await fixture.town?.close();
  });
  return fixture;
}

/** A point by its share of the loaded area's width and height, from the south-west. */
export function pointOf({ bbox: [west, south, east, north] }, across, up) {
  const whole = (degrees) => Math.round(degrees * 1e7) / 1e7;
  return { lon: whole(west + (east - west) * across), lat: whole(south + (north - south) * up) };
}
