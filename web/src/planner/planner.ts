// Composition root of the planner's page: the plan on the left, the map, the numbers on the right.
import type { Theme } from "../../tokens/tokens";
import { ApiError, type Api } from "../api";
import { createAreaBoxes } from "../area_boxes";
import { h, perFrame } from "../dom";
import { t } from "../i18n/zh_CN";
import { cameraTime, fit, reveal } from "../layers/camera";
import { hasWebGl, MapView } from "../layers/map_view";
import { explain } from "../panels/sign_in";
import type { AreasServed, BuildingTime, Opening, StationService, WalkReach, WhatIf } from "../protocol/coverage";
import type { MapInfo, Session } from "../protocol/json";
import { areasPart } from "./areas_part";
import { plannerBar } from "./bar";
import { barriersPart } from "./barriers_part";
import { choosePart } from "./choose_part";
import type { Looking, Part, PlannerContext } from "./context";
import { editsPart, hintPart, toolsPart } from "./edits_part";
import { effectsOf, triedNow } from "./figures";
import { figuresPart } from "./figures_part";
import { createHandles } from "./handles";
import { histogramPart } from "./histogram";
import { createReader } from "./latest";
import { legendPart } from "./legend_part";
import { createPainting } from "./painting";
import { clicked, editOf, editsOfStreets, moved, placeOf, undone, withEdits, type Plan } from "./plan";
import { createPlanMap, type PlanMap } from "./plan_map";
import { createPlanStore } from "./plan_store";
import { areasFile, stationsFile, type Origin, type PlannerApi } from "./planner_api";
import { plansApi } from "./plans_api";
import { createQuestions, wantedBy } from "./questions";
import { sharedPart } from "./shared_part";
import { createSharing } from "./sharing";
import { createPlansLive } from "./sharing_live";
import { createSiting } from "./siting";
import { sitingPart, withClicked } from "./siting_part";

export interface PlannerInput {
  readonly root: HTMLElement;
  readonly api: Api;
  readonly plannerApi: PlannerApi;
  readonly session: Session;
  readonly info: MapInfo;
  readonly theme: Theme;
}

declare global {
  interface Window {
    /** For the browser tests. */
    yuntuPlanner?: { readonly map: MapView["map"] | null; plan(): Plan; bands(): { readonly [band: number]: number }; readonly ready: boolean };
  }
}

/** Pixels that the cards cover, with their margins. */
const LEFT_PX = 296;
const RIGHT_PX = 428;
/** Farther out buildings are not drawn. */
const WALK_ZOOM = 14.6;

const NONE: ReadonlySet<string> = new Set();

/** From where the chosen station's walk starts; null: from all of them. */
function originOf({ station, edits }: Plan): Origin {
  if (station === "") return null;
  const at = editOf(edits, station);
  const place = placeOf(edits, station, null);
  return at >= 0 && place ? { place } : { station };
}

function isTaken({ station, edits }: Plan): boolean {
  return edits[editOf(edits, station)]?.edit === "remove_station";
}

