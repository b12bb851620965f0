import { PbfWriter } from "pbf";
import { describe, expect, it } from "vitest";
import { decode } from "./decode";
import { DecodeError } from "./decode_error";

/** One ServerMessage with `field` of its oneof written by `body`. */
function server(field: number, body: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeMessage(field, (_: null, p) => body(p), null);
  return pbf.finish();
}

function workerBlock(pbf: PbfWriter, { lonCount = 2, areaSet = [0, 1] } = {}): void {
  pbf.writeMessage(3, (_: null, p) => {
    p.writeTag(1, 0);
    // 15 * 2^56 + 1: a cell of zoom 15, too large for a number.
    for (const byte of [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0xf]) {
      p.realloc(1);
      p.buf[p.pos++] = byte;
    }
    p.writeStringField(2, "G1");
    p.writeVarintField(3, 7);
    p.writeVarintField(4, 5);
    p.writeStringField(5, "w1");
    p.writeStringField(5, "w2");
    p.writePackedSVarint(6, [1_183_000_000, -500].slice(0, lonCount));
    p.writePackedSVarint(7, [349_800_000, 250]);
    p.writePackedVarint(8, [60, 155]);
    p.writePackedSVarint(9, [1_795_190_400_000, -1500]);
    p.writePackedVarint(10, areaSet); // writes nothing of an empty one
    p.writeMessage(11, (__: null, q) => q.writeStringField(4, "G1"), null);
    p.writeMessage(11, (__: null, q) => q.writeStringField(6, "B9"), null);
  }, null);
}

