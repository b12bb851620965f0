// Imports that wait for somebody, and the last that were decided.
import { ApiError, type Api } from "../api";
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { Import } from "../protocol/imports";
import { isOver } from "../state/imports";
import { shortTime } from "../words";
import type { AdminContext, Part } from "./context";

const MOST = 8;

function row(job: Import, context: AdminContext): HTMLElement {
  return h(
    "li", { class: "import-other" },
    h("span", { class: "import-finding-main" }, h("span", {}, h("b", {}, word("layer", job.layer)), ` ${job.file}`),
      h("span", { class: "quiet" }, `${word("import.phase", job.phase)} · ${shortTime(job.changed_ms, Date.now())}`)),
    isOver(job) ? null : button(t("import.open"), () => context.open(job.id), "button small"),
  );
}

/** Asked for when nothing is open. */
export function othersPart(context: AdminContext, api: Api): Part {
  const rows = h("ul", { class: "import-lines" });
  const element = h("section", { class: "import-part" }, h("h3", { class: "label" }, t("import.others")), rows);
  let asked = false;
  const ask = async (): Promise<void> => {
    try {
      const jobs = await api.imports();
      rows.replaceChildren(...jobs.slice(0, MOST).map((job) => row(job, context)));
      element.hidden = jobs.length === 0 || context.store.get().job !== null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the parts above say what is wrong
    }
  };
  element.hidden = true;
  return {
    element,
    render() {
      const { job, upload } = context.store.get();
      if (job || upload) { asked = false; element.hidden = true; } else if (!asked) { asked = true; void ask(); }
    },
  };
}
