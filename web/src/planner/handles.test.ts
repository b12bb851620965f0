import { afterEach, beforeEach, expect, it, vi } from "vitest";

/** Markers as the map makes them, with what they tell. */
const made: FakeMarker[] = [];
class FakeMarker {
  at: readonly number[] = [];
  removed = false;
  private readonly heard = new Map<string, () => void>();
  constructor(private readonly options: { element: unknown }) { made.push(this); }
  setLngLat(at: readonly number[]): this { this.at = at; return this; }
  addTo(): this { return this; }
  on(name: string, work: () => void): this { this.heard.set(name, work); return this; }
  remove(): void { this.removed = true; }
  getElement(): unknown { return this.options.element; }
  tell(name: string): void { this.heard.get(name)?.(); }
}
vi.mock("maplibre-gl", () => ({ Marker: FakeMarker }));

const element = () => ({ dataset: {}, setAttribute() {}, append() {}, addEventListener() {} });
beforeEach(() => vi.stubGlobal("document", { createElement: element, createElementNS: element }));
afterEach(() => vi.unstubAllGlobals());

it("a station that is taken away in somebody's hand is in nobody's hand, and the others go where they are put", async () => {
  const { createHandles } = await import("./handles");
  const handles = createHandles({} as never, { drag() {}, drop() {}, choose() {} });
  const at = (station: string, lon: number) => ({ station, name: station, place: [lon, 35] as const, chosen: false });
  handles.show([at("ST01", 1), at("ST02", 2)]);
  made[0]!.tell("dragstart");
  handles.show([at("ST01", 1.5), at("ST02", 2.5)]);
  expect([handles.held(), made[0]!.at[0], made[1]!.at[0]]).toEqual([true, 1, 2.5]);
  handles.show([at("ST02", 3)]);
  expect([made[0]!.removed, handles.held(), made[1]!.at[0]]).toEqual([true, false, 3]);
});
