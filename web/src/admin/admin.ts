// Composition root of the steward's page: steps on the left, the map on the right.
import type { Theme } from "../../tokens/tokens";
import type { Api } from "../api";
import { startCamera } from "../desk_map";
import { h, perFrame } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { closeTo, fit } from "../layers/camera";
import { hasWebGl, MapView } from "../layers/map_view";
import { statusLine } from "../panels/parts";
import { explain } from "../panels/sign_in";
import { logo } from "../panels/signs";
import type { MapInfo, Session } from "../protocol/json";
import { FIRST, hypothesesOf, MAP_SHOWS, STEPS, stepOf, withStep, type ImportState, type MapShows } from "../state/imports";
import { choosePart } from "./choose";
import { comingPart } from "./coming";
import type { AdminContext } from "./context";
import { decidePart } from "./decide";
import { differencesPart } from "./differences";
import { findingsPart } from "./findings";
import { boxOfChanges, boxOfCollection } from "./extent";
import { createImportMap, type ImportMap } from "./import_map";
import { createJobs } from "./jobs";
import { othersPart } from "./others";
import { reportPart } from "./report";
import { createImportStore } from "./store";
import { workingPart } from "./working";

export interface AdminInput {
  readonly root: HTMLElement;
  readonly api: Api;
  readonly session: Session;
  readonly info: MapInfo;
  readonly theme: Theme;
}

declare global {
  interface Window {
    /** For the browser tests. */
    yuntuAdmin?: { readonly map: MapView["map"] | null; state(): ImportState; readonly ready: boolean };
  }
}

function bar(session: Session, signOut: () => void): HTMLElement {
  return h(
    "header", { class: "bar" },
    h("span", { class: "brand" }, logo(), h("span", { class: "name" }, t("app.name"))),
    h("span", { class: "crumb" }, t("import.title")),
    h("span", { class: "space" }),
    h("button", { class: "user", attrs: { title: t("user.sign_out"), type: "button" }, on: { click: signOut } }, `${word("user.role", session.role)} ${session.name || session.user}`),
  );
}

function stepBar(): { element: HTMLElement; render: (state: ImportState) => void } {
  const items = STEPS.map((step, at) => h("li", {}, h("b", {}, String(at + 1)), ` ${t(`import.step.${step}`)}`));
  const title = h("p", { class: "import-file-name" });
  return {
    element: h("div", { class: "import-top" }, h("ol", { class: "import-steps", attrs: { "aria-label": t("import.steps") } }, ...items), title),
    render(state) {
      const now = STEPS.indexOf(stepOf(state));
      items.forEach((item, at) => {
        item.dataset["state"] = at < now ? "done" : at === now ? "now" : "later";
        if (at === now) item.setAttribute("aria-current", "step");
        else item.removeAttribute("aria-current");
      });
      title.textContent = state.job ? `${word("layer", state.job.layer)} · ${state.job.file}` : "";
      title.hidden = !state.job;
    },
  };
}

/** Which version the map shows. */
function mapSwitch(shows: (which: MapShows) => void): { element: HTMLElement; render: (state: ImportState) => void } {
  const buttons = MAP_SHOWS.map((which) => h("button", { class: "chip", attrs: { type: "button" }, on: { click: () => shows(which) } }, t(`import.map.${which}`)));
  return {
    element: h("div", { class: "import-switch", attrs: { role: "group", "aria-label": t("import.map.switch") } }, ...buttons),
    render: (state) => buttons.forEach((each, at) => {
      each.setAttribute("aria-pressed", String(MAP_SHOWS[at] === state.shows));
      each.hidden = MAP_SHOWS[at] === "differences" && !state.differences;
    }),
  };
}