export function startPlanner({ root, api, plannerApi, session, info, theme }: PlannerInput): void {
  const { stations } = info;
  const store = createPlanStore();
  let looking: Looking = { level: "estate", opening: 0, barriers: false };
  let last: WhatIf | null = null;
  let view: MapView | null = null;
  let drawing: PlanMap | null = null;
  let paintMap: (() => void) | null = null;
  let hearPlans: (() => void) | null = null;
  let drawn = false;

  const signedOut = (): void => explain(root, t("signin.expired"));
  /** A lost session ends the page; anything else is said where it happened. */
  const guarded = async <T>(asked: Promise<T>): Promise<T> => asked.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) signedOut();
    throw error;
  });
  const paint = perFrame(() => {
    hearPlans?.();
    for (const part of parts) part.render();
    left.classList.toggle("siting", store.get().tab === "siting");
    paintMap?.();
  });
  const areas = createReader<AreasServed>(paint);
  const reach = createReader<WalkReach>(paint);
  const buildings = createReader<readonly BuildingTime[]>(paint);
  const openings = createReader<readonly Opening[]>(paint);
  const questions = createQuestions((q) => guarded(plannerApi.whatIf(q)), () => wantedBy(store.get()), () => {
    const tried = triedNow(store.get(), questions.answer, last);
    if (!tried.waiting && !tried.failed) last = tried.answer;
    paint();
  });
  // What is closed is known with the answer, and nothing is to be asked about its walks.
  const services = createReader<ReadonlyMap<string, StationService>>(() => {
    load();
    paint();
  });
  const siting = createSiting({ ...plannerApi, beginSiting: (q) => plannerApi.beginSiting({ ...q, at: store.get().at }) }, (ms) => new Promise((done) => setTimeout(done, ms)), () => paint());

  const closed = (): ReadonlySet<string> => {
    const known = services.get().value;
    if (store.get().at === "" || !known) return NONE;
    return new Set([...known.values()].flatMap((one) => (one.open === false ? [one.code] : [])));
  };
  function load(): void {
    const plan = store.get();
    const { minutes, profile, at } = plan;
    const origin = isTaken(plan) || closed().has(plan.station) ? null : originOf(plan);
    const from = JSON.stringify([minutes, profile, at, origin]);
    const ways = editsOfStreets(plan.draft ?? plan.edits);
    services.want(stations.length > 0 ? `${minutes} ${profile} ${at}` : null, () => guarded(plannerApi.services(plan)));
    areas.want(`${looking.level} ${profile} ${at}`, () => guarded(plannerApi.areas(looking.level, plan)));
    reach.want(origin ? `${from}${JSON.stringify(ways)}` : null, () => guarded(plannerApi.reach(plan, origin, ways)));
    buildings.want(origin || stations.length > 0 ? from : null, () => guarded(plannerApi.buildings(plan, origin)));
    openings.want(looking.barriers ? `${minutes} ${profile} ${at}` : null, () => guarded(plannerApi.openings(plan)));
    questions.look();
  }

  const nameOf = (station: string): string => {
    if (!station.startsWith("+")) return stations.find((s) => s.code === station)?.name || station;
    const { edits } = store.get();
    const at = Number(station.slice(1));
    const edit = edits[at];
    const number = edits.slice(0, at + 1).filter((e) => e.edit === "add_station").length;
    return edit?.edit === "add_station" && edit.name ? edit.name : t("planner.station.new", { n: number });
  };
  const context: PlannerContext = {
    store, siting, stations, nameOf,
    areas: areas.get, reach: reach.get, buildings: buildings.get, openings: openings.get, services: services.get, closed,
    tried: () => triedNow(store.get(), questions.answer, last),
    effects: () => effectsOf(store.get(), questions.answer),
    looking: () => looking,
    look(change) {
      looking = { ...looking, ...change };
      load();
      paint();
    },
    chooseStation(station) {
      store.update({ station });
      const known = stations.find((s) => s.code === station);
      const place = placeOf(store.get().edits, station, known ? [known.lon, known.lat] : null);
      if (view && place) closeEnough(view, place[0], place[1]);
    },
    showArea: (level, code) => void showArea(level, code),
    showPlace: (lon, lat) => { if (view) closeEnough(view, lon, lat); },
    undo: () => store.update(undone),
    retry() {
      questions.forgetFailures();
      for (const reader of [areas, reach, buildings, openings, services]) if (reader.get().failed) reader.forget();
      load();
    },
  };

  function closeEnough({ map }: MapView, lon: number, lat: number): void {
    if (map.getZoom() >= WALK_ZOOM - 0.5) return reveal(map, lon, lat, RIGHT_PX);
    map.easeTo({ center: [lon, lat], zoom: WALK_ZOOM, offset: [(LEFT_PX - RIGHT_PX) / 2, 0], duration: cameraTime() });
  }
  async function showArea(level: Looking["level"], code: string): Promise<void> {
    if (!view) return;
    view.outline(level, code);
    const box = await boxes?.find(level, code);
    if (box) fit(view.map, box, RIGHT_PX, true, LEFT_PX);
  }

  /** The town is another one: everything is asked anew, but what stands on the page stays until it is known. */
  function askAnew(): void {
    questions.forget();
    for (const reader of [services, areas, reach, buildings, openings]) reader.forget();
    load();
  }

  function shareParts(): Part[] {
    if (session.role !== "planner" && session.role !== "command") return [];
    const live = createPlansLive(info.bbox, () => paint());
    const sharing = createSharing({
      api: plansApi, store, onTownChanged: askAnew, onChange: () => paint(),
      onAnswer({ minutes, profile, edits, answer, problem }) {
        if (edits.length > 0) questions.learn({ minutes, profile, at: "", edits }, answer ? { ok: answer } : { failed: new ApiError(422, problem ?? "") });
      },
    });
    hearPlans = () => {
      live.advance();
      sharing.hear(live.plans(), live.whole());
    };
    return [sharedPart({ sharing, me: session.user, connected: live.connected, changedAt: live.changedAt, now: live.now })];
  }

  const reachParts = [choosePart(context), editsPart(context), toolsPart(context), barriersPart(context)];
  const shared = shareParts();
  const sitingOnly = sitingPart(context);
  const rightParts = [figuresPart(context, questions.answer), areasPart(context), histogramPart(context)];
  const hint = hintPart(context);
  const legend = legendPart(context);
  const bar = plannerBar(session, store, () => void api.signOut().finally(() => explain(root, t("signin.how"))));
  const parts: Part[] = [bar, ...reachParts, ...shared, sitingOnly, ...rightParts, hint, legend];
  const sheet = h("a", { class: "button sheet", id: "sheet", attrs: { download: "" } }, t("planner.sheet"));
  const stationSheet = h("a", { class: "button sheet", id: "station-sheet", attrs: { download: "" } }, t("planner.sheet.stations"));
  parts.push({ element: sheet, render: () => {
    sheet.setAttribute("href", areasFile(looking.level, store.get()));
    stationSheet.setAttribute("href", stationsFile(store.get()));
  } });

  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const [choose, edits, tools, barriers] = reachParts.map((part) => part.element);
  const left = h("section", { class: "plan-card plan-left", id: "plan" }, choose!, sitingOnly.element, edits!, tools!, barriers!, ...shared.map((part) => part.element));
  const right = h("section", { class: "plan-card plan-right", id: "figures" }, h("div", { class: "plan-scroll" }, ...rightParts.map((part) => part.element)), h("div", { class: "plan-foot" }, sheet, stationSheet));
  root.replaceChildren(bar.element, h("div", { class: "stage" }, container, left, right, h("div", { class: "plan-over" }, hint.element), legend.element));

  let boxes: ReturnType<typeof createAreaBoxes> | null = null;
  if (hasWebGl()) {
    const layers = new Set(info.layers.filter((l) => l.features > 0).map((l) => l.layer));
    view = new MapView({ container, theme, layers, origin: location.origin, scale: 1 });
    drawing = createPlanMap(view, theme);
    boxes = createAreaBoxes(api, view.map);
    const handles = createHandles(view.map, {
      drag: (station, lon, lat) => store.update((plan) => ({ ...plan, draft: moved(plan.edits, station, lon, lat) })),
      drop: (station, lon, lat) => store.update((plan) => withEdits({ ...plan, station }, moved(plan.edits, station, lon, lat))),
      choose: context.chooseStation,
    });
    paintMap = createPainting(context, view, drawing, handles);
    if (info.bbox) fit(view.map, info.bbox, RIGHT_PX, false, LEFT_PX);
    wireClicks(view, drawing, context);
    view.map.once("idle", () => { drawn = true; });
  } else {
    container.append(h("p", { class: "no-map" }, t("app.no_webgl")));
  }
  store.subscribe((next, before) => {
    if (next.minutes !== before.minutes || next.profile !== before.profile || next.at !== before.at || (next.draft ?? next.edits).length === 0) last = null;
    load();
    paint();
  });
  listenForPlanKeys(context);
  window.yuntuPlanner = { map: view?.map ?? null, plan: store.get, bands: () => drawing?.bands() ?? {}, get ready() { return (drawn || !view) && areas.get().value !== null; } };
  load();
  paint();
}

