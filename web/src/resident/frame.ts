// What both pages of a resident begin with: the emergency numbers, then the title.
import { h } from "../dom";
import { r } from "../i18n/resident_zh_CN";

const NUMBERS = ["110", "119", "120"] as const;

export function frame(root: HTMLElement, title: string, ...children: (Node | null)[]): void {
  document.title = title;
  root.replaceChildren(h(
    "main", { class: "resident" },
    h("p", { class: "danger" }, r("danger"), ...NUMBERS.map((n) => h("a", { attrs: { href: `tel:${n}` } }, n))),
    h("h1", {}, title), ...children,
  ));
}

export function say(element: HTMLElement, words: string): void {
  element.hidden = words === "";
  element.textContent = words;
}

export function sentence(): HTMLElement {
  const element = h("p", { class: "say", attrs: { role: "alert" } });
  element.hidden = true;
  return element;
}

export function button(words: string, on: () => void, cls = ""): HTMLButtonElement {
  return h("button", { class: cls, attrs: { type: "button" }, on: { click: on } }, words);
}
