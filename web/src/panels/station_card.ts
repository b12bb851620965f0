// A station and what 15 minutes on foot reach from it.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { figure } from "../words";
import type { CardContent, Context } from "./context";
import { house } from "./signs";

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
  const none = h("p", { class: "quiet" }, t("station.no_reach"));
  const part = h("section", { class: "part" }, heading, figures, h("p", { class: "quiet" }, t("station.rule")));
  const keep = h("input", { attrs: { type: "checkbox" } });
  keep.checked = context.page.get().kept.has(code);
  keep.addEventListener("change", () => {
    const kept = new Set(context.page.get().kept);
    if (keep.checked) kept.add(code);
    else kept.delete(code);
    context.page.update({ kept });
  });
  return {
    title: station?.name || code,
    marks: [h("span", { class: "tag" }, house(), t("station.title")), h("span", { class: "quiet" }, t("station.code", { code }))],
    body: h("div", {}, part, none, h("section", { class: "part" }, h("label", { class: "check" }, keep, t("station.keep")))),
    render() {
      const reach = context.world().reaches.get(code);
      part.hidden = !reach;
      none.hidden = reach !== undefined;
      if (!reach) return;
      setText(heading, t("station.reach", { n: Math.round(reach.limit_s / 60) }));
      setText(buildings, figure(reach.buildings));
      setText(households, figure(reach.households));
    },
  };
}