function wireClicks({ map }: MapView, drawing: PlanMap, context: PlannerContext): void {
  const { store, siting } = context;
  map.on("click", ({ lngLat, point }) => {
    const { lng, lat } = lngLat.wrap();
    const { tool } = store.get();
    if (tool === "candidate") return siting.update({ candidates: withClicked(siting.get().candidates, lng, lat), job: null, failed: null });
    if (tool !== "none") return store.update((plan) => clicked(plan, lng, lat));
    const hit = drawing.hit(point);
    if (hit?.kind === "station") context.chooseStation(hit.id);
    else if (hit?.kind === "opening") context.look({ opening: Number(hit.id) });
  });
  map.on("mousemove", ({ point }) => {
    map.getCanvas().style.cursor = store.get().tool === "none" && drawing.hit(point) ? "pointer" : "";
  });
}

/** Z takes back, Esc puts the tool down, else leaves the station. */
function listenForPlanKeys(context: PlannerContext): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target } = event;
    const typing = target instanceof HTMLInputElement && target.type !== "checkbox" || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
    if (event.key === "Escape") {
      context.store.update((plan) => (plan.tool !== "none" ? { ...plan, tool: "none", link_from: null } : { ...plan, station: "" }));
    } else if (!typing && event.key.toLowerCase() === "z") {
      event.preventDefault();
      context.undo();
    }
  });
}
