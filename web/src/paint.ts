// Brings world and page onto the map: only what changed since the last frame is handed over.
import { incidentFeatures, placeFeatures, reachFeatures, stationFeatures, trailFeatures, workerFeatures } from "./layers/features";
import type { MapView } from "./layers/map_view";
import type { MapInfo } from "./protocol/json";
import { outlined, reachOwners, reachShown, type Page, type Toggle } from "./state/page";
import type { World } from "./state/world";
import { staffingFill } from "./paint_staffing";
import type { StaffingSource } from "./staffing_source";

/** Staleness is looked at again this often, even when nothing arrives. */
const AGEING_MS = 10_000;

const LAYERS_OF: Readonly<Record<Exclude<Toggle, "raised">, readonly string[]>> = {
  ground: [
    "landuse", "park-label", "water-label", "street-path", "street-steps", "street-lane-casing", "street-minor-casing", "street-main-casing",
    "street-lane", "street-minor", "street-main", "street-rail", "street-rail-gap",
    "bridge-lane-casing", "bridge-lane", "bridge-minor-casing", "bridge-minor", "bridge-main-casing", "bridge-main",
    "bridge-rail-casing", "street-rail-bridge", "street-rail-gap-bridge", "street-minor-label", "street-main-label",
    "building", "building-outline", "building-label", "building-address", "gate", "gate-label", "entrance", "entrance-label", "shop", "shop-label",
  ],
  areas: [
    "microgrid-line", "grid-line", "community-line", "subdistrict-line", "grid-label", "community-label", "subdistrict-label",
  ],
  estates: ["estate-fill", "estate-line", "estate-label"],
  workers: ["worker", "worker-accuracy", "worker-selected"],
  trails: ["trail"],
  incidents: ["incident", "incident-selected"],
};

export interface Painter {
  paint(world: World, page: Page, now_ms: number): void;
}

export function createPainter(view: MapView, info: MapInfo, staffing: StaffingSource): Painter {
  const fillStaffing = staffingFill(view, staffing);
  let world: World | null = null;
  let page: Page | null = null;
  let aged = -AGEING_MS;
  view.set("station", stationFeatures(info.stations));

  function people(next: World, now_ms: number): void {
    const old = now_ms - aged >= AGEING_MS;
    if (!old && world?.workers === next.workers) return;
    aged = now_ms;
    view.set("worker", workerFeatures(next, now_ms));
    view.set("trail", trailFeatures(next));
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
      people(next, now_ms);
      if (world?.incidents !== next.incidents) view.set("incident", incidentFeatures(next));
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
    },
  };
}
