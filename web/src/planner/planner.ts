// Composition root of the planner's page: the plan on the left, the map, the numbers on the right.
import type { Theme } from "../../tokens/tokens";
import { ApiError, type Api } from "../api";
import { createAreaBoxes } from "../area_boxes";
import { h, perFrame } from "../dom";
import { t } from "../i18n/zh_CN";
import { cameraTime, fit, reveal } from "../layers/camera";
import { hasWebGl, MapView } from "../layers/map_view";
import { explain } from "../panels/sign_in";
import type { AreasServed, BuildingTime, Opening, StationServices, WalkReach, WhatIf } from "../protocol/coverage";
import type { MapInfo, Session } from "../protocol/json";
import { createClock } from "../state/clock";
import { areasPart } from "./areas_part";
import { plannerBar } from "./bar";
import { barriersPart } from "./barriers_part";
import { choosePart } from "./choose_part";
import { createClosuresWatch } from "./closures_watch";
import type { Looking, Part, PlannerContext } from "./context";
import { editsPart, hintPart, toolsPart } from "./edits_part";
import { effectsOf, triedNow } from "./figures";
import { figuresPart } from "./figures_part";
import { footPart } from "./foot_part";
import { guardedCalls } from "./guarded";
import { createHandles } from "./handles";
import { histogramPart } from "./histogram";
import { createReader } from "./latest";
import { legendPart } from "./legend_part";
import { renewed } from "./open_at";
import { createPainting } from "./painting";
import { clicked, editOf, editsOfStreets, moved, placeOf, undone, withEdits, type Plan } from "./plan";
import { createPlanMap, type PlanMap } from "./plan_map";
import { createPlanStore } from "./plan_store";
import type { Origin, PlannerApi } from "./planner_api";
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

/** How often the choice "open now" is looked at: often enough for its minute. */
const RENEW_MS = 10_000;

/** The server works out the walks of a changed town a moment after it is told of the change. */
const SETTLED_MS = 5_000;

