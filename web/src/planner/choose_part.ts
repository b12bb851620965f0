// From where, how fast, how long: the top of the left card.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { figure } from "../words";
import { labelled, redrawn, segments } from "./controls";
import type { Part, PlannerContext } from "./context";
import { hoursWords } from "./open_at";
import { failureWords } from "./failure";
import { unservedOf } from "./figures";
import { kindPart } from "./kind_part";
import { addedName, editOf, editsOfStreets } from "./plan";
import { walkerPart } from "./walker_part";
import { whenPart } from "./when_part";

const MINUTES = ["5", "10", "15"] as const;
const LONGEST_MIN = 60;

/** What this station reaches, in one or two lines. */
function ownLines(context: PlannerContext): Part {
  const lines = h("p", { class: "own-lines", id: "own" });
  const unserved = h("p", { class: "quiet", id: "own-unserved" });
  const alone = h("p", { class: "quiet", id: "own-alone" });
  const more = h("p", { class: "quiet" });
  const element = h("div", { class: "own" }, lines, unserved, alone, more);
  return {
    element,
    render() {
      const { station, edits } = context.store.get();
      element.hidden = station === "";
      if (element.hidden) return;
      const { value, waiting, failed } = context.reach();
      const taken = edits[editOf(edits, station)]?.edit === "remove_station";
      const service = context.services().value?.by_code.get(station);
      const closed = context.closed().has(station);
      const other = context.others().has(station);
      const last = value?.outlines.at(-1);
      if (taken) setText(lines, t("planner.own.removed"));
      else if (other) setText(lines, t("planner.own.other_kind", { kind: context.store.get().kind }));
      else if (context.closures().some((one) => one.station === station)) setText(lines, t("planner.own.closed_for_now"));
      else if (closed) setText(lines, t("planner.own.closed", { hours: hoursWords(service?.hours ?? "") }));
      else if (failed) setText(lines, failureWords(failed, "reading"));
      else if (!value) setText(lines, waiting ? t("planner.own.waiting") : "");
      else setText(lines, last ? t("planner.own", { n: last.minutes, households: figure(last.households) }) : "");
      const whole = context.areas().value?.total;
      const left = last && whole ? unservedOf(whole, last) : null;
      setText(unserved, left ? t("planner.own.unserved", { households: figure(left.households), p: left.percent || "0", buildings: figure(left.buildings ?? 0) }) : "");
      unserved.hidden = !left || taken || other || closed || failed != null;
      const drawnPlain = editsOfStreets(edits).length > 0;
      const length = value ? t("planner.own.streets", { km: (value.street_m / 1000).toFixed(1) }) : "";
      setText(more, drawnPlain ? t("planner.own.plain") : length);
      more.hidden = taken || other || closed || (!drawnPlain && length === "");
      const isKnown = service && !taken && !other && !closed && editOf(edits, station) < 0;
      setText(alone, isKnown ? t("planner.own.alone", { alone: figure(service.alone.households), shared: figure(service.shared.households) }) : "");
      alone.hidden = !isKnown;
    },
  };
}

function minutesField(context: PlannerContext): { element: HTMLElement; show: () => void } {
  const fixed = segments(t("planner.minutes"), MINUTES.map((m) => [m, t("planner.minutes.n", { n: m })] as const), (m) => context.store.update({ minutes: Number(m) }));
  const free = h("input", { class: "field minutes-free", id: "minutes", attrs: { type: "number", min: "1", max: String(LONGEST_MIN), step: "1", "aria-label": t("planner.minutes.free") } });
  free.addEventListener("change", () => {
    const n = Math.round(Number(free.value));
    if (n >= 1 && n <= LONGEST_MIN) context.store.update({ minutes: n });
    else free.value = String(context.store.get().minutes);
  });
  return {
    element: h("div", { class: "minutes" }, fixed.element, free),
    show() {
      const { minutes } = context.store.get();
      fixed.show(MINUTES.find((m) => Number(m) === minutes) ?? null);
      if (document.activeElement !== free) free.value = String(minutes);
    },
  };
}

export function choosePart(context: PlannerContext): Part {
  const select = h("select", { class: "field", id: "station", attrs: { "aria-label": t("planner.station") } });
  select.addEventListener("change", () => context.chooseStation(select.value));
  const drawOptions = redrawn(select);
  const walker = walkerPart(context);
  const minutes = minutesField(context);
  const when = whenPart(context);
  const kind = kindPart(context);
  const own = ownLines(context);
  const none = h("p", { class: "quiet" }, t("planner.station.none"));
  none.hidden = context.stations.length > 0;
  return {
    element: h("section", { class: "plan-part" },
      labelled(t("planner.station"), select), none, walker.element, labelled(t("planner.minutes"), minutes.element), when.element, kind.element, own.element),
    render() {
      const plan = context.store.get();
      const added = plan.edits.flatMap((e, at) => (e.edit === "add_station" ? [addedName(at)] : []));
      const closed = context.closed();
      const named = (code: string): string => (closed.has(code) ? t("planner.station.closed", { name: context.nameOf(code) }) : context.nameOf(code));
      drawOptions(JSON.stringify([added, [...closed]]), () => [
        h("option", { attrs: { value: "" } }, t("planner.station.all", { n: context.stations.length })),
        ...[...context.stations.map((s) => s.code), ...added].map((code) => h("option", { attrs: { value: code } }, named(code))),
      ]);
      select.value = plan.station;
      // Long names are cut off.
      select.title = select.selectedOptions[0]?.text ?? "";
      walker.render();
      minutes.show();
      when.render();
      kind.render();
      own.render();
    },
  };
}
