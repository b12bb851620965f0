// Brings the plan onto the map: only what changed since the last frame is handed over.
import type { Feature } from "geojson";
import { stationFeatures } from "../layers/features";
import type { MapView } from "../layers/map_view";
import { closureFeatures } from "./closed_streets";
import type { PlannerContext } from "./context";
import type { Handles } from "./handles";
import { candidateFeatures, changeFeatures, handlesOf, openingFeatures, restOf, withClosed } from "./marks";
import type { PlanMap } from "./plan_map";
import type { PlanSource } from "./plan_layers";

export function createPainting(context: PlannerContext, view: MapView, drawing: PlanMap, handles: Handles): () => void {
  const put = new Map<string, string>();
  const seen = new Map<string, unknown>();
  /** Runs when `features` are other ones than last time. */
  const whenNew = (name: string, features: readonly Feature[], work: () => void): void => {
    const key = JSON.stringify(features);
    if (put.get(name) === key) return;
    put.set(name, key);
    work();
  };
  const source = (name: PlanSource, features: readonly Feature[]): void => whenNew(name, features, () => drawing.put(name, features));
  const once = <T>(name: string, value: T, work: (value: T) => void): void => {
    if (seen.has(name) && seen.get(name) === value) return;
    seen.set(name, value);
    work(value);
  };
  return () => {
    const plan = context.store.get();
    const { stations } = context;
    const closed = new Set([...context.closed(), ...context.others()]);
    const held = handlesOf(plan, stations, context.nameOf);
    handles.show(held.map((one) => ({ ...one, closed: closed.has(one.station) })));
    const rest = withClosed(stationFeatures(restOf(plan, stations, held)), closed);
    whenNew("station", rest, () => {
      view.set("station", rest);
      view.flush();
    });
    const { lines, marks } = changeFeatures(plan, stations);
    source("plan-line", lines);
    source("plan-mark", marks);
    const { barriers, opening } = context.looking();
    source("plan-opening", barriers && plan.tab === "reach" ? openingFeatures(context.openings().value ?? [], opening) : []);
    const closures = context.closures();
    once("closures", JSON.stringify(closures), () => drawing.put("plan-closure", closureFeatures(closures, context.now())));
    const { candidates, job } = context.siting.get();
    source("plan-candidate", plan.tab === "siting" ? candidateFeatures(candidates, job?.result ?? null) : []);
    once("reach", context.reach().value, drawing.setReach);
    once("buildings", context.buildings().value, (times) => drawing.setBuildings(times ?? []));
    once("tried", context.tried().answer, drawing.setChange);
    view.map.getCanvas().classList.toggle("picking", plan.tool !== "none");
  };
}
