import { expect, test } from "vitest";
import { ApiError } from "../api";
import type { Closure } from "../protocol/closures";
import type { Position } from "../protocol/live";
import { createClosuresWatch } from "./closures_watch";

const closure = (id: string): Closure => ({ id, lon: 118.3, lat: 35, reason: "", until_ms: null, incident: null });
const LINE: Position[] = [[118.3, 35], [118.301, 35]];

function town() {
  const state = { closed: [] as Closure[], asked: 0, streets: 0, changed: 0, now: 0, away: false };
  const watch = createClosuresWatch({
    api: {
      closures: () => { state.asked += 1; return Promise.resolve(state.closed); },
      streets: () => { state.streets += 1; return state.away ? Promise.reject(new ApiError(0, "away")) : Promise.resolve([LINE]); },
    },
    steady: () => state.now, onChange: () => undefined, onTownChanged: () => { state.changed += 1; },
  });
  const look = async (facts: unknown): Promise<void> => {
    watch.look(facts);
    await new Promise((resolve) => { setTimeout(resolve); });
  };
  return { state, watch, look };
}

test("streets are read once something is closed, and once only", async () => {
  const { state, watch, look } = town();
  await look(1);
  expect([state.streets, watch.streets()]).toEqual([0, []]);
  state.closed = [closure("a")];
  for (const n of [1, 2, 3]) {
    state.now += 10_000;
    await look(`fact ${n}`);
  }
  expect([state.asked, state.streets, watch.streets()]).toEqual([4, 1, [LINE]]);
});

test("a closure that begins or ends changes the town; what stood already does not", async () => {
  const { state, watch, look } = town();
  state.closed = [closure("a")];
  await look(1);
  expect(state.changed).toBe(0);
  state.now += 10_000;
  state.closed = [closure("b"), closure("a")];
  await look(2);
  expect([state.changed, watch.closures().length]).toEqual([1, 2]);
  state.now += 10_000;
  state.closed = [closure("a"), closure("b")];
  await look(3);
  expect(state.changed).toBe(1);
  state.now += 10_000;
  state.closed = [];
  await look(4);
  expect([state.changed, watch.closures()]).toEqual([2, []]);
});

test("no news, no question within the minute; marks stand without streets", async () => {
  const { state, watch, look } = town();
  state.closed = [closure("a")];
  state.away = true;
  await look(1);
  state.now += 30_000;
  await look(1);
  expect([state.asked, watch.closures().length, watch.streets()]).toEqual([1, 1, []]);
  state.away = false;
  state.now += 30_000;
  await look(1);
  expect([state.asked, watch.streets()]).toEqual([2, [LINE]]);
});
