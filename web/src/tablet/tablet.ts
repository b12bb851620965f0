// Composition root of the tablet: stream, queue, positions, map and sheet, and the wires between them.
import type { Theme } from "../../tokens/tokens";
import { api } from "../api";
import { liveReading, openLive, wireConnection } from "../desk_live";
import { h, perFrame } from "../dom";
import { createLiveWorld, type LiveWorld } from "../feed/live_world";
import { t } from "../i18n/zh_CN";
import { createAreaNames, createWorkerNames, type AreaNames } from "../names";
import { band } from "../panels/band";
import { explain } from "../panels/sign_in";
import type { MapInfo, Session } from "../protocol/json";
import type { Level } from "../protocol/live";
import { createClock } from "../state/clock";
import type { TabletContext } from "./context";
import { createDetails } from "./details";
import { startDevice } from "./device";
import { createDuty } from "./duty";
import { findForm } from "./find_form";
import { createLocating } from "./locating";
import { nav } from "./nav";
import { notice } from "./notice";
import { dutyOrder, unsent, type Order } from "./orders";
import { Outbox } from "./outbox";
import { createTabletStore } from "./page";
import { queuePage } from "./queue_page";
import { refusalWords } from "./refusals";
import { memoryShelf, openDatabase, shelf, type Shelf } from "./shelf";
import { tabletApi } from "./tablet_api";
import { tabletMap } from "./tablet_map";
import { taskList } from "./task_list";
import { taskSheet } from "./task_sheet";
import { topStrip } from "./top_strip";
import { Track, type Fix } from "./track";
import { tasks } from "./work";

export interface TabletInput {
  readonly root: HTMLElement;
  readonly session: Session;
  readonly info: MapInfo;
  readonly theme: Theme;
}

/** Incidents of the worker's own areas, and nothing that a weak network would carry for no use. */
const ASKS = { layers: ["incident"], everywhere: ["incident"] } as const;
const WHOLE_WORLD = [-180, -85, 180, 85] as const;
const ZOOM = 14;
/** A roster may have put somebody on duty meanwhile. */
const ASK_DUTY_MS = 60_000;

const steady = (): number => performance.now();
const later = (ms: number, work: () => void): (() => void) => {
  const id = setTimeout(work, ms);
  return () => clearTimeout(id);
};

interface Shelves {
  readonly orders: Shelf<Order>;
  readonly fixes: Shelf<Fix>;
  /** Safe over a reload. */
  readonly kept: boolean;
}

async function openShelves(user: string): Promise<Shelves> {
  try {
    const database = await openDatabase(user);
    return { orders: shelf(database, "orders"), fixes: shelf(database, "fixes"), kept: true };
  } catch {
    return { orders: memoryShelf(), fixes: memoryShelf(), kept: false };
  }
}

/** The finest area that people call by a name. */
function placeName(names: AreaNames): TabletContext["placeName"] {
  const named: readonly Level[] = ["estate", "grid", "community", "subdistrict"];
  return (areas) => {
    const level = named.find((one) => areas[one] && names.get(one, areas[one]) !== areas[one]) ?? named.find((one) => areas[one]);
    return level ? names.get(level, areas[level]!) : "";
  };
}

