// The topology certificate, on the screen as a fold and on paper as a page.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { Certificate, Import } from "../protocol/imports";
import { clockTime, figure } from "../words";

function day(ms: number): string {
  const d = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${clockTime(ms)}`;
}

function layers(paper: Certificate, job: Import): HTMLElement {
  const cell = (words: string): HTMLElement => h("td", {}, words);
  return h(
    "table", {},
    h("thead", {}, h("tr", {}, ...(["layer", "version", "areas", "corners"] as const).map((key) => h("th", { attrs: { scope: "col" } }, t(`import.certificate.${key}`))))),
    h("tbody", {}, ...paper.layers.map((l) => h(
      "tr", {},
      h("th", { attrs: { scope: "row" } }, word("layer", l.layer), l.layer === job.layer ? h("span", { class: "tag" }, t("import.certificate.candidate")) : null),
      cell(l.version), cell(figure(l.areas)), cell(figure(l.corners)),
    ))),
  );
}

function line(term: string, ...value: string[]): HTMLElement {
  return h("div", { class: "paper-line" }, h("dt", {}, term), h("dd", {}, value.join(" · ")));
}

export function certificate(job: Import): HTMLElement {
  const paper = job.check?.certificate;
  if (!paper || !job.check) return h("p", { class: "quiet" }, t("import.certificate.none"));
  const skipped = job.check.skipped;
  return h(
    "section", { class: "paper", id: "import-certificate" },
    h("h2", {}, t("import.certificate")),
    h("p", {}, t("import.certificate.says")),
    layers(paper, job),
    h(
      "dl", {},
      job.check.as_of_ms === null ? h("div") : line(t("import.certificate.as_of"), day(job.check.as_of_ms)),
      line(t("import.file"), job.file),
      line(t("import.certificate.rules"), ...paper.rules.map((rule) => word("import.rule", rule))),
      line(t("import.certificate.thresholds"), ...paper.thresholds.map(([name, value]) => `${name} ${value}`)),
      skipped.length > 0 ? line(t("import.certificate.skipped"), ...skipped.map((s) => word("import.rule", s.rule))) : h("div"),
      line(t("import.certificate.hash"), paper.data_hash),
      line(t("import.certificate.seal"), paper.seal),
    ),
    button(t("import.certificate.print"), () => print(), "button no-print"),
  );
}
