// Step 4: use it or not, and what is then said of it.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import { decision } from "../state/imports";
import { wholeTime } from "../words";
import { certificate } from "./certificate";
import type { AdminContext, Part } from "./context";
import { isChanged, reasonWords } from "./reasons";

/** "2026-11-20T08:00" of a field in the reader's zone as RFC 3339; "" when nothing is given. */
export function timeOf(value: string): string {
  const time = Date.parse(value);
  return value === "" || Number.isNaN(time) ? "" : new Date(time).toISOString();
}

export function decidePart(context: AdminContext): Part {
  const { store } = context;
  const words = h("p", { class: "import-verdict", attrs: { role: "status" } });
  const despite = h("input", { id: "import-despite", attrs: { type: "checkbox" } });
  const despiteWords = h("span");
  const taken = h("label", { class: "check" }, despite, despiteWords);
  const effective = h("input", { class: "field", id: "import-effective", attrs: { type: "datetime-local" } });
  const since = h("label", {}, h("span", { class: "label" }, t("import.effective")), effective);
  const accept = button(t("import.accept"), () => {
    const time = timeOf(effective.value);
    later = { id: store.get().job?.id ?? "", at_ms: time === "" ? 0 : Date.parse(time) };
    context.act({ action: "accept", ...(time ? { effective: time } : {}), ...(decision(store.get()) === "errors" ? { despite_findings: despite.checked } : {}) });
  }, "button main");
  accept.id = "import-accept";
  const refuse = button(t("import.refuse"), () => context.act({ action: "refuse" }));
  refuse.id = "import-refuse";
  const again = button(t("import.check_again"), () => context.act({ action: "check" }), "button main");
  again.id = "import-check-again";
  const buttons = h("div", { class: "buttons" }, refuse, again, accept);
  const another = button(t("import.new"), () => context.forget());
  another.id = "import-new";
  const paper = h("div");
  const element = h("section", { class: "import-part", id: "import-decide", attrs: { "aria-label": t("import.decide.title") } }, words, since, taken, buttons, paper, another);
  let shown = "";
  /** What was accepted for a time to come. */
  let later = { id: "", at_ms: 0 };
  despite.addEventListener("change", () => render());

  function render(): void {
    const { job, upload } = store.get();
    const over = job !== null && (job.phase === "accepted" || job.phase === "refused" || job.phase === "lost");
    element.hidden = !job || upload !== null || !(job.phase === "ready" || job.phase === "failed" || over);
    if (!job || element.hidden) return;
    const kind = decision(store.get());
    words.hidden = job.phase === "failed";
    words.textContent = job.phase === "accepted" && job.id === later.id && later.at_ms > job.changed_ms ? t("import.accepted_later", { layer: word("layer", job.layer), version: job.version, at: wholeTime(later.at_ms) })
      : job.phase === "accepted" ? t("import.accepted", { layer: word("layer", job.layer), version: job.version })
      : job.phase === "refused" ? t("import.refused_done") : job.phase === "lost" ? t("import.lost")
        : job.reason !== "" ? reasonWords(job.reason) : kind === "errors" ? t("import.decide.errors", { n: job.errors }) : t("import.decide.free");
    const changed = kind !== "no" && isChanged(job.reason);
    again.hidden = !changed;
    since.hidden = accept.hidden = kind === "no" || changed;
    taken.hidden = kind !== "errors" || changed;
    despiteWords.textContent = t("import.decide.despite", { n: job.errors });
    accept.disabled = kind === "errors" && !despite.checked;
    buttons.hidden = over;
    another.hidden = !over;
    const key = `${job.id} ${job.version} ${job.check === null}`;
    if (key !== shown) {
      shown = key;
      despite.checked = false;
      accept.disabled = kind === "errors";
      paper.replaceChildren(...(job.check ? [certificate(job)] : []));
    }
  }
  return { element, render };
}