function keysOf(context: AdminContext): (event: KeyboardEvent) => void {
  return (event) => {
    const { target } = event;
    const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
    const by = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (by === 0 || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    context.store.update((s) => withStep(s, by));
  };
}

/** Draws what changed on the map, and brings it where the reader looks. */
function followMap(view: MapView, drawing: ImportMap, context: AdminContext): void {
  context.store.subscribe((next, before) => {
    if (next.findings !== before.findings || next.chosen !== before.chosen) drawing.setFindings(next.findings, next.chosen);
    if (next.job !== before.job || next.hypothesis !== before.hypothesis) {
      const all = hypothesesOf(next.job);
      // Where one was clear, they are drawn when they are asked for.
      const asked = next.job?.report?.detective?.verdict === "refused" || next.hypothesis >= 0;
      drawing.setHypotheses(asked ? all : [], next.hypothesis, (one, at) => `${at + 1} ${at < 2 ? `${t(at === 0 ? "import.hypothesis.best" : "import.hypothesis.second")} ` : ""}${one.crs} · ${word("import.datum", one.datum)}`);
      const outline = all[next.hypothesis]?.bbox;
      if (outline && next.hypothesis !== before.hypothesis) fit(view.map, outline, 0, true);
    }
    if (next.shows !== before.shows) drawing.show(next.shows);
    if (next.differences !== before.differences || next.change !== before.change) drawing.setDifferences(next.differences?.geojson ?? null, next.change);
    const seen = next.shows === "differences" && (next.change !== before.change || (next.shows !== before.shows && next.change === 0));
    const box = seen && next.differences ? boxOfChanges(next.differences.geojson, next.change) : null;
    if (box) fit(view.map, box, 0, true);
    const finding = next.findings.find((f) => f.number === next.chosen);
    if (finding && next.chosen !== before.chosen) closeTo(view.map, finding.lon, finding.lat);
  });
  view.map.on("click", (event) => {
    const chosen = drawing.hit(event.point);
    if (chosen > 0) context.store.update(context.store.get().shows === "differences" ? { change: chosen } : { chosen });
  });
}

export function startAdmin({ root, api, session, info, theme }: AdminInput): void {
  const store = createImportStore();
  const status = statusLine();
  let view: MapView | null = null;
  let drawing: ImportMap | null = null;
  let drawn = false;
  const signedOut = (): void => explain(root, t("signin.expired"));
  const jobs = createJobs({
    api, store, signedOut, say: (words) => status.say(words),
    onLayer(geojson) {
      drawing?.setLayer(geojson);
      const box = boxOfCollection(geojson);
      if (view && box) fit(view.map, box, 0, true);
    },
  });
  const context: AdminContext = {
    api, store,
    begin: (layer, files, options) => void jobs.begin(layer, files, options),
    stopUpload: jobs.stopUpload,
    act: (act) => void jobs.act(act),
    open: (id) => void jobs.open(id),
    forget: jobs.forget,
    goTo: (lon, lat) => { if (view) closeTo(view.map, lon, lat); },
  };
  const steps = stepBar();
  const shown = mapSwitch((shows) => store.update({ shows }));
  const parts = [
    choosePart(context), comingPart(context, api), othersPart(context, api), workingPart(context), reportPart(context),
    findingsPart(context), differencesPart(context), decidePart(context),
  ];
  const container = h("div", { class: "map", id: "map", attrs: { role: "application", "aria-label": t("app.map") } });
  const side = h("main", { class: "import-side", id: "import" }, steps.element, status.element, h("div", { class: "import-body" }, ...parts.map((part) => part.element)));
  root.replaceChildren(bar(session, () => void api.signOut().finally(() => explain(root, t("signin.how")))), h("div", { class: "desk" }, side, h("div", { class: "stage" }, container, shown.element)));

  if (hasWebGl()) {
    const layers = new Set(info.layers.filter((l) => l.features > 0).map((l) => l.layer));
    view = new MapView({ container, theme, layers, origin: location.origin, scale: 1 });
    drawing = createImportMap(view.map, theme);
    startCamera(view, info, null);
    followMap(view, drawing, context);
    view.map.once("idle", () => { drawn = true; });
  } else {
    container.append(h("p", { class: "no-map" }, t("app.no_webgl")));
  }
  const paint = perFrame(() => {
    const state = store.get();
    steps.render(state);
    shown.render(state);
    shown.element.hidden = !view || state.job?.phase !== "ready";
    for (const part of parts) part.render();
  });
  store.subscribe(paint);
  setInterval(paint, 1000);
  document.addEventListener("keydown", keysOf(context));
  window.yuntuAdmin = { map: view?.map ?? null, state: store.get, get ready() { return drawn || !view; } };
  store.update({ ...FIRST });
  paint();
}
