// The bar on top: which work, that nothing is saved, the way back.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { logo } from "../panels/signs";
import type { Session } from "../protocol/json";
import type { Part } from "./context";
import type { PlanStore } from "./plan_store";

const TABS = ["reach", "siting"] as const;

export function plannerBar(session: Session, store: PlanStore, signOut: () => void): Part {
  const tabs = TABS.map((tab) => h("button", { class: "plan-tab", id: `tab-${tab}`, attrs: { type: "button" }, on: { click: () => store.update({ tab, tool: "none", link_from: null }) } }, t(`planner.tab.${tab}`)));
  return {
    element: h("header", { class: "bar" },
      h("span", { class: "brand" }, logo(), h("span", { class: "name" }, t("app.name"))),
      h("nav", { class: "plan-tabs", attrs: { "aria-label": t("planner.tabs") } }, ...tabs),
      h("span", { class: "space" }), h("span", { class: "quiet" }, t("planner.unsaved")),
      h("a", { class: "bar-link", attrs: { href: "/" } }, t("planner.back")),
      h("button", { class: "user", attrs: { title: t("user.sign_out"), type: "button" }, on: { click: signOut } }, `${word("user.role", session.role)} ${session.name || session.user}`)),
    render() {
      tabs.forEach((tab, at) => {
        if (TABS[at] === store.get().tab) tab.setAttribute("aria-current", "page");
        else tab.removeAttribute("aria-current");
      });
    },
  };
}
