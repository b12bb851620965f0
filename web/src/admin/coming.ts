// Versions that are to come, and the way to call one off.
import { ApiError, type Api } from "../api";
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { ComingVersion } from "../protocol/imports";
import { figure, wholeTime } from "../words";
import type { AdminContext, Part } from "./context";
import { reasonWords } from "./reasons";

/** Asked for when nothing is open, and again once one was called off. */
export function comingPart(context: AdminContext, api: Api): Part {
  const rows = h("ul", { class: "import-lines" });
  const said = h("p", { class: "status", attrs: { role: "status" } });
  const element = h("section", { class: "import-part", id: "import-coming" }, h("h3", { class: "label" }, t("import.coming")), said, rows);
  let asked = false;
  let confirms = "";
  let all: readonly ComingVersion[] = [];
  element.hidden = said.hidden = true;

  const say = (words: string, kind: "good" | "bad"): void => {
    said.textContent = words;
    said.dataset["kind"] = kind;
    said.hidden = words === "";
  };
  const key = (v: ComingVersion): string => `${v.layer} ${v.version} ${v.effective}`;

  async function callOff(v: ComingVersion): Promise<void> {
    confirms = "";
    try {
      await api.cancelComing(v);
      say(t("import.coming.cancelled", { layer: word("layer", v.layer) }), "good");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(reasonWords(error.message), "bad");
    }
    await ask();
  }

  function row(v: ComingVersion): HTMLElement {
    const words = h("span", { class: "import-finding-main" }, h("span", {}, h("b", {}, word("layer", v.layer)), ` ${t("import.coming.at", { at: wholeTime(v.effective_ms) })}`),
      h("span", { class: "quiet" }, t("import.coming.what", { version: v.version, n: figure(v.features) })));
    const change = (to: string) => (): void => { confirms = to; draw(); };
    if (confirms !== key(v)) return h("li", { class: "import-other" }, words, button(t("import.coming.cancel"), change(key(v)), "button small"));
    return h("li", { class: "import-other import-confirm", attrs: { role: "group", "aria-label": t("import.coming.sure", { layer: word("layer", v.layer) }) } },
      words, h("p", {}, t("import.coming.sure", { layer: word("layer", v.layer) })),
      h("div", { class: "buttons" }, button(t("import.coming.keep"), change("")), button(t("import.coming.yes"), () => void callOff(v), "button main")));
  }
  function draw(): void {
    rows.replaceChildren(...all.map(row));
    rows.querySelector<HTMLElement>(".import-confirm button")?.focus();
  }
  async function ask(): Promise<void> {
    try {
      all = await api.coming();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the parts above say what is wrong
      return;
    }
    draw();
    element.hidden = (all.length === 0 && said.hidden) || context.store.get().job !== null;
  }
  return {
    element,
    render() {
      const { job, upload } = context.store.get();
      if (job || upload) {
        asked = false;
        element.hidden = true;
      } else if (!asked) {
        asked = true;
        say("", "good");
        void ask();
      }
    },
  };
}
