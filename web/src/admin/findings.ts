// Step 3: what is wrong with the map once this layer is in it.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import type { Finding } from "../protocol/imports";
import { byRule } from "../state/imports";
import type { AdminContext, Part } from "./context";
import { hintWords } from "./doctor_words";

/** Rows that are built; a layer with more has one fault, repeated. */
const MOST_ROWS = 500;

function sizeWords(m2: number | null): string {
  return m2 === null ? "" : t("import.size", { m2: m2 < 10 ? m2.toFixed(1) : String(Math.round(m2)) });
}

function row(finding: Finding, chosen: boolean, choose: (n: number) => void): HTMLElement {
  const details = [finding.codes.join(" "), sizeWords(finding.size_m2)].filter((words) => words !== "").join(" · ");
  return h(
    "li", {}, h(
      "button", {
        class: "import-finding", attrs: { type: "button", "aria-pressed": String(chosen), "data-number": String(finding.number), "data-level": finding.level },
        on: { click: () => choose(finding.number) },
      },
      h("span", { class: "import-number" }, String(finding.number)),
      h(
        "span", { class: "import-finding-main" },
        h("span", {}, h("b", {}, word("import.rule", finding.rule)), ` ${word("layer", finding.layer)}`),
        h("span", { class: "quiet" }, details),
        h("span", {}, word("import.fix", finding.rule)),
        chosen ? h("span", { class: "quiet" }, hintWords(finding.hint)) : null,
      ),
      h("span", { class: "tag" }, word("import.level", finding.level)),
    ),
  );
}

export function findingsPart(context: AdminContext): Part {
  const head = h("h2", { class: "import-head" });
  const kinds = h("p", { class: "quiet" });
  const rows = h("ol", { class: "import-findings", attrs: { "aria-label": t("import.step.findings") } });
  const how = h("p", { class: "quiet" }, t("import.findings.hint"));
  const element = h("section", { class: "import-part", id: "import-findings" }, head, kinds, rows, how);
  let drawn: readonly unknown[] = [];
  const choose = (chosen: number): void => context.store.update({ chosen });
  return {
    element,
    render() {
      const { job, findings, chosen, upload } = context.store.get();
      const shown = job !== null && upload === null && (job.phase === "ready" || job.phase === "accepting");
      element.hidden = !shown;
      if (!shown || (drawn[0] === findings && drawn[1] === chosen && drawn[2] === job.check)) return;
      const focused = rows.contains(document.activeElement);
      drawn = [findings, chosen, job.check];
      head.textContent = !job.check ? t("import.findings.unchecked")
        : findings.length === 0 ? t("import.findings.none") : t("import.findings", { n: findings.length });
      kinds.textContent = byRule(findings).map(([rule, n]) => `${word("import.rule", rule)} ${n}`).join(" · ");
      how.hidden = findings.length === 0;
      rows.replaceChildren(...findings.slice(0, MOST_ROWS).map((f) => row(f, f.number === chosen, choose)));
      const now = rows.querySelector<HTMLElement>(`[data-number="${chosen}"]`);
      if (focused) now?.focus({ preventScroll: true });
      now?.scrollIntoView({ block: "nearest" });
    },
  };
}
