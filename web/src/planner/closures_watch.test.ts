import { expect, test } from "vitest";
import type { Closure } from "../protocol/closures";
import { createClosuresWatch } from "./closures_watch";

const closure = (id: string): Closure => ({ id, lon: 118.3, lat: 35, station: null, street: null, reason: "", until_ms: null, incident: null });

function town() {
  const state = { closed: [] as Closure[], asked: 0, changed: 0, now: 0 };
  const watch = createClosuresWatch({
    api: {
      closures: () => { state.asked += 1; return Promise.resolve(state.closed); },
    },
    steady: () => state.now, onChange: () => undefined, onTownChanged: () => { state.changed += 1; },
  });
  const look = async (facts: unknown): Promise<void> => {
    watch.look(facts);
    await new Promise((resolve) => { setTimeout(resolve); });
  };
  return { state, watch, look };
}

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

test("no news, no question within the minute", async () => {
  const { state, watch, look } = town();
  state.closed = [closure("a")];
  await look(1);
  state.now += 30_000;
  await look(1);
  expect([state.asked, watch.closures().length]).toEqual([1, 1]);
  state.now += 30_000;
  await look(1);
  expect(state.asked).toBe(2);
});
