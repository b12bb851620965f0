// Step 3, too: what would be another than it is now.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { CHANGES, type Differences, type LayerChange } from "../protocol/imports";
import { figure } from "../words";
import type { AdminContext, Part } from "./context";

/** Rows that are built; what is drawn is as many. */
const MOST_ROWS = 500;

const area = (m2: number): string => t("import.size", { m2: m2 < 10 ? m2.toFixed(1) : figure(m2) });

/** How much land it is about, or what it was called. */
export function changeWords(c: LayerChange): string {
  if (c.change === "moved" && c.area_before_m2 !== null && c.area_after_m2 !== null) {
    const by = c.area_after_m2 - c.area_before_m2;
    const more = Math.abs(by) < 0.5 ? t("import.diff.as_large") : t(by > 0 ? "import.diff.larger" : "import.diff.smaller", { m2: area(Math.abs(by)) });
    return c.moved_m2 === null ? more : `${more} · ${t("import.diff.land", { m2: area(c.moved_m2) })}`;
  }
  if (c.change === "edited") return c.name_before === c.name ? t("import.diff.attributes") : t("import.diff.renamed", { name: c.name_before || t("import.diff.nameless") });
  const m2 = c.change === "removed" ? c.area_before_m2 : c.area_after_m2;
  return m2 === null ? "" : area(m2);
}

function row(c: LayerChange, chosen: boolean, choose: (n: number) => void): HTMLElement {
  return h(
    "li", {}, h(
      "button", {
        class: "import-finding import-change", attrs: { type: "button", "aria-pressed": String(chosen), "data-change": c.change, "data-number": String(c.number) },
        on: { click: () => choose(c.number) },
      },
      h("span", { class: "import-swatch", attrs: { "data-change": c.change, "aria-hidden": "true" } }),
      h("span", { class: "import-finding-main" }, h("span", {}, h("b", {}, c.name || c.code || t("import.diff.nameless")), c.name && c.code ? ` ${c.code}` : ""), h("span", { class: "quiet" }, changeWords(c))),
      h("span", { class: "tag" }, t(`import.diff.${c.change}`)),
    ),
  );
}

function counts({ counts: n }: Differences): HTMLElement {
  return h("ul", { class: "import-counts", attrs: { "aria-label": t("import.diff.counts") } }, ...CHANGES.map((kind) =>
    h("li", { attrs: { "data-change": kind } }, h("span", { class: "import-swatch", attrs: { "data-change": kind, "aria-hidden": "true" } }), t(`import.diff.${kind}`), " ", h("b", {}, figure(n[kind])))));
}

export function differencesPart(context: AdminContext): Part {
  const head = h("h2", { class: "import-head" });
  const body = h("div");
  const element = h("section", { class: "import-part", id: "import-differences" }, head, body);
  const choose = (change: number): void => context.store.update({ change, shows: "differences" });
  let drawn: readonly unknown[] = [];
  return {
    element,
    render() {
      const { job, upload, differences, change, shows } = context.store.get();
      element.hidden = !job || upload !== null || job.phase !== "ready" || differences === undefined;
      const now = [differences, change, shows, job?.version];
      if (element.hidden || now.every((each, at) => each === drawn[at])) return;
      drawn = now;
      const focused = body.contains(document.activeElement);
      head.textContent = !differences ? t("import.diff.unknown")
        : differences.total === 0 ? t("import.diff.none") : t("import.diff.title", { n: figure(differences.total), same: figure(differences.counts.same) });
      if (!differences || differences.total === 0) return body.replaceChildren();
      const left = differences.total - Math.min(differences.changes.length, MOST_ROWS);
      body.replaceChildren(...[
        counts(differences),
        h("p", { class: "quiet" }, `${t("import.diff.key_before")} · ${t("import.diff.key_after")}`),
        h("details", { class: "part", id: "import-changes", attrs: shows === "differences" ? { open: "" } : {} }, h("summary", {}, t("import.diff.list")),
          h("ol", { class: "import-findings", attrs: { "aria-label": t("import.diff.list") } }, ...differences.changes.slice(0, MOST_ROWS).map((c) => row(c, c.number === change, choose))),
          left > 0 ? h("p", { class: "quiet" }, t("import.diff.more", { n: figure(left) })) : null),
      ]);
      const chosen = body.querySelector<HTMLElement>('[aria-pressed="true"]');
      chosen?.scrollIntoView({ block: "nearest" });
      if (focused) chosen?.focus();
    },
  };
}
