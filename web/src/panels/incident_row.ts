// One row of the incident list; updated in place, never rebuilt.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Incident, Severity } from "../protocol/live";
import { timeLeft } from "../state/time_left";
import { age, leftWords } from "../words";
import type { Supervised } from "../state/supervision";
import { deadlineRing } from "./deadline_ring";
import type { Context } from "./context";
import { severitySign } from "./signs";
import { supervisionPart } from "./supervision_part";
import { ladderWords } from "./ladder_words";
import { stageWord } from "../stage_words";

export interface Row {
  readonly element: HTMLElement;
  /** `supervised` null: it is not shown why somebody should look at it. */
  readonly update: (incident: Incident, supervised: Supervised | null) => void;
}

export function incidentRow(context: Context, open: (id: string) => void): Row {
  const sign = h("span", { class: "row-sign" });
  const severityWord = h("span", { class: "row-severity" });
  const words = h("span", { class: "row-words" });
  const place = h("span", { class: "row-place" });
  const when = h("span", { class: "row-age" });
  const stage = h("span", { class: "row-stage" });
  const supervision = supervisionPart(context);
  const element = h(
    "div", { class: "row", attrs: { role: "option" } },
    sign,
    h("span", { class: "row-main" }, h("span", { class: "row-title" }, severityWord, words), place),
    h("span", { class: "row-side" }, when, stage),
    supervision.element,
  );
  const ring = deadlineRing();
  let id = "";
  let severity: Severity | null = null;
  element.addEventListener("click", () => open(id));
  return {
    element,
    update(incident, supervised) {
      id = incident.id;
      const { selection, row } = context.page.get();
      const chosen = selection.kind === "incident" && selection.id === id;
      if (element.dataset["id"] !== id) {
        element.dataset["id"] = id;
        element.id = `row-${id}`;
      }
      element.classList.toggle("chosen", chosen);
      element.classList.toggle("under-key", row === id);
      element.setAttribute("aria-selected", String(chosen));
      const left = timeLeft(incident, context.now());
      if (severity !== incident.severity) {
        severity = incident.severity;
        sign.replaceChildren(ring.element, severitySign(severity, "row-shape"));
        element.dataset["severity"] = severity;
        setText(severityWord, t(`severity.${severity}`));
      }
      setText(words, incident.title || t("incident.untitled"));
      setText(place, placeWords(context, incident));
      ring.update(left);
      element.dataset["due"] = left.kind;
      setText(when, leftWords(left) || age(incident.time_ms, context.now()));
      when.title = left.kind === "left" || left.kind === "over" ? t(`milestone.${left.milestone}`) : "";
      supervision.update(supervised);
      element.classList.toggle("with-reasons", supervised !== null);
      const ladder = supervised ? "" : ladderWords(incident.level);
      setText(stage, [stageWord(incident.stage), ladder].filter((w) => w !== "").join(" · "));
    },
  };
}

/** The finest area that says something, and the category. */
function placeWords(context: Context, { areas, category }: Incident): string {
  const level = (["grid", "community", "subdistrict"] as const).find((l) => areas[l]);
  const where = level ? `${context.areaName(level, areas[level]!)}` : "";
  return [where, category].filter((w) => w !== "").join(" · ");
}
