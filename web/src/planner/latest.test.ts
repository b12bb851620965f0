import { expect, it } from "vitest";
import { createReader } from "./latest";

const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

it("an answer from before the town changed counts no more, though the same is asked", async () => {
  const asked: ((value: number) => void)[] = [];
  const ask = (): Promise<number> => new Promise((give) => { asked.push(give); });
  const reader = createReader<number>(() => {});
  reader.want("15 standard", ask);
  reader.forget();
  reader.want("15 standard", ask);
  asked[0]!(1);
  await soon();
  expect(reader.get()).toEqual({ value: null, waiting: true, failed: null });
  asked[1]!(2);
  await soon();
  expect(reader.get()).toEqual({ value: 2, waiting: false, failed: null });
});

it("a newer choice wins, and the older answer stays until then", async () => {
  const asked: ((value: number) => void)[] = [];
  const ask = (): Promise<number> => new Promise((give) => { asked.push(give); });
  const reader = createReader<number>(() => {});
  reader.want("a", ask);
  asked[0]!(1);
  await soon();
  reader.want("b", ask);
  reader.want("b", ask);
  expect([reader.get().value, asked.length]).toEqual([1, 2]);
  reader.want("c", ask);
  asked[2]!(3);
  asked[1]!(2);
  await soon();
  expect(reader.get().value).toBe(3);
});
