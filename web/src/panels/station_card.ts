// A station and what 15 minutes on foot reach from it.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { figure } from "../words";
import { closuresPart, type ClosingWords } from "./closures_part";
import type { CardContent, Context } from "./context";
import { house } from "./signs";

const WORDS: ClosingWords = {
  title: t("station.closing.title"), none: t("station.closing.none"), close: t("station.closing.close"), closed: t("station.closing.closed"),
  open: t("station.closing.open"), note: "", refused: t("station.closing.refused"),
};

export function stationCard(context: Context, code: string): CardContent {
  const station = context.info.stations.find((s) => s.code === code);
  const buildings = h("b", { class: "figure", id: "reach-buildings" });
  const households = h("b", { class: "figure", id: "reach-households" });
  const heading = h("h3");
  const figures = h(
    "div", { class: "figures" },
    h("div", {}, households, h("span", { class: "unit" }, t("station.households"))),
    h("div", {}, buildings, h("span", { class: "unit" }, t("station.buildings"))),
  );
  const none = h("p", { class: "quiet" });
  const part = h("section", { class: "part" }, heading, figures, h("p", { class: "quiet" }, t("station.rule")));
  const keep = h("input", { attrs: { type: "checkbox" } });
  keep.checked = context.page.get().kept.has(code);
  keep.addEventListener("change", () => {
    const kept = new Set(context.page.get().kept);
    if (keep.checked) kept.add(code);
    else kept.delete(code);
    context.page.update({ kept });
  });
  const reason = h("input", { class: "field", attrs: { type: "text", maxlength: "100", placeholder: t("station.closing.reason"), "aria-label": t("station.closing.reason") } });
  const closing = h("div");
  const { role } = context.session;
  const closures = role !== "command" && role !== "planner" ? null : closuresPart({
    api: context.api, concerns: (one) => one.station === code, words: WORDS, may: role === "command", field: reason,
    now: context.now, failure: context.failure, changed: () => { drawClosing(); },
  });
  function drawClosing(): void {
    closing.replaceChildren(...(closures?.draw(() => ({ station: code, reason: reason.value.trim() })) ?? []));
    const isClosed = (closures?.closed() ?? []).length > 0;
    setText(none, t(isClosed ? "station.no_reach_closed" : "station.no_reach"));
  }
  drawClosing();
  let had = context.world().reaches.has(code);
  return {
    title: station?.name || code,
    marks: [h("span", { class: "tag" }, house(), t("station.title")), h("span", { class: "quiet" }, t("station.code", { code }))],
    body: h("div", {}, part, none, closing, h("section", { class: "part" }, h("label", { class: "check" }, keep, t("station.keep")))),
    render() {
      const reach = context.world().reaches.get(code);
      part.hidden = !reach;
      none.hidden = reach !== undefined;
      if (had !== (reach !== undefined)) {
        had = !had;
        closures?.look();
      }
      if (!reach) return;
      setText(heading, t("station.reach", { n: Math.round(reach.limit_s / 60) }));
      setText(buildings, figure(reach.buildings));
      setText(households, figure(reach.households));
    },
  };
}
