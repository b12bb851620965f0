import { expect, test } from "vitest";
import { ApiError } from "./api";
import { createSupervisionSource } from "./supervision_source";

function server() {
  let asked = 0;
  let now = 0;
  let refusal: unknown = null;
  const api = {
    supervision: () => {
      asked += 1;
      return refusal === null ? Promise.resolve({ levels: [String(asked)], items: [] }) : Promise.reject(refusal);
    },
  };
  return {
    source: createSupervisionSource(api, () => now, () => undefined),
    asked: () => asked,
    wait: (ms: number) => { now += ms; },
    refuse: (error: unknown) => { refusal = error; },
    answered: () => new Promise((resolve) => { setTimeout(resolve); }),
  };
}

test("facts that change hurry it only while somebody looks", async () => {
  const { source, asked, wait, answered } = server();
  expect(source.get("a", "aside")).toBeNull();
  await answered();
  expect(source.get("b", "aside")?.levels).toEqual(["1"]);
  wait(30_000);
  source.get("c", "aside");
  expect(asked()).toBe(1);
  source.get("c", "watched");
  expect(asked()).toBe(2);
  await answered();
  wait(9_999);
  source.get("d", "watched");
  expect(asked()).toBe(2);
  wait(1);
  source.get("d", "watched");
  expect(asked()).toBe(3);
  await answered();
  wait(60_000);
  source.get("e", "aside");
  expect(asked()).toBe(4);
});

test("what this page has changed is asked for at once, but never twice at a time", async () => {
  const { source, asked, answered } = server();
  source.get("a", "watched");
  source.forget();
  source.get("a", "watched");
  expect(asked()).toBe(1);
  await answered();
  source.get("a", "watched");
  expect(asked()).toBe(2);
});

test("who may not have it does not ask again", async () => {
  const { source, asked, wait, refuse, answered } = server();
  refuse(new ApiError(403, "no"));
  source.get("a", "watched");
  await answered();
  wait(120_000);
  expect(source.get("b", "watched")).toBeNull();
  expect(asked()).toBe(1);
});