const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

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
  const { stations, profiles } = info;
  const store = createPlanStore();
  let looking: Looking = { level: "estate", opening: 0, barriers: false };
  let last: WhatIf | null = null;
  let view: MapView | null = null;
  let drawing: PlanMap | null = null;
  let paintMap: (() => void) | null = null;
  let hearPlans: (() => void) | null = null;
  /** null: this user may not see what is closed, nor hear of it. */
  let facts: (() => string) | null = null;
  let isShared = (): boolean => false;
  let drawn = false;

  // A lost session ends the page; anything else is said where it happened.
  const signedOut = (): void => explain(root, t("signin.expired"));
  const guardedApi = guardedCalls(api, signedOut);
  const asks = guardedCalls(plannerApi, signedOut);
  const clock = createClock(() => Date.now());
  const paint = perFrame(() => {
    hearPlans?.();
    if (facts) closures.look(facts());
    for (const part of parts) part.render();
    left.classList.toggle("siting", store.get().tab === "siting");
    paintMap?.();
  });
  const areas = createReader<AreasServed>(paint);
  const reach = createReader<WalkReach>(paint);
  const buildings = createReader<readonly BuildingTime[]>(paint);
  const openings = createReader<readonly Opening[]>(paint);
  const questions = createQuestions(asks.whatIf, () => wantedBy(store.get()), () => {
    const tried = triedNow(store.get(), questions.answer, last);
    if (!tried.waiting && !tried.failed) last = tried.answer;
    paint();
  });
  // What is closed is known with the answer, and nothing is to be asked about its walks.
  const services = createReader<StationServices>(() => {
    for (const { code, kind } of services.get().value?.by_code.values() ?? []) kindOf.set(code, kind);
    load();
    paint();
  });
  const closures = createClosuresWatch({
    api: guardedApi, steady: () => performance.now(), onChange: () => paint(), onTownChanged: () => void later(SETTLED_MS, askAnew),
  });
  const siting = createSiting(asks, (ms) => new Promise((done) => setTimeout(done, ms)), () => paint());

  /** As far as was told: with a kind chosen the server tells of no other. */
  const kindOf = new Map<string, string>();
  const others = (): ReadonlySet<string> => {
    const { kind } = store.get();
    return kind === "" ? NONE : new Set(stations.flatMap(({ code }) => (kindOf.has(code) && kindOf.get(code) !== kind ? [code] : [])));
  };
  const closed = (): ReadonlySet<string> => {
    const known = services.get().value;
    if (!known) return NONE;
    const apart = others();
    return new Set([...known.by_code.values()].flatMap((one) => (one.open === false && !apart.has(one.code) ? [one.code] : [])));
  };
  function load(): void {
    const plan = store.get();
    const { minutes, profile, at, kind } = plan;
    const origin = isTaken(plan) || closed().has(plan.station) || others().has(plan.station) ? null : originOf(plan);
    const from = JSON.stringify([minutes, profile, at, kind, origin]);
    const ways = editsOfStreets(plan.draft ?? plan.edits);
    const whole = JSON.stringify([minutes, profile, at, kind]);
    services.want(stations.length > 0 ? whole : null, () => asks.services(plan));
    areas.want(JSON.stringify([looking.level, profile, at, kind]), () => asks.areas(looking.level, plan));
    reach.want(origin ? `${from}${JSON.stringify(ways)}` : null, () => asks.reach(plan, origin, ways));
    buildings.want(origin || stations.length > 0 ? from : null, () => asks.buildings(plan, origin));
    openings.want(looking.barriers ? whole : null, () => asks.openings(plan));
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
    store, siting, stations, profiles, nameOf,
    areas: areas.get, reach: reach.get, buildings: buildings.get, openings: openings.get, services: services.get, closed, others,
    closures: closures.closures,
    kinds: () => [...new Set(kindOf.values())].filter((kind) => kind !== "").sort((a, b) => a.localeCompare(b, "zh")),
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
    now: clock.now,
    repaint: () => paint(),
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
    const live = createPlansLive({
      bbox: info.bbox, clock, repaint: paint, onBack: context.retry,
      askSession: () => void guardedApi.session().catch(() => undefined),
    });
    const sharing = createSharing({
      api: guardedCalls(plansApi, signedOut), store, onTownChanged: askAnew, onChange: paint, after: later, random: Math.random,
      onAnswer({ minutes, profile, at, kind, edits, answer, problem }) {
        if (edits.length > 0) questions.learn({ minutes, profile, at, kind, edits }, answer ? { ok: answer } : { failed: new ApiError(422, problem ?? "") });
      },
    });
    facts = live.facts;
    isShared = () => sharing.shown() !== null;
    hearPlans = () => {
      live.advance();
      sharing.hear(live.plans(), live.whole());
    };
    return [sharedPart({ sharing, me: session.user, connected: live.connected, changedAt: live.changedAt, now: live.now, repaint: paint })];
  }

  const reachParts = [choosePart(context), editsPart(context), toolsPart(context), barriersPart(context)];
  const shared = shareParts();
  const sitingOnly = sitingPart(context);
  const rightParts = [figuresPart(context, questions.answer), areasPart(context), histogramPart(context)];
  const foot = footPart(context, questions.answer);
  const hint = hintPart(context);
  const legend = legendPart(context);
  const bar = plannerBar(session, store, () => void api.signOut().finally(() => explain(root, t("signin.how"))));
  const parts: Part[] = [bar, ...reachParts, ...shared, sitingOnly, ...rightParts, foot, hint, legend];

  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const [choose, edits, tools, barriers] = reachParts.map((part) => part.element);
  const left = h("section", { class: "plan-card plan-left", id: "plan" }, choose!, sitingOnly.element, edits!, tools!, barriers!, ...shared.map((part) => part.element));
  const right = h("section", { class: "plan-card plan-right", id: "figures" }, h("div", { class: "plan-scroll" }, ...rightParts.map((part) => part.element)), foot.element);
  root.replaceChildren(bar.element, h("div", { class: "stage" }, container, left, right, h("div", { class: "plan-over" }, hint.element), legend.element));

  let boxes: ReturnType<typeof createAreaBoxes> | null = null;
  if (hasWebGl()) {
    const layers = new Set(info.layers.filter((l) => l.features > 0).map((l) => l.layer));
    view = new MapView({ container, theme, layers, origin: location.origin, scale: 1 });
    drawing = createPlanMap(view, theme);
    boxes = createAreaBoxes(guardedApi, view.map);
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
    if (next.minutes !== before.minutes || next.profile !== before.profile || next.at !== before.at || next.kind !== before.kind || (next.draft ?? next.edits).length === 0) last = null;
    load();
    paint();
  });
  setInterval(() => store.update((plan) => renewed(plan, clock.now(), isShared())), RENEW_MS);
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
    if (tool === "candidate") return siting.offer(withClicked(siting.get().candidates, lng, lat), siting.get().faults);
    const street = tool === "close_street" || tool === "open_street" ? drawing.street(point) : null;
    if (tool !== "none") return store.update((plan) => clicked(plan, ...(street ?? [lng, lat] as const)));
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
