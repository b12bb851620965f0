// Small controls that several parts share.
import { h } from "../dom";

export interface Segments<T extends string> {
  readonly element: HTMLElement;
  show(value: T | null): void;
  /** Whether this one can be chosen at all. */
  offer(value: T, offered: boolean): void;
}

/** One of a few, side by side. */
export function segments<T extends string>(label: string, choices: readonly (readonly [value: T, words: string])[], on: (value: T) => void): Segments<T> {
  const buttons = choices.map(([value, words]) => {
    const one = h("button", { attrs: { type: "button" }, on: { click: () => on(value) } }, words);
    one.dataset["value"] = value;
    return { value, one };
  });
  return {
    element: h("div", { class: "segments", attrs: { role: "group", "aria-label": label } }, ...buttons.map((b) => b.one)),
    show(value) {
      for (const b of buttons) b.one.setAttribute("aria-pressed", String(b.value === value));
    },
    offer(value, offered) {
      for (const b of buttons) if (b.value === value) b.one.hidden = !offered;
    },
  };
}

export function labelled(words: string, ...children: Node[]): HTMLElement {
  return h("div", { class: "labelled" }, h("span", { class: "label" }, words), ...children);
}

/** Draws a list anew only when what it shows has changed; who stands on a row (`data-row`) by keyboard stays on it. */
export function redrawn(element: HTMLElement): (key: string, make: () => readonly Node[]) => void {
  let shown: string | null = null;
  return (key, make) => {
    if (key === shown) return;
    shown = key;
    const { activeElement: focused } = document;
    const row = focused instanceof HTMLElement && element.contains(focused) ? focused.dataset["row"] : undefined;
    element.replaceChildren(...make());
    if (row === undefined) return;
    for (const one of element.querySelectorAll<HTMLElement>("[data-row]")) if (one.dataset["row"] === row) return one.focus({ preventScroll: true });
  };
}

export function wordLink(words: string, on: () => void): HTMLButtonElement {
  return h("button", { class: "word-link", attrs: { type: "button" }, on: { click: on } }, words);
}
