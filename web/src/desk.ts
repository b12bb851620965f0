// Composition root of the signed-in page: live world, map, panels and the wires between them.
import type { Theme } from "../tokens/tokens";
import { ApiError, type Api } from "./api";
import { deskCommands, type DeskCommands } from "./desk_commands";
import { liveReading, openLive, sayLost, wireConnection } from "./desk_live";
import { startCamera, wireMap } from "./desk_map";
import { h, perFrame } from "./dom";
import type { Format } from "./feed/feed";
import { createLiveWorld, type LiveWorld } from "./feed/live_world";
import { t } from "./i18n/zh_CN";
import { listenForKeys } from "./keys";
import { hasWebGl, MapView } from "./layers/map_view";
import { createAreaNames, createWorkerNames, type AreaNames } from "./names";
import { createPainter, type Painter } from "./paint";
import { createPanelPace } from "./panel_pace";
import { band, type Band } from "./panels/band";
import { card } from "./panels/card";
import { makeCard } from "./panels/cards";
import type { Context, Panel } from "./panels/context";
import { dayFigures } from "./panels/day_figures";
import { incidentList } from "./panels/incident_list";
import { legend } from "./panels/legend";
import { mapTools } from "./panels/map_tools";
import { explain } from "./panels/sign_in";
import { topBar } from "./panels/top_bar";
import type { MapInfo, Session } from "./protocol/json";
import { createFigureSource } from "./figures_source";
import { createStaffingSource } from "./staffing_source";
import { createSupervisionSource } from "./supervision_source";
import { readAddress } from "./state/address";
import { createClock, type Clock } from "./state/clock";
import { createPageStore, firstPage } from "./state/page";
import type { World } from "./state/world";

export interface DeskInput {
  readonly root: HTMLElement;
  readonly api: Api;
  readonly session: Session;
  readonly info: MapInfo;
  readonly theme: Theme;
  /** 1 on a desk, more on a wall. */
  readonly scale: number;
  readonly format: Format;
}

declare global {
  interface Window {
    /** For the browser tests; see web/README.md. */
    yuntu?: {
      readonly map: MapView["map"] | null;
      world(): World;
      readonly ready: boolean;
      /** Messages heard, applications to the world, hand-overs to the map by source. */
      counters(): { readonly messages: number; readonly applications: number; readonly handed: Readonly<Record<string, number>> };
    };
  }
}

const steady = (): number => performance.now();
const later = (ms: number, work: () => void): (() => void) => {
  const id = setTimeout(work, ms);
  return () => clearTimeout(id);
};
/** Without a map there is nothing to count instead of. */
const NO_MAP_ZOOM = 14;

function createContext(input: DeskInput, clock: Clock, world: () => World, areaNames: AreaNames, onChange: () => void): Context {
  const { api, session, info, theme } = input;
  return {
    api, session, info, world, now: clock.now,
    page: createPageStore(firstPage(theme)),
    workerName: createWorkerNames(api, steady, onChange).get,
    staffing: createStaffingSource(api, steady, onChange),
    figures: createFigureSource(api, steady, onChange),
    supervision: createSupervisionSource(api, steady, onChange),
    areaName: areaNames.get,
    learnAreas: areaNames.learn,
    failure(error) {
      if (error instanceof ApiError && error.status === 401) explain(input.root, t("signin.expired"));
      return error instanceof Error ? error.message : String(error);
    },
  };
}

interface Frame {
  readonly panels: readonly Panel[];
  readonly commands: DeskCommands;
  readonly container: HTMLElement;
}

function buildFrame({ root, api }: DeskInput, context: Context, strip: Band, live: LiveWorld, view: () => MapView | null): Frame {
  const list = incidentList(context, (id) => context.page.update({ selection: { kind: "incident", id }, row: id }));
  const commands = deskCommands({ context, list, strip, view });
  const signOut = (): void => void api.signOut().finally(() => explain(root, t("signin.how")));
  const bar = topBar(context, () => liveReading(live, steady()), signOut);
  const floating = [mapTools(context, commands.tools), legend(context), dayFigures(context), card(context, makeCard(context))];
  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const stage = h("div", { class: "stage" }, container, ...floating.map((panel) => panel.element));
  root.replaceChildren(bar.element, strip.element, h("div", { class: "desk" }, list.element, stage));
  return { panels: [bar, list, ...floating], commands, container };
}

export function startDesk(input: DeskInput): void {
  const { info, theme } = input;
  // Steady: a device whose clock is set while the page is open ages nobody.
  const clock = createClock(() => performance.timeOrigin + performance.now());
  const strip = band();
  const areaNames = createAreaNames();
  let view: MapView | null = null;
  let painter: Painter | null = null;
  let drawn = false;

  const signedOut = (): void => explain(input.root, t("signin.expired"));
  const live = createLiveWorld({
    format: input.format, open: () => openLive(input.format), random: Math.random, after: later, clock, steady, onNews: () => paint(),
    ...wireConnection(strip, input.api, signedOut),
  });
  const context = createContext(input, clock, live.world, areaNames, () => paintAll());
  const { page } = context;
  const { panels, commands, container } = buildFrame(input, context, strip, live, () => view);
  const hurry = (): void => live.hurry();
  const pace = createPanelPace();
  const paintAll = (): void => { pace.ask(); paint(); };
  const paint = perFrame(() => {
    live.advance();
    painter?.paint(live.world(), page.get(), clock.now());
    if (!pace.due(live.world(), steady())) return;
    sayLost(strip, liveReading(live, steady()), clock.now(), hurry);
    for (const panel of panels) panel.render();
  });

  const address = readAddress(location.hash);
  if (hasWebGl()) {
    const layers = new Set(info.layers.filter((l) => l.features > 0).map((l) => l.layer));
    view = new MapView({ container, theme, layers, origin: location.origin, scale: input.scale });
    painter = createPainter(view, info, context.staffing);
    startCamera(view, info, address.camera);
    wireMap({ view, context, live, areaNames, onDrawn: () => { drawn = true; } });
  } else {
    container.append(h("p", { class: "no-map" }, t("app.no_webgl")));
    live.show(info.bbox ?? [-180, -85, 180, 85], NO_MAP_ZOOM);
  }

  page.subscribe((next, before) => {
    if (next.theme !== before.theme) document.documentElement.dataset["theme"] = next.theme;
    commands.changed(next, before);
    paintAll();
  });
  listenForKeys(document, commands.run);
  if (address.selection.kind !== "none") page.update({ selection: address.selection });
  setInterval(paintAll, 1000);
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hurry(); });
  window.yuntu = {
    map: view?.map ?? null,
    world: live.world,
    counters: () => ({ ...live.counters, handed: { ...view?.handed } }),
    get ready() { return (drawn || !view) && live.lastMessage() !== null; },
  };
  paintAll();
}
