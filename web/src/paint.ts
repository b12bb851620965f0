// Brings world and page onto the map: only what changed since the last frame is handed over.
import { countFeatures } from "./layers/counts";
import { incidentFeatures, placeFeatures, reachFeatures, stationFeatures } from "./layers/features";
import type { MapView } from "./layers/map_view";
import { createPeople } from "./layers/people";
import type { MapInfo } from "./protocol/json";
import { outlined, reachOwners, reachShown, type Page, type Toggle } from "./state/page";
import type { World } from "./state/world";
import { staffingFill } from "./paint_staffing";
import type { StaffingSource } from "./staffing_source";

/** Staleness is looked at again this often, even when nothing arrives. */
const AGEING_MS = 10_000;
/** Rings and times turn this often. */
const TURNING_MS = 5_000;
/** Trails are long and change with every step: a second's delay shows nowhere. */
const TRAILS_MS = 1_000;

const LAYERS_OF: Readonly<Record<Exclude<Toggle, "raised">, readonly string[]>> = {
  ground: [
    "landuse", "park-label", "water-label", "street-path", "street-steps", "street-lane-casing", "street-minor-casing", "street-main-casing",
    "street-lane", "street-minor", "street-main", "street-rail", "street-rail-gap",
    "bridge-lane-casing", "bridge-lane", "bridge-minor-casing", "bridge-minor", "bridge-main-casing", "bridge-main",
    "bridge-rail-casing", "street-rail-bridge", "street-rail-gap-bridge", "street-minor-label", "street-main-label",
    "building", "building-outline", "building-label", "building-address", "gate", "gate-label", "entrance", "entrance-label", "shop", "shop-label",
  ],
  areas: [
    "microgrid-line", "grid-line", "community-line", "subdistrict-line", "fence-line", "fence-label", "grid-label", "community-label", "subdistrict-label",
  ],
  estates: ["estate-fill", "estate-line", "estate-label"],
  workers: ["worker", "worker-accuracy", "worker-selected", "worker-age"],
  trails: ["trail"],
  incidents: ["incident", "incident-time", "incident-selected", "count"],
};

export interface Painter {
  paint(world: World, page: Page, now_ms: number): void;
}

export function createPainter(view: MapView, info: MapInfo, staffing: StaffingSource): Painter {
  const fillStaffing = staffingFill(view, staffing);
  let world: World | null = null;
  let page: Page | null = null;
  const people = createPeople();
  let aged = -AGEING_MS;
  let trailed = -TRAILS_MS;
  let turned = -TURNING_MS;
  let pins = "";
  view.set("station", stationFeatures(info.stations));

  function paintPeople(next: World, now_ms: number): void {
    if (world?.workers !== next.workers || now_ms - aged >= AGEING_MS) {
      aged = now_ms;
      view.patch("worker", people.workers(next, now_ms));
    }
    if (now_ms - trailed < TRAILS_MS) return;
    trailed = now_ms;
    view.patch("trail", people.trails(next));
  }

  /** Pins and the chips that stand for those that are not drawn. */
  function paintIncidents(next: World, nextPage: Page, now_ms: number): void {
    const counted = world?.counts !== next.counts || page?.zoomClass !== nextPage.zoomClass;
    if (counted) view.set("count", countFeatures(next.counts.values(), nextPage.zoomClass));
    const same = !counted && world?.incidents === next.incidents && page?.selection === nextPage.selection;
    if (same && now_ms - turned < TURNING_MS) return;
    turned = now_ms;
    const { selection, zoomClass } = nextPage;
    const features = incidentFeatures(next, zoomClass, now_ms, selection.kind === "incident" ? selection.id : "");
    const before = pins;
    pins = features.map((f) => `${f.properties?.["mark"]} ${f.properties?.["words"]}`).join();
    if (!same || pins !== before) view.set("incident", features);
  }

  function choices(next: Page): void {
    const { selection, toggles, theme } = next;
    for (const [toggle, layers] of Object.entries(LAYERS_OF)) {
      const on = toggles[toggle as Toggle] && (toggle !== "trails" || toggles.workers);
      if (page?.toggles !== toggles) view.setVisible(layers, on);
    }
    view.setRaised(toggles.raised);
    view.setTheme(theme);
    if (page?.selection === selection && page.area === next.area) return;
    const incident = selection.kind === "incident" ? world?.incidents.get(selection.id) : undefined;
    const area = next.area ?? (incident ? outlined(incident.areas) : null);
    view.outline(area?.level ?? null, area?.code ?? "");
    view.ring("incident", selection.kind === "incident" ? [selection.id] : []);
    view.ring("worker", selection.kind === "worker" ? [selection.id] : []);
    const atPlace = selection.kind === "place" || selection.kind === "report";
    view.set("place", placeFeatures(atPlace ? selection : null));
  }

  return {
    paint(next, nextPage, now_ms) {
      paintPeople(next, now_ms);
      paintIncidents(next, nextPage, now_ms);
      const reachChanged = world?.reaches !== next.reaches || page?.kept !== nextPage.kept
        || page.selection !== nextPage.selection || page.overlay !== nextPage.overlay;
      if (reachChanged) {
        view.set("reach", reachFeatures(next.reaches.values(), (s) => reachShown(nextPage, s)));
        view.ring("station", reachOwners(nextPage));
      }
      fillStaffing(nextPage);
      world = next;
      if (page !== nextPage) choices(nextPage);
      page = nextPage;
      view.flush();
    },
  };
}
