// My tasks by what burns, then what nobody has, then what is still to come.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import { deadlineRing } from "../panels/deadline_ring";
import { severitySign } from "../panels/signs";
import { timeLeft } from "../state/time_left";
import { age, leftWords } from "../words";
import type { TabletContext } from "./context";
import { isStuck, ordersOf } from "./orders";
import { opened } from "./page";
import { sign } from "./signs";
import { wayWords } from "./way";
import type { Expected } from "./work";

/** What one sees of a row: it is built anew only when that changes. */
interface Shown {
  readonly one: Expected;
  readonly place: string;
  readonly left: string;
  readonly stuck: boolean;
  readonly step: number;
}

/** Rows of what is not mine: a worker is no dispatcher. */
const MOST_FREE = 30;

function shown(context: TabletContext, one: Expected): Shown {
  const { incident } = one;
  const left = timeLeft(incident, context.now());
  const way = wayWords(context.locating.fix, incident);
  return {
    one, place: [context.placeName(incident.areas), way].filter((words) => words !== "").join(" · "),
    left: leftWords(left) || age(incident.time_ms, context.now()),
    stuck: ordersOf(context.outbox.orders(), incident.id).some(isStuck),
    step: left.kind === "left" ? left.step : 0,
  };
}

function row(context: TabletContext, { one, place, left, stuck }: Shown): HTMLElement {
  const { incident, pending } = one;
  const due = timeLeft(incident, context.now());
  const ring = deadlineRing();
  ring.update(due);
  const mark = pending && h("span", { class: "row-waiting" }, sign("clock"), t(stuck ? "tasks.stuck" : "tasks.waiting"));
  return h(
    "button", {
      class: "row", attrs: { type: "button", "data-id": incident.id, "data-severity": incident.severity, "data-due": due.kind },
      on: { click: () => context.page.update(opened(incident.id)) },
    },
    h("span", { class: "row-sign" }, ring.element, severitySign(incident.severity, "row-shape")),
    h("span", { class: "row-main" },
      h("span", { class: "row-title" }, h("span", { class: "row-severity" }, t(`severity.${incident.severity}`)), incident.title || t("incident.untitled")),
      h("span", { class: "row-place" }, place)),
    h("span", { class: "row-side" }, h("span", { class: "row-age" }, left), mark),
  );
}

export function taskList(context: TabletContext): Panel {
  const element = h("div", { class: "tasks", id: "tasks" });
  let drawn = "";

  function part(id: string, title: string, rows: readonly Shown[], none = ""): Node[] {
    if (rows.length === 0 && none === "") return [];
    return [
      h("h2", { class: "tasks-head" }, title),
      rows.length === 0 ? h("p", { class: "tasks-none" }, none) : h("div", { class: "task-rows", id }, ...rows.map((one) => row(context, one))),
    ];
  }

  return {
    element,
    render() {
      const known = context.known();
      const { mine, free, coming } = context.tasks();
      const parts = [mine, free.slice(0, MOST_FREE), coming.slice(0, MOST_FREE)].map((list) => list.map((one) => shown(context, one)));
      const key = JSON.stringify([known, free.length, coming.length, parts.map((list) => list.map(({ one, ...rest }) => [one.incident.id, one.incident.title, one.incident.stage, one.incident.severity, one.pending, rest]))]);
      if (key === drawn) return;
      drawn = key;
      if (!known) return element.replaceChildren(h("p", { class: "tasks-none" }, t("tasks.loading")));
      element.replaceChildren(
        ...part("mine", t("tasks.mine", { n: mine.length }), parts[0]!, t("tasks.mine_none")),
        ...part("free", t("tasks.free", { n: free.length }), parts[1]!),
        ...part("coming", t("tasks.coming", { n: coming.length }), parts[2]!),
      );
    },
  };
}
