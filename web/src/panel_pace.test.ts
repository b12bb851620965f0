import { expect, it } from "vitest";
import { createPanelPace } from "./panel_pace";
import { emptyWorld, type World } from "./state/world";

const withWorkers = (): World => ({ ...emptyWorld, workers: new Map() });

it("panels follow positions a few times a second, facts and choices at once", () => {
  const pace = createPanelPace();
  expect(pace.due(emptyWorld, 0)).toBe(true);
  expect(pace.due(emptyWorld, 5_000)).toBe(false);
  expect(pace.due(withWorkers(), 5_000)).toBe(true);
  expect(pace.due(withWorkers(), 5_016)).toBe(false);
  expect(pace.due({ ...withWorkers(), incidents: new Map() }, 5_032)).toBe(true);
  const same = { ...withWorkers(), incidents: new Map() };
  expect(pace.due(same, 5_048)).toBe(true);
  pace.ask();
  expect(pace.due(same, 5_064)).toBe(true);
  expect(pace.due({ ...same, workers: new Map() }, 5_080)).toBe(false);
  expect(pace.due({ ...same, workers: new Map() }, 5_314)).toBe(true);
});
