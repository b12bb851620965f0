import { beforeEach, describe, expect, it } from "vitest";
import { fieldDoor } from "../testing/field_door";
import { surroundings } from "../testing/surroundings";
import { Outbox, type OutboxOptions } from "./outbox";
import { isHeld, nextToSend, unsent, type ActionDeed, type Order } from "./orders";
import { memoryShelf, type Shelf } from "./shelf";

const ME = "u7";
const deed = (action: string, more: Partial<ActionDeed> = {}): ActionDeed => ({ kind: "action", incident: "i1", title: "漏水", action, note: "", base: 1, ...more });
/** All that was asked for has been answered. */
const settled = async (outbox: Outbox): Promise<void> => {
  for (let n = 0; n < 200 && (outbox.sending || n < 3); n += 1) await Promise.resolve();
  for (let n = 0; n < 50; n += 1) await Promise.resolve();
};

let server: ReturnType<typeof fieldDoor>;
let around: ReturnType<typeof surroundings>;
let shelf: Shelf<Order>;
let signed_out: number;

function options(): OutboxOptions {
  return {
    shelf, door: server.door, me: ME, words: { photosKept: (n) => `${n} kept` }, refusal: (_, { reason }) => reason,
    now: () => around.now(), random: () => 0.5, after: around.after, onChange() {}, onSent() {}, onSignedOut() { signed_out += 1; },
  };
}

beforeEach(() => {
  server = fieldDoor(ME);
  server.begin("i1");
  around = surroundings();
  shelf = memoryShelf();
  signed_out = 0;
});

describe("what is done while the network is away", () => {
  it("is kept, sent in order when it is back, each on top of the one before", async () => {
    server.state.away = true;
    const outbox = await Outbox.open(options());
    for (const action of ["accept", "arrive", "finish"]) await outbox.add(deed(action));
    await settled(outbox);
    expect(outbox.orders().map((order) => order.state)).toEqual(["waiting", "waiting", "waiting"]);
    server.state.away = false;
    outbox.hurry();
    await settled(outbox);
    expect(server.history("i1").map((step) => step.action)).toEqual(["accept", "arrive", "finish"]);
    expect(server.calls.filter((call) => !call.startsWith("read")).slice(-3)).toEqual(['accept i1 "1"', 'arrive i1 "2"', 'finish i1 "3"']);
    expect(unsent(outbox.orders())).toEqual([]);
  });

  it("outlives the page", async () => {
    server.state.away = true;
    const first = await Outbox.open(options());
    await first.add(deed("accept"));
    await settled(first);
    server.state.away = false;
    const second = await Outbox.open(options());
    expect(unsent(second.orders()).length).toBe(1);
    second.hurry();
    await settled(second);
    expect(server.history("i1").length).toBe(1);
  });

  it("is tried again by itself", async () => {
    server.state.away = true;
    const outbox = await Outbox.open(options());
    await outbox.add(deed("accept"));
    await settled(outbox);
    server.state.away = false;
    around.wait(60_000);
    await settled(outbox);
    expect(server.history("i1").length).toBe(1);
  });

  it("carries the time of the doing, not that of the sending", async () => {
    server.state.away = true;
    const outbox = await Outbox.open(options());
    around.wait(1_000);
    await outbox.add(deed("accept"));
    await settled(outbox);
    server.state.away = false;
    around.wait(600_000);
    await settled(outbox);
    expect(server.history("i1")[0]!.time).toBe(new Date(1_000).toISOString());
  });
});

describe("an answer that was lost", () => {
  it("makes no second step and no conflict", async () => {
    server.state.lose_answers = true;
    const outbox = await Outbox.open(options());
    await outbox.add(deed("accept"));
    await settled(outbox);
    expect(outbox.orders()[0]!.state).toBe("waiting");
    around.wait(60_000);
    await settled(outbox);
    expect(server.history("i1").length).toBe(1);
    expect(outbox.orders()[0]).toMatchObject({ state: "sent", version: 2 });
  });
});

