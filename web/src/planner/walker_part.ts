// Who walks: the county's profiles, and the speed for those who want another.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { labelled, segments } from "./controls";
import type { Part, PlannerContext } from "./context";
import { FASTEST_MPS, profileName, SLOWEST_MPS, speedOf, walkerAt } from "./walker";

export function walkerPart(context: PlannerContext): Part {
  const { profiles, store } = context;
  const choice = segments(t("planner.walker"), profiles.map((p) => [p.name, p.title || p.name] as const), (profile) => store.update({ profile }));
  choice.element.id = "profile";
  const speed = h("input", { class: "field minutes-free", id: "speed", attrs: { type: "number", min: String(SLOWEST_MPS), max: String(FASTEST_MPS), step: "0.05", title: t("planner.speed.how"), "aria-label": t("planner.speed") } });
  const shown = (): string => {
    const mps = speedOf(store.get().profile, profiles);
    return mps === null ? "" : String(mps);
  };
  speed.addEventListener("change", () => {
    const profile = walkerAt(profileName(store.get().profile), Number(speed.value), profiles);
    if (profile === null) speed.value = shown();
    else store.update({ profile });
  });
  return {
    element: labelled(t("planner.walker"), h("div", { class: "minutes" }, choice.element, speed)),
    render() {
      choice.show(profileName(store.get().profile));
      if (document.activeElement !== speed) speed.value = shown();
    },
  };
}
