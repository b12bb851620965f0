// What can be taken away: the tables of areas and stations, and the plan as a table and as GeoJSON.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { Part, PlannerContext } from "./context";
import { csvText } from "./csv";
import { editWords } from "./edits_part";
import { servedToday } from "./figures";
import { areasFile, stationsFile } from "./planner_api";
import type { Answer, Question } from "./questions";
import { saveFile } from "./save_file";
import { planGeoJson, planTable, type Takings } from "./take_away";

function takings(context: PlannerContext, answer: (question: Question) => Answer | undefined): Takings {
  const plan = context.store.get();
  const areas = context.areas().value;
  const reach = context.reach();
  return {
    plan, answer, stations: context.stations, words: (edit, at) => editWords(context, edit, at),
    today: servedToday(context.tried(), areas, context.services(), plan.minutes), whole: areas?.total ?? null,
    reach: reach.waiting ? null : reach.value,
  };
}

export function footPart(context: PlannerContext, answer: (question: Question) => Answer | undefined): Part {
  const link = (id: string, words: string): HTMLAnchorElement => h("a", { class: "button sheet", id, attrs: { download: "" } }, words);
  const areas = link("sheet", t("planner.sheet"));
  const stations = link("station-sheet", t("planner.sheet.stations"));
  const plan = button(t("planner.sheet.plan"), () => saveFile(t("planner.file.csv"), "text/csv;charset=utf-8", csvText(planTable(takings(context, answer)))));
  plan.id = "plan-sheet";
  const map = button(t("planner.sheet.geojson"), () => saveFile(t("planner.file.geojson"), "application/geo+json", JSON.stringify(planGeoJson(takings(context, answer)))));
  map.id = "plan-geojson";
  map.title = t("planner.sheet.geojson.how");
  return {
    element: h("div", { class: "plan-foot" }, areas, stations, plan, map),
    render() {
      areas.setAttribute("href", areasFile(context.looking().level, context.store.get()));
      stations.setAttribute("href", stationsFile(context.store.get()));
    },
  };
}