describe("somebody else was faster", () => {
  it("shows both versions, holds what follows, and goes on as the worker decides", async () => {
    server.state.away = true;
    const outbox = await Outbox.open(options());
    await outbox.add(deed("arrive"));
    await outbox.add(deed("finish"));
    server.other("i1", "transfer");
    server.state.away = false;
    outbox.hurry();
    await settled(outbox);
    const [first, second] = outbox.orders();
    expect(first).toMatchObject({ state: "conflict", theirs: { version: 2, stage: "assigned", actor: "officer", action: "transfer" } });
    expect(isHeld(outbox.orders(), second!)).toBe(true);
    expect(server.history("i1").length).toBe(1);

    await outbox.again(first!.key);
    await settled(outbox);
    expect(server.history("i1").map((step) => step.action)).toEqual(["transfer", "arrive", "finish"]);
  });

  it("holds nothing of another incident", async () => {
    server.begin("i2");
    server.other("i1", "transfer");
    const outbox = await Outbox.open(options());
    await outbox.add(deed("arrive"));
    await outbox.add(deed("accept", { incident: "i2" }));
    await settled(outbox);
    expect(server.history("i2").length).toBe(1);
    await outbox.drop(1);
    expect(outbox.orders().map((order) => order.key)).toEqual([2]);
  });
});

it("what this tablet cannot keep is not in the queue, says so, and is never sent", async () => {
  const full: Shelf<Order> = { ...shelf, put: async () => { throw new Error("quota"); } };
  const outbox = await Outbox.open({ ...options(), shelf: full });
  await expect(outbox.add(deed("accept"))).rejects.toThrow("quota");
  outbox.hurry();
  await settled(outbox);
  expect([outbox.orders(), server.history("i1")]).toEqual([[], []]);
});

it("two things done in the same moment are two orders, the first one first", async () => {
  server.state.away = true;
  const outbox = await Outbox.open(options());
  await Promise.all([outbox.add(deed("accept")), outbox.add(deed("arrive"))]);
  expect(outbox.orders().map((order) => order.key)).toEqual([1, 2]);
});

it("what was refused stays with its reason until it is dropped by hand", async () => {
  server.state.refuse = "finish";
  const outbox = await Outbox.open(options());
  await outbox.add(deed("finish"));
  await settled(outbox);
  expect(outbox.orders()[0]).toMatchObject({ state: "refused", reason: "not possible" });
  expect((await shelf.all())[0]!.state).toBe("refused");
  await outbox.drop(1);
  expect(await shelf.all()).toEqual([]);
});

it("what waits cannot be dropped", async () => {
  server.state.away = true;
  const outbox = await Outbox.open(options());
  await outbox.add(deed("accept"));
  await settled(outbox);
  await outbox.drop(1);
  expect(outbox.orders().length).toBe(1);
});

it("without a session all stays where it is", async () => {
  server.state.signed_out = true;
  const outbox = await Outbox.open(options());
  await outbox.add(deed("accept"));
  await settled(outbox);
  expect(signed_out).toBe(1);
  expect(nextToSend(outbox.orders())?.key).toBe(1);
});

describe("photos", () => {
  const photos = [new Blob(["aa"]), new Blob(["bbb"])];

  it("go first and are the evidence", async () => {
    const outbox = await Outbox.open(options());
    await outbox.add(deed("finish"), photos);
    await settled(outbox);
    expect(server.history("i1")[0]!.evidence).toBe("digest-2 digest-3");
    expect(outbox.orders()[0]!.photos).toEqual([]);
  });

  it("are not sent twice when the network goes in between", async () => {
    server.state.lose_answers = true;
    const outbox = await Outbox.open(options());
    await outbox.add(deed("finish"), photos);
    await settled(outbox);
    around.wait(60_000);
    await settled(outbox);
    expect(server.calls.filter((call) => call.startsWith("photo")).length).toBe(2);
  });

  it("stay on the tablet, and say so, when the server takes none", async () => {
    server.state.takes_photos = false;
    const outbox = await Outbox.open(options());
    await outbox.add(deed("finish"), photos);
    await settled(outbox);
    expect(server.history("i1")[0]!.evidence).toBe("2 kept");
    expect(outbox.orders()[0]).toMatchObject({ state: "sent", reason: "2 kept" });
    expect(outbox.orders()[0]!.photos.length).toBe(2);
  });
});
