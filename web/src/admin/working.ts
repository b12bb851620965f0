// While the server works: what it does, since when, and a way to stop it.
import { h, setText } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import { isUnderWay } from "../state/imports";
import type { AdminContext, Part } from "./context";
import { reasonWords } from "./reasons";

export function workingPart(context: AdminContext): Part {
  const words = h("p", { class: "import-verdict", attrs: { role: "status" } });
  const since = h("p", { class: "quiet", attrs: { "aria-hidden": "true" } });
  const why = h("p", { class: "quiet" });
  const cancel = button(t("import.cancel"), () => context.act({ action: "cancel" }));
  cancel.id = "import-cancel";
  const element = h("section", { class: "import-part form", id: "import-working" }, words, h("progress", { class: "import-bar" }), why, since, cancel);
  return {
    element,
    render() {
      const { job, upload } = context.store.get();
      element.hidden = !job || upload !== null || !isUnderWay(job);
      if (!job || element.hidden) return;
      setText(words, word("import.phase", job.phase));
      setText(since, t("import.since", { s: Math.max(0, Math.round((Date.now() - job.changed_ms) / 1000)) }));
      setText(why, reasonWords(job.reason));
      why.hidden = job.reason === "";
      cancel.hidden = job.phase === "accepting";
    },
  };
}
