// The three ways at the bottom: tasks, report, queue.
import { h, setText } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import { camera } from "../panels/signs";
import type { TabletContext } from "./context";
import { unsent } from "./orders";
import { closed } from "./page";
import { sign, type TabletSign } from "./signs";

export function nav(context: TabletContext): Panel {
  const { page } = context;
  const way = (name: "tasks" | "queue", picture: TabletSign, on: () => void) => {
    const badge = h("span", { class: "badge" });
    const element = h("button", { class: "way", id: `nav-${name}`, attrs: { type: "button" }, on: { click: on } },
      h("span", { class: "way-sign" }, sign(picture), badge), h("span", {}, t(`nav.${name}` as TextKey)));
    return { element, badge };
  };
  const tasks = way("tasks", "tasks", () => page.update(closed));
  const queue = way("queue", "queue", () => page.update({ view: "queue", form: "", picking: false }));
  const find = h("button", { class: "find-way", id: "nav-find", attrs: { type: "button" }, on: { click: () => page.update({ view: "find", form: "", picking: false, picked: null }) } },
    camera(), t("nav.report"));
  const count = (badge: HTMLElement, n: number): void => { badge.hidden = n === 0; setText(badge, String(n)); };
  return {
    element: h("nav", { class: "ways" }, tasks.element, find, queue.element),
    render() {
      const { view } = page.get();
      tasks.element.setAttribute("aria-current", String(view === "tasks" || view === "incident"));
      queue.element.setAttribute("aria-current", String(view === "queue"));
      find.setAttribute("aria-current", String(view === "find"));
      count(tasks.badge, context.tasks().mine.length);
      count(queue.badge, unsent(context.outbox.orders()).length);
    },
  };
}
