// The plans that are open for everybody: which there are, whose, who is changing the one that is shown.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { SharedPlan } from "../protocol/plans";
import { redrawn, wordLink } from "./controls";
import type { Part } from "./context";
import { signed } from "./edits_part";
import type { Sharing } from "./sharing";

/** So long after somebody's change it is said to be under way. */
export const EDITING_MS = 5_000;
const LONGEST_NAME = 60;

export interface SharedPartInput {
  readonly sharing: Sharing;
  /** The user of this page. */
  readonly me: string;
  readonly connected: () => boolean;
  /** Page clock, when a plan of this version was first seen by this page; null: when it came it was not news. */
  readonly changedAt: (plan: SharedPlan) => number | null;
  readonly now: () => number;
  readonly repaint: () => void;
}

const nameOf = (plan: SharedPlan, who: "owner" | "editor"): string => plan[`${who}_name`] || plan[who];

function effectWords({ answer }: SharedPlan): string {
  return answer ? t("planner.shared.effect", { n: signed(answer.after.households - answer.before.households) }) : "";
}

export function sharedPart({ sharing, me, connected, changedAt, now, repaint }: SharedPartInput): Part {
  const name = h("input", { class: "field", id: "share-name", attrs: { type: "text", maxlength: String(LONGEST_NAME), "aria-label": t("planner.shared.name"), placeholder: t("planner.shared.name") } });
  const share = h("button", { class: "chip", id: "share", attrs: { type: "submit" } }, t("planner.shared.share"));
  const form = h("form", { class: "share-form", on: { submit(event) {
    event.preventDefault();
    const given = name.value.trim();
    if (given === "") return name.focus();
    void sharing.share(given);
    name.value = "";
  } } }, name, share);
  const title = h("b", { class: "shared-name", id: "shared-name" });
  const badge = h("span", { class: "quiet", id: "shared-editor", attrs: { role: "status" } });
  const save = wordLink("", () => void sharing.save());
  save.id = "shared-save";
  /** The plan that is to be deleted if the reader says so once more; "": none. */
  let confirms = "";
  const remove = wordLink(t("planner.shared.remove"), () => {
    confirms = sharing.shown()?.id ?? "";
    repaint();
  });
  remove.id = "shared-remove";
  const keep = button(t("planner.shared.keep"), () => {
    confirms = "";
    repaint();
    remove.focus();
  }, "button small");
  keep.id = "shared-keep";
  const sure = button(t("planner.shared.sure_yes"), () => {
    confirms = "";
    void sharing.remove();
  }, "button small main");
  sure.id = "shared-remove-yes";
  const question = h("p", {});
  const confirm = h("div", { class: "shared-confirm", attrs: { role: "group", "aria-label": t("planner.shared.remove") } }, question, h("div", { class: "buttons" }, keep, sure));
  const leave = wordLink(t("planner.shared.leave"), () => sharing.leave());
  leave.id = "shared-leave";
  const acts = h("div", { class: "shared-acts" }, save, leave, remove);
  const open = h("div", { class: "shared-open" }, title, badge, acts, confirm);
  const status = h("p", { class: "status", id: "shared-status", attrs: { role: "status" } });
  const list = h("ul", { class: "edits", id: "plans" });
  const drawList = redrawn(list);
  const none = h("p", { class: "quiet" }, t("planner.shared.none"));

  function statusWords(shown: SharedPlan | null): string {
    if (!connected()) return t("planner.shared.away");
    const note = sharing.note();
    if (note !== "none") return t(`planner.shared.note.${note}`);
    return shown?.problem ? t("planner.shared.problem") : "";
  }
  function badgeWords(shown: SharedPlan): string {
    if (shown.editor === me) return "";
    const at = changedAt(shown);
    return t(at !== null && now() - at < EDITING_MS ? "planner.shared.editing" : "planner.shared.last", { name: nameOf(shown, "editor") });
  }
  function showConfirm(shown: SharedPlan): void {
    const asks = confirms === shown.id;
    const begins = asks && confirm.hidden;
    setText(question, t("planner.shared.sure", { name: shown.name }));
    acts.hidden = asks;
    confirm.hidden = !asks;
    if (begins) keep.focus();
  }
  return {
    element: h("section", { class: "plan-part", id: "shared" }, h("div", { class: "plan-head" }, h("h3", {}, t("planner.shared"))), form, open, status, none, list),
    render() {
      const shown = sharing.shown();
      const all = sharing.all();
      form.hidden = shown !== null;
      open.hidden = shown === null;
      if (shown) {
        setText(title, shown.name);
        setText(badge, badgeWords(shown));
        const kept = shown.saved_version === shown.version;
        setText(save, t(kept ? "planner.shared.saved" : "planner.shared.save"));
        save.disabled = kept;
        showConfirm(shown);
      }
      setText(status, statusWords(shown));
      status.hidden = status.textContent === "";
      none.hidden = all.length > 0;
      drawList(JSON.stringify([shown?.id, all.map((plan) => [plan.id, plan.name, plan.owner_name, effectWords(plan), plan.saved_version])]), () => all.map((plan) => {
        const words = h("button", { class: "opening", attrs: { type: "button" }, on: { click: () => sharing.open(plan.id) } },
          h("span", { class: "opening-words" }, plan.name), h("span", { class: "quiet" }, t("planner.shared.of", { name: nameOf(plan, "owner") })),
          h("span", { class: "edit-effect" }, effectWords(plan)), plan.saved_version === null && h("span", { class: "quiet" }, t("planner.shared.unsaved")));
        words.dataset["plan"] = words.dataset["row"] = plan.id;
        if (plan.id === shown?.id) words.setAttribute("aria-current", "true");
        return h("li", {}, words);
      }));
    },
  };
}