describe("decode", () => {
  it("reads hello with a 64-bit time", () => {
    const bytes = server(1, (p) => {
      p.writeStringField(1, "epoch-1");
      p.writeVarintField(2, 12);
      p.writeVarintField(3, 900);
      p.writeVarintField(4, 1_795_190_400_123);
      p.writeStringField(5, "wang");
      p.writeStringField(6, "command");
    });
    expect(decode(bytes)).toEqual({
      type: "hello", epoch: "epoch-1", seq: 12, tick: 900, time_ms: 1_795_190_400_123, user: "wang", role: "command",
    });
  });

  it("turns the delta columns of a worker block into positions", () => {
    const message = decode(server(2, (p) => { p.writeVarintField(2, 44); workerBlock(p); }));
    if (message.type !== "snapshot") throw new Error(message.type);
    expect(message.seq).toBe(0);
    expect(message.tick).toBe(44);
    expect(message.workers).toEqual([
      { id: "w1", lon: 118.3, lat: 34.98, accuracy_m: 6, time_ms: 1_795_190_400_000, areas: { grid: "G1" } },
      { id: "w2", lon: 118.29995, lat: 34.980025, accuracy_m: 15.5, time_ms: 1_795_190_398_500, areas: { building: "B9" } },
    ]);
  });

  it("reads past a cell of more than 2^53 and says since when the blocks are whole", () => {
    expect(decode(server(3, (p) => workerBlock(p)))).toMatchObject({ since: 5 });
    expect(decode(server(3, () => {}))).toMatchObject({ since: 0 });
  });

  it("refuses columns of unequal length", () => {
    expect(() => decode(server(2, (p) => workerBlock(p, { lonCount: 1 })))).toThrow(/2 ids has columns of 1, 2, 2, 2, 2/);
  });

  it("leaves out areas that are said to be unchanged, of one worker or of all", () => {
    const workers = (areaSet: number[]) => {
      const message = decode(server(3, (p) => workerBlock(p, { areaSet })));
      return message.type === "changes" ? message.workers.map((w) => w.areas) : null;
    };
    expect(workers([2, 0])).toEqual([undefined, { grid: "G1" }]);
    expect(workers([])).toEqual([undefined, undefined]);
    expect(() => workers([3, 0])).toThrow(/area set 3 of 2/);
    expect(() => workers([0])).toThrow(/2 ids has columns of 2, 2, 2, 2, 1/);
    expect(() => decode(server(2, (p) => workerBlock(p, { areaSet: [0, 2] })))).toThrow(/snapshot leaves out the areas of worker w2/);
  });

  it("refuses a coordinate outside the world", () => {
    const bytes = server(3, (p) => p.writeMessage(4, (_: null, q) => {
      q.writeStringField(1, "i1");
      q.writeStringField(3, "urgent");
      q.writeTag(6, 0);
      q.writeSVarint(910_000_000);
    }, null));
    expect(() => decode(bytes)).toThrow(/91 is outside/);
  });

  it("refuses a severity that the contract does not know", () => {
    const bytes = server(3, (p) => p.writeMessage(4, (_: null, q) => {
      q.writeStringField(1, "i1");
      q.writeStringField(3, "loud");
    }, null));
    expect(() => decode(bytes)).toThrow(DecodeError);
  });

  it("tells an absent cursor from one that is zero", () => {
    expect(decode(server(3, (p) => p.writeVarintField(1, 0)))).toMatchObject({ type: "changes", seq: 0, removes: [] });
    expect(decode(server(3, () => {}))).not.toHaveProperty("seq");
  });

  it("reads an incident with negative coordinates", () => {
    const message = decode(server(3, (p) => p.writeMessage(4, (_: null, q) => {
      q.writeStringField(1, "i1");
      q.writeStringField(2, "received");
      q.writeStringField(3, "critical");
      q.writeTag(5, 0);
      q.writeSVarint(-1_231_234_567);
      q.writeTag(6, 0);
      q.writeSVarint(492_500_000);
      q.writeVarintField(8, 3);
      q.writeVarintField(9, 1_795_190_400_000);
      q.writeStringField(10, "水管爆裂");
    }, null)));
    if (message.type !== "changes") throw new Error(message.type);
    expect(message.incidents[0]).toMatchObject({ id: "i1", lon: -123.1234567, lat: 49.25, version: 3, title: "水管爆裂" });
  });

  it("reads reach as lines of positions", () => {
    const message = decode(server(3, (p) => p.writeMessage(5, (_: null, q) => {
      q.writeStringField(1, "S1");
      q.writeDoubleField(2, 900);
      q.writeVarintField(3, 12);
      q.writeVarintField(4, 288);
      q.writeMessage(5, (__: null, line) => {
        line.writePackedSVarint(1, [1_000_000_000, 10]);
        line.writePackedSVarint(2, [300_000_000, -10]);
      }, null);
    }, null)));
    if (message.type !== "changes") throw new Error(message.type);
    expect(message.reaches).toEqual([
      { id: "S1", limit_s: 900, buildings: 12, households: 288, streets: [[[100, 30], [100.000001, 29.999999]]] },
    ]);
  });

  const count = (q: PbfWriter, level: string, lon_e7 = 1_183_512_345): void => {
    q.writeStringField(1, "371399001001");
    q.writeStringField(2, level);
    q.writeTag(3, 0);
    q.writeSVarint(lon_e7);
    q.writeTag(4, 0);
    q.writeSVarint(350_512_345);
    q.writeVarintField(5, 14);
    q.writeVarintField(7, 9);
    q.writeVarintField(8, 2);
  };

  it("reads what an area counts, an absent figure as none, in snapshot and changes alike", () => {
    const wanted = {
      id: "371399001001", level: "community", lon: 118.3512345, lat: 35.0512345, workers: 14, routine: 0, urgent: 9, critical: 2,
    };
    for (const body of [2, 3]) {
      const message = decode(server(body, (p) => p.writeMessage(7, (_: null, q) => count(q, "community"), null)));
      expect(message).toMatchObject({ counts: [wanted], workers: [], incidents: [] });
    }
    expect(decode(server(3, (p) => p.writeMessage(6, (_: null, q) => { q.writeVarintField(1, 5); q.writeStringField(2, "a"); }, null))))
      .toMatchObject({ removes: [{ layer: "count", id: "a" }], counts: [] });
  });

  it("refuses a count of a level that is not counted, and one outside the world", () => {
    expect(() => decode(server(3, (p) => p.writeMessage(7, (_: null, q) => count(q, "estate"), null)))).toThrow(/level "estate"/);
    expect(() => decode(server(3, (p) => p.writeMessage(7, (_: null, q) => count(q, "grid", 1_800_000_001), null)))).toThrow(/outside/);
  });

  it("reads removes, forget, resync, problem and ack", () => {
    const remove = (p: PbfWriter): void => {
      p.writeVarintField(1, 2);
      p.writeStringField(2, "i1");
    };
    expect(decode(server(3, (p) => p.writeMessage(6, (_: null, q) => remove(q), null))))
      .toMatchObject({ removes: [{ layer: "incident", id: "i1" }] });
    expect(decode(server(5, (p) => p.writeMessage(1, (_: null, q) => remove(q), null))))
      .toEqual({ type: "forget", removes: [{ layer: "incident", id: "i1" }] });
    expect(decode(server(6, (p) => p.writeStringField(1, "too_old")))).toEqual({ type: "resync", reason: "too_old" });
    expect(decode(server(7, (p) => { p.writeStringField(2, "no"); p.writeVarintField(4, 422); })))
      .toEqual({ type: "problem", title: "no", detail: "", status: 422 });
    const range = (_: null, q: PbfWriter): void => { q.writeVarintField(1, 1); q.writeVarintField(2, 9); };
    expect(decode(server(4, (p) => { p.writeMessage(3, range, null); p.writePackedVarint(6, [4]); p.writeVarintField(7, 9); })))
      .toMatchObject({ type: "ack", accepted: [[1, 9]], conflicts: [4], acked_through: 9 });
  });

  it("refuses bytes cut in the middle and bytes without a body", () => {
    const whole = server(1, (p) => p.writeStringField(1, "a long enough epoch"));
    expect(() => decode(whole.subarray(0, 1))).toThrow(DecodeError);
    expect(() => decode(new Uint8Array())).toThrow(DecodeError);
  });

  it("skips fields that a newer server adds", () => {
    const bytes = server(6, (p) => { p.writeStringField(99, "later"); p.writeStringField(1, "epoch"); });
    expect(decode(bytes)).toEqual({ type: "resync", reason: "epoch" });
  });
});