export async function startTablet({ root, session, info, theme }: TabletInput): Promise<void> {
  const clock = createClock(() => performance.timeOrigin + performance.now());
  const page = createTabletStore();
  const names = createAreaNames();
  const strip = band();
  const stored = await openShelves(session.user);
  let paint = (): void => {};
  const changed = (): void => paint();

  const details = createDetails(tabletApi.incident, steady, changed);
  const signedOut = (): void => explain(root, t("tablet.expired", { n: unsent(outbox.orders()).length }));
  const outbox = await Outbox.open({
    shelf: stored.orders, door: tabletApi, me: session.user, now: clock.now, random: Math.random, after: later, onChange: changed,
    words: { photosKept: (n) => t("photos.kept", { n }) }, refusal: refusalWords, onSignedOut: signedOut,
    onSent(_order, { incident, duty: told }) {
      if (incident) details.learn(incident);
      if (told) duty.hear(told);
      track.hurry();
    },
  });
  const locating = createLocating({
    secure: window.isSecureContext, geolocation: navigator.geolocation, clock, onChange: changed,
    // A fix from before is none of the server's business.
    onFix(fix) { if (fix.time_ms >= (duty.since_ms() ?? 0)) void track.take(fix); },
  });
  const track = await Track.open({
    ...startDevice(localStorage, session.user), shelf: stored.fixes, door: tabletApi, random: Math.random, after: later,
    held: () => dutyOrder(outbox.orders()) !== null, onChange: changed,
  });
  const duty = createDuty(outbox.orders.bind(outbox), locating, () => track.rest());
  const hurry = (): void => { outbox.hurry(); track.hurry(); live.hurry(); };
  const wires = wireConnection(strip, api, signedOut);
  const live: LiveWorld = createLiveWorld({
    format: "binary", asks: ASKS, open: () => openLive("binary"), random: Math.random, after: later, clock, steady, onNews: changed, ...wires,
    onBack(count, away_ms) {
      wires.onBack(count, away_ms);
      outbox.hurry();
      track.hurry();
      askDuty();
    },
  });

  /** Who is not among those on duty is off. */
  function askDuty(): void {
    api.workers().then((all) => {
      const me = all.find((worker) => worker.id === session.user);
      if (duty.on() !== (me !== undefined)) duty.hear({ on: me !== undefined, since_ms: null });
      changed();
    }, () => undefined);
  }

  const workerNames = createWorkerNames(api, steady, changed);
  const context: TabletContext = {
    session, info, page, world: live.world, known: () => live.lastMessage() !== null, now: clock.now, outbox, track, duty, locating, details,
    tasks: () => tasks(live.world().incidents.values(), outbox.orders(), session.user),
    personName: (id) => (id === session.user ? session.name : workerNames.get(id)) || id,
    placeName: placeName(names),
  };
  const reading = () => liveReading(live, steady());
  const map = tabletMap(context, theme, names);
  const views = { tasks: taskList(context), incident: taskSheet(context), find: findForm(context), queue: queuePage(context) };
  const panels = [topStrip(context, reading), notice(context, () => reading().state, stored.kept), nav(context)] as const;
  const sheet = h("section", { class: "sheet", id: "sheet" }, ...Object.values(views).map((view) => view.element));
  root.replaceChildren(panels[0].element, panels[1].element, strip.element, h("main", { class: "work" }, map.element, sheet), panels[2].element);

  paint = perFrame(() => {
    live.advance();
    duty.follow();
    const { view } = page.get();
    for (const [name, part] of Object.entries(views)) part.element.hidden = name !== view;
    for (const panel of panels) panel.render();
    views[view].render();
    details.want(context.tasks().mine.map((one) => one.incident));
    map.paint();
  });
  page.subscribe((next, before) => {
    if (next.view !== before.view || next.incident !== before.incident) sheet.scrollTop = 0;
    paint();
  });

  live.show(info.bbox ?? WHOLE_WORLD, ZOOM);
  askDuty();
  setInterval(paint, 1_000);
  setInterval(askDuty, ASK_DUTY_MS);
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hurry(); });
  outbox.hurry();
  track.hurry();
  window.yuntu = {
    map: map.view?.map ?? null,
    world: live.world,
    counters: () => ({ ...live.counters, handed: { ...map.view?.handed } }),
    get ready() { return map.drawn && live.lastMessage() !== null; },
  };
  window.yuntuTablet = { orders: () => outbox.orders(), fixes: () => track.waiting };
  paint();
}

declare global {
  interface Window {
    /** For the browser tests; see web/README.md. */
    yuntuTablet?: { orders(): readonly Order[]; fixes(): number };
  }
}
