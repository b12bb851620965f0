import { expect, test } from "vitest";
import { ApiError } from "./api";
import { createFigureSource } from "./figures_source";
import type { Figures } from "./protocol/figures";

const MORNING = Date.UTC(2026, 10, 20, 1);
const DAY = 86_400_000;

function server() {
  const asked: [number, number][] = [];
  let refusal: unknown = null;
  let now = 0;
  const figures = (count: number): Figures => ({ as_of_ms: 0, counts: new Map([["received", count]]), rates: new Map(), words: new Map() });
  const api = {
    figures: (from: number, to: number): Promise<Figures> => {
      asked.push([from, to]);
      return refusal === null ? Promise.resolve(figures(asked.length)) : Promise.reject(refusal);
    },
  };
  return {
    asked,
    source: createFigureSource(api, () => now, () => undefined),
    wait: (ms: number) => { now += ms; },
    refuse: (error: unknown) => { refusal = error; },
    answered: () => new Promise((resolve) => { setTimeout(resolve); }),
  };
}

test("today is that of Beijing, asked for at once", () => {
  const { source, asked } = server();
  expect(source.get("a", MORNING)).toBeNull();
  expect(asked).toEqual([[Date.UTC(2026, 10, 19, 16), Date.UTC(2026, 10, 20, 16)]]);
});

test("facts that change are asked for once in ten seconds, and none that do not", async () => {
  const { source, asked, wait, answered } = server();
  source.get("a", MORNING);
  await answered();
  expect(source.get("b", MORNING)?.counts.get("received")).toBe(1);
  wait(9_999);
  source.get("c", MORNING);
  expect(asked.length).toBe(1);
  wait(1);
  source.get("d", MORNING);
  expect(asked.length).toBe(2);
  await answered();
  wait(30_000);
  source.get("d", MORNING);
  expect(asked.length).toBe(2);
  wait(30_000);
  source.get("d", MORNING);
  expect(asked.length).toBe(3);
});

test("while an answer is on its way nothing is asked", () => {
  const { source, asked, wait } = server();
  source.get("a", MORNING);
  wait(70_000);
  source.get("b", MORNING);
  expect(asked.length).toBe(1);
});

test("a new day begins without figures", async () => {
  const { source, asked, answered } = server();
  source.get("a", MORNING);
  await answered();
  expect(source.get("a", MORNING + DAY)).toBeNull();
  expect(asked.length).toBe(2);
});

test("who may not have them does not ask again; who could not reach the server does, and keeps the old ones", async () => {
  for (const [status, times] of [[403, 2], [404, 2], [0, 3]] as const) {
    const { source, asked, wait, refuse, answered } = server();
    source.get("a", MORNING);
    await answered();
    refuse(new ApiError(status, "no"));
    wait(10_000);
    expect(source.get("b", MORNING)).not.toBeNull();
    await answered();
    wait(10_000);
    expect(source.get("c", MORNING)).not.toBeNull();
    expect(asked.length).toBe(times);
    await answered();
  }
});
