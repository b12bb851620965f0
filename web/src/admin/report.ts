// Step 2: what the reader made of the file.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button, fact } from "../panels/parts";
import type { Detective, Hypothesis, Import, ImportReport } from "../protocol/imports";
import { hypothesesOf, isUnderWay, optionsOf } from "../state/imports";
import { figure } from "../words";
import type { AdminContext, Part } from "./context";
import { optionFields } from "./option_fields";
import { evidenceWords, noteWords, refusalWords, warningWords } from "./doctor_words";
import { failureWords, reasonWords } from "./reasons";

const name = (h: Pick<Hypothesis, "crs" | "datum">): { crs: string; datum: string } => ({ crs: h.crs, datum: word("import.datum", h.datum) });

/** One sentence that a tired reader can stop at. */
export function verdictWords(report: ImportReport): string {
  const { detective } = report;
  if (!detective) return t("import.verdict.plain", name(report));
  if (detective.verdict === "refused") {
    const option = detective.deciding_option;
    return t("import.verdict.refused") + (option ? t("import.verdict.option", { option }) : "");
  }
  const { verdict } = detective;
  const key = verdict === "declared" || verdict === "undecided" ? (`import.verdict.${verdict}` as const) : "import.verdict.accepted";
  return t(key, name(detective.chosen ?? report));
}

function facts(report: ImportReport): HTMLElement {
  const rows = t("import.rows.words", { read: figure(report.read), written: figure(report.written), refused: figure(report.refused_total) });
  return h("dl", { class: "facts" }, fact(t("import.rows"), rows), report.encoding ? fact(t("import.encoding"), report.encoding) : h("div"));
}

function sayings(title: string, lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  return h("section", { class: "part" }, h("h3", {}, title), h("ul", { class: "import-lines" }, ...lines.map((line) => h("li", {}, line))));
}

function refusedRows({ refused, refused_total }: ImportReport): HTMLElement | null {
  if (refused_total === 0) return null;
  const left = refused_total - refused.length;
  return h(
    "details", { class: "part" }, h("summary", {}, t("import.refused", { n: figure(refused_total) })),
    h("ul", { class: "import-lines" }, ...refused.map((r) => h("li", {}, h("b", {}, t("import.row", { row: r.row })), ` ${reasonWords(r.reason)}`))),
    left > 0 ? h("p", { class: "quiet" }, t("import.refused.more", { n: figure(left) })) : null,
  );
}

function repairedPlaces(report: ImportReport, context: AdminContext): HTMLElement | null {
  if (report.repaired.length === 0) return null;
  return h(
    "section", { class: "part" }, h("h3", {}, t("import.repaired", { n: report.repaired.length })),
    h("ul", { class: "import-lines" }, ...report.repaired.map((r) => h("li", {}, button(
      `${t("import.row", { row: r.row })} ${reasonWords(r.reason)}。${t("import.repaired.change", { m2: r.area_change_m2.toFixed(1) })}`,
      () => context.goTo(r.lon, r.lat), "import-line",
    )))),
  );
}

function traits(one: Hypothesis): string[] {
  return [
    one.axes === "yx" ? t("import.axes.yx") : "",
    one.easting === "as_is" || one.easting === "" ? "" : word("import.easting", one.easting),
    one.residual_m === null ? "" : t("import.hypothesis.residual", { m: one.residual_m.toFixed(1) }),
    one.offset_m === null ? "" : t("import.hypothesis.offset", { m: Math.round(one.offset_m) }),
  ].filter((words) => words !== "");
}

const same = (a: Hypothesis | null, b: Hypothesis): boolean => a !== null && a.crs === b.crs && a.datum === b.datum && a.axes === b.axes && a.easting === b.easting;

function hypothesisRow(one: Hypothesis, at: number, detective: Detective, context: AdminContext): HTMLElement {
  const on = context.store.get().hypothesis === at;
  const { crs, datum } = name(one);
  const head = h(
    "button", { class: "import-choice", attrs: { type: "button", "aria-pressed": String(on) }, on: { click: () => context.store.update({ hypothesis: on ? -1 : at }) } },
    h("b", { class: "import-rank", attrs: { "data-rank": String(Math.min(at, 2) + 1) } }, String(at + 1)),
    h("b", { class: "import-share" }, t("import.hypothesis.probability", { p: (one.probability * 100).toFixed(0) })),
    h("span", { class: "import-choice-main" }, `${crs} · ${datum}`, h("span", { class: "quiet" }, traits(one).join(" · "))),
    same(detective.chosen, one) && detective.verdict !== "refused" ? h("span", { class: "tag" }, t("import.hypothesis.chosen")) : null,
  );
  if (!on) return h("li", {}, head);
  const evidence = h("ul", { class: "import-lines" }, ...one.evidence.map((line) => h("li", {}, evidenceWords(line))));
  return h("li", {}, head, evidence, button(t("import.hypothesis.use"), () => context.act({ action: "read", options: optionsOf(one) }), "button small"));
}

function hypotheses(job: Import, context: AdminContext): HTMLElement | null {
  const all = hypothesesOf(job);
  const detective = job.report?.detective;
  if (!detective || all.length === 0) return null;
  const open: Record<string, string> = detective.verdict === "refused" || context.store.get().hypothesis >= 0 ? { open: "" } : {};
  return h(
    "details", { class: "part", id: "import-hypotheses", attrs: open }, h("summary", {}, t("import.hypotheses", { n: all.length })),
    h("ol", { class: "import-choices" }, ...all.map((one, at) => hypothesisRow(one, at, detective, context))),
  );
}

export function reportPart(context: AdminContext): Part {
  const body = h("div");
  const fields = optionFields("again");
  const again = h(
    "details", { class: "part import-options" }, h("summary", {}, t("import.options")), fields.element,
    button(t("import.read_again"), () => {
      const options = fields.read();
      if (typeof options !== "string") context.act({ action: "read", options });
    }),
  );
  const element = h("section", { class: "import-part", id: "import-report", attrs: { "aria-label": t("import.report.title") } }, body, again);
  let drawn: readonly unknown[] = [];
  return {
    element,
    render() {
      const { job, upload, hypothesis } = context.store.get();
      element.hidden = !job || upload !== null || (!job.report && job.phase !== "failed");
      if (element.hidden || !job) return;
      again.hidden = job.phase !== "ready" && job.phase !== "failed";
      if (drawn[0] === job.report && drawn[1] === job.phase && drawn[2] === hypothesis && drawn[3] === job.reason) return;
      drawn = [job.report, job.phase, hypothesis, job.reason];
      const { report } = job;
      const failed = job.phase === "failed"
        ? h(
          "div", { class: "status", attrs: { role: "alert" } },
          h("p", { class: "import-verdict" }, report?.detective ? verdictWords(report) : t("import.failed", { reason: failureWords(job.reason) })),
          h("p", {}, t("import.failed.next")), h("p", { class: "quiet" }, refusalWords(job.reason)),
        )
        : null;
      const said = report && !failed ? h("p", { class: "import-verdict" }, verdictWords(report)) : null;
      body.replaceChildren(...[
        failed, said, report && report.read > 0 ? facts(report) : null, hypotheses(job, context),
        report ? sayings(t("import.warnings"), (report.detective?.warnings ?? []).map(warningWords)) : null,
        report ? refusedRows(report) : null, report ? repairedPlaces(report, context) : null,
        report ? sayings(t("import.notes"), report.notes.map(noteWords)) : null,
      ].filter((each) => each !== null));
      if (isUnderWay(job)) again.removeAttribute("open");
    },
  };
}
