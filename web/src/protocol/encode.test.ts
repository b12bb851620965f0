import { PbfReader } from "pbf";
import { expect, it } from "vitest";
import { encode } from "./encode";

function hex(bytes: Uint8Array): string {
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

it("writes authenticate as the bytes of live.proto", () => {
  expect(hex(encode({ type: "authenticate", token: "ab" }))).toBe("0a040a026162");
});

it("writes subscribe with box, zoom, layers, those everywhere and the cursor to resume from", () => {
  const bytes = encode({
    type: "subscribe", bbox: [118, 34.5, 119, 35], zoom: 15.5, layers: ["worker", "reach"], everywhere: ["reach"],
    resume: { epoch: "e", seq: 300, tick: 2 ** 40 },
  });
  const pbf = new PbfReader(bytes);
  expect(pbf.nextField()).toBe(2);
  const seen: Record<string, unknown> = {};
  pbf.readMessage((tag, o, p) => {
    if (tag === 1) o["bbox"] = p.readPackedDouble();
    else if (tag === 2) o["zoom"] = p.readDouble();
    else if (tag === 3) o["layers"] = p.readPackedVarint();
    else if (tag === 5) o["everywhere"] = p.readPackedVarint();
    else if (tag === 4) {
      o["resume"] = p.readMessage((t, c, q) => { c.push(t === 1 ? q.readString() : q.readVarint()); }, [] as unknown[]);
    }
  }, seen);
  expect(seen).toEqual({ bbox: [118, 34.5, 119, 35], zoom: 15.5, layers: [1, 3], everywhere: [3], resume: ["e", 300, 2 ** 40] });
});

it("leaves the cursor out when there is none", () => {
  const bytes = encode({ type: "subscribe", bbox: [0, 0, 1, 1], zoom: 3, layers: ["incident"], everywhere: [] });
  expect(hex(bytes).endsWith("1a0102")).toBe(true);
});
