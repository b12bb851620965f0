import { expect, it } from "vitest";
import type { Api } from "../api";
import { readImport } from "../protocol/imports";
import { createJobs } from "./jobs";
import { createImportStore } from "./store";

const job = (id: string) => readImport({
  id, user: "u7", layer: "grid", file: "网格.zip", options: {}, phase: "ready", reason: "", files: [], began: "2026-11-20T08:00:00Z",
  changed: "2026-11-20T08:01:00Z", version: "0123456789abcdef", report: null, check: null, errors: 0,
});
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

it("a layer that comes after its import was left is not drawn", async () => {
  const layers = new Map<string, (layer: unknown) => void>();
  const api = {
    importOf: async (id: string) => job(id),
    importLayer: (id: string) => new Promise((give) => { layers.set(id, give); }),
    importDifferences: async () => null,
  } as unknown as Api;
  const drawn: unknown[] = [];
  const jobs = createJobs({ api, store: createImportStore(), say() {}, signedOut() {}, onLayer: (layer) => drawn.push(layer) });
  await jobs.open("a");
  jobs.forget();
  await jobs.open("b");
  layers.get("a")!("layer of a");
  layers.get("b")!("layer of b");
  await soon();
  expect(drawn).toEqual([null, "layer of b"]);
});
