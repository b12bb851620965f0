// Composition root of the signed-in page: worlds, feeds, map, panels and the wires between them.
import type { Theme } from "../tokens/tokens";
import { ApiError, type Api } from "./api";
import { deskCommands, type DeskCommands } from "./desk_commands";
import { homeBox, liveReading, openLive, sayLost, wireConnection } from "./desk_live";
import { startCamera, wireMap } from "./desk_map";
import { h, perFrame } from "./dom";
import { createLiveWorld, type LiveWorld } from "./feed/live_world";
import { t } from "./i18n/zh_CN";
import { listenForKeys } from "./keys";
import { hasWebGl, MapView } from "./layers/map_view";
import { createAreaNames, createWorkerNames, type AreaNames } from "./names";
import { createPainter, type Painter } from "./paint";
import { band, type Band } from "./panels/band";
import { card } from "./panels/card";
import { makeCard } from "./panels/cards";
import type { Context, Panel } from "./panels/context";
import { incidentList } from "./panels/incident_list";
import { legend, mapTools } from "./panels/map_tools";
import { explain } from "./panels/sign_in";
import { topBar } from "./panels/top_bar";
import type { MapInfo, Session } from "./protocol/json";
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
}

declare global {
  interface Window {
    /** For the browser tests; see web/README.md. */
    yuntu?: { readonly map: MapView["map"] | null; world(): World; readonly ready: boolean };
  }
}

const steady = (): number => performance.now();

interface Worlds {
  /** Workers of the view. */
  readonly people: LiveWorld;
  /** Incidents and reach of the whole area: the list must not change when the map is moved. */
  readonly county: LiveWorld;
  readonly all: readonly LiveWorld[];
  readonly world: () => World;
}

function connect(input: DeskInput, strip: Band, clock: Clock, onChange: () => void): Worlds {
  const signedOut = (): void => explain(input.root, t("signin.expired"));
  const live = (layers: LiveWorld["layers"]): LiveWorld => createLiveWorld({
    layers, open: openLive, clock, steady, onChange,
    ...wireConnection(strip, input.api, signedOut, layers.includes("incident")),
  });
  const people = live(["worker"]);
  const county = live(["incident", "reach"]);
  const world = (): World => ({ ...people.world(), incidents: county.world().incidents, reaches: county.world().reaches });
  return { people, county, all: [people, county], world };
}

function createContext(input: DeskInput, clock: Clock, world: () => World, areaNames: AreaNames, onChange: () => void): Context {
  const { api, session, info, theme } = input;
  return {
    api, session, info, world, now: clock.now,
    page: createPageStore(firstPage(theme)),
    workerName: createWorkerNames(api, steady, onChange).get,
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

function buildFrame({ root, api }: DeskInput, context: Context, strip: Band, worlds: Worlds, view: () => MapView | null): Frame {
  const list = incidentList(context, (id) => context.page.update({ selection: { kind: "incident", id }, row: id }));
  const commands = deskCommands({ context, list, strip, view });
  const signOut = (): void => void api.signOut().finally(() => explain(root, t("signin.how")));
  const bar = topBar(context, () => liveReading(worlds.all, steady()), signOut);
  const floating = [mapTools(context, commands.tools), legend(context), card(context, makeCard(context))];
  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const stage = h("div", { class: "stage" }, container, ...floating.map((panel) => panel.element));
  root.replaceChildren(bar.element, strip.element, h("div", { class: "desk" }, list.element, stage));
  return { panels: [bar, list, ...floating], commands, container };
}

export function startDesk(input: DeskInput): void {
  const { info, theme } = input;
  const clock = createClock(() => Date.now());
  const strip = band();
  const areaNames = createAreaNames();
  let view: MapView | null = null;
  let painter: Painter | null = null;
  let drawn = false;

  const worlds = connect(input, strip, clock, () => paint());
  const { people, county, world } = worlds;
  const context = createContext(input, clock, world, areaNames, () => paint());
  const { page } = context;
  const { panels, commands, container } = buildFrame(input, context, strip, worlds, () => view);
  const hurry = (): void => worlds.all.forEach((w) => w.feed.hurry());
  const paint = perFrame(() => {
    sayLost(strip, liveReading(worlds.all, steady()), clock.now(), hurry);
    for (const panel of panels) panel.render();
    painter?.paint(world(), page.get(), clock.now());
  });

  const address = readAddress(location.hash);
  const home = { bbox: homeBox(info), zoom: 14 };
  county.feed.show({ ...home, layers: county.layers });
  if (hasWebGl()) {
    const layers = new Set(info.layers.filter((l) => l.features > 0).map((l) => l.layer));
    view = new MapView({ container, theme, layers, origin: location.origin });
    painter = createPainter(view, info);
    startCamera(view, info, address.camera);
    wireMap({ view, context, people, areaNames, onDrawn: () => { drawn = true; } });
  } else {
    container.append(h("p", { class: "no-map" }, t("app.no_webgl")));
    people.feed.show({ ...home, layers: people.layers });
  }

  page.subscribe((next, before) => {
    if (next.theme !== before.theme) document.documentElement.dataset["theme"] = next.theme;
    commands.changed(next, before);
    paint();
  });
  listenForKeys(document, commands.run);
  if (address.selection.kind !== "none") page.update({ selection: address.selection });
  setInterval(paint, 1000);
  window.addEventListener("online", hurry);
  window.yuntu = {
    map: view?.map ?? null,
    world,
    get ready() { return (drawn || !view) && worlds.all.every((w) => w.lastMessage() !== null); },
  };
  paint();
}
