// One worker on duty: how fresh and how sure the position is, and where it lies.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { isStale } from "../state/clock";
import { heading } from "../state/trail";
import { age } from "../words";
import type { CardContent, Context } from "./context";
import { areaFacts, named, section } from "./parts";

export function workerCard(context: Context, id: string): CardContent {
  const fresh = h("p", { class: "worker-fresh" });
  const more = h("p", { class: "quiet" });
  const areas = h("div");
  const gone = h("p", { class: "status" }, t("card.gone"));
  let drawn = "";
  return {
    title: () => context.workerName(id),
    marks: [h("span", { class: "tag duty" }, t("worker.title"))],
    body: h("div", {}, gone, fresh, more, section(t("worker.areas"), areas)),
    render() {
      const worker = context.world().workers.get(id);
      gone.hidden = worker !== undefined;
      if (!worker) return;
      const now = context.now();
      const stale = isStale(worker.time_ms, now);
      fresh.classList.toggle("stale", stale);
      setText(fresh, t(stale ? "worker.stale" : "worker.fresh", { age: age(worker.time_ms, now) }));
      const walking = heading(context.world().trails.get(id) ?? []) !== null;
      const way = stale ? "" : ` · ${t(walking ? "worker.heading" : "worker.still")}`;
      setText(more, t("worker.accuracy", { n: Math.round(worker.accuracy_m) }) + way);
      const key = JSON.stringify(worker.areas);
      if (key === drawn) return;
      drawn = key;
      areas.replaceChildren(areaFacts(named(context, worker.areas)));
    },
  };
}
