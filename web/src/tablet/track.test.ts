import { expect, it } from "vitest";
import { ApiError } from "../api";
import { surroundings } from "../testing/surroundings";
import { startDevice } from "./device";
import { memoryShelf } from "./shelf";
import type { Acknowledgement } from "./tablet_api";
import { decided, isNews, nextBatch, Track, type Fix, type Heard } from "./track";

const heard = (time_ms: number, lon = 118): Heard => ({ time_ms, lon, lat: 35, accuracy_m: 6, speed_mps: null, heading_deg: null });
const fix = (boot: number, seq: number): Fix => ({ ...heard(seq), boot, seq });
const settle = async (): Promise<void> => { for (let n = 0; n < 60; n += 1) await Promise.resolve(); };

function setUp() {
  const around = surroundings();
  const state = { away: false, held: false, answer: null as Acknowledgement | null };
  const sent: [number, number[]][] = [];
  const shelf = memoryShelf<Fix>();
  /** Timers of a page that was closed do not run any more: `after` is that of the last page. */
  const open = (boot: number, after = around.after) => Track.open({
    shelf, device: "tablet-1", boot, random: () => 0.5, after, held: () => state.held, onChange() {},
    door: {
      async positions(_device, of, fixes) {
        if (state.away) throw new ApiError(0, "away");
        const seqs = fixes.map((one) => one.seq);
        sent.push([of, seqs]);
        return state.answer ?? { accepted: [[seqs[0]!, seqs.at(-1)!]], rejected: [], conflicts: [] };
      },
    },
  });
  return { around, state, sent, shelf, open };
}

it("who stands still reports each half minute, who walks each few steps", () => {
  const last = heard(0);
  expect(isNews(null, last)).toBe(true);
  expect(isNews(last, heard(10_000))).toBe(false);
  expect(isNews(last, heard(30_000))).toBe(true);
  expect(isNews(last, heard(6_000, 118.001))).toBe(true);
  expect(isNews(last, heard(1_000, 118.001))).toBe(false);
  expect(isNews(last, { ...heard(1_000), accuracy_m: 2 })).toBe(true);
});

it("fixes outlive page and network, and are sent under the start they belong to", async () => {
  const { around, state, sent, open } = setUp();
  state.away = true;
  const first = await open(1, () => () => {});
  await first.take(heard(0));
  await first.take(heard(40_000));
  await settle();
  const second = await open(2);
  await second.take(heard(80_000));
  await settle();
  state.away = false;
  around.wait(60_000);
  await settle();
  expect(sent.slice(0, 2)).toEqual([[1, [1, 2]], [2, [1]]]);
  expect(second.waiting).toBe(0);
});

it("nothing is sent before the server knows of the duty", async () => {
  const { state, sent, open } = setUp();
  state.held = true;
  const track = await open(1);
  await track.take(heard(0));
  await settle();
  expect(sent).toEqual([]);
  state.held = false;
  track.hurry();
  await settle();
  expect(sent).toEqual([[1, [1]]]);
});

it("a refused fix is judged for good, and its reason is told", async () => {
  const { state, open } = setUp();
  state.answer = { accepted: [], rejected: [{ seq: 1, reason: "outside_county" }], conflicts: [] };
  const track = await open(1);
  await track.take(heard(0));
  await settle();
  expect([track.waiting, track.refusal]).toEqual([0, "outside_county"]);
});

it("a batch is of one start, and holds what the answer names", () => {
  expect(nextBatch([fix(1, 8), fix(1, 9), fix(2, 1)]).length).toBe(2);
  const batch = [1, 2, 3, 4].map((seq) => fix(1, seq));
  expect(decided(batch, { accepted: [[1, 2]], rejected: [{ seq: 4, reason: "" }], conflicts: [] }).map((one) => one.seq)).toEqual([1, 2, 4]);
});

it("a device keeps its name and counts its starts, each user their own", () => {
  const held = new Map<string, string>();
  const storage = { getItem: (name: string) => held.get(name) ?? null, setItem: (name: string, value: string) => void held.set(name, value) };
  const first = startDevice(storage, "u7");
  expect(first.device).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(startDevice(storage, "u7")).toEqual({ device: first.device, boot: first.boot + 1 });
  expect(startDevice(storage, "u8").device).not.toBe(first.device);
});
