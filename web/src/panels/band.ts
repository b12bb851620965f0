// One line under the bar: connection lost, back again, pick a place.
import { h, setText } from "../dom";
import type { Panel } from "./context";

export interface Band extends Panel {
  /** A sentence that stays until `hide` of the same kind, or for `ms`. */
  show(kind: string, words: string, action?: { words: string; on: () => void }, ms?: number): void;
  hide(kind: string): void;
}

export function band(): Band {
  const words = h("span");
  const action = h("button", { class: "button small", attrs: { type: "button" } });
  const element = h("div", { class: "band", attrs: { role: "status" } }, words, action);
  element.hidden = true;
  let kind = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let act = (): void => {};
  action.addEventListener("click", () => act());
  const hide = (of: string): void => {
    if (of === kind) element.hidden = true;
  };
  return {
    element,
    render: () => {},
    show(next, text, button, ms) {
      kind = next;
      clearTimeout(timer);
      element.dataset["kind"] = kind;
      element.hidden = false;
      setText(words, text);
      action.hidden = !button;
      setText(action, button?.words ?? "");
      act = button?.on ?? (() => {});
      if (ms !== undefined) timer = setTimeout(() => hide(next), ms);
    },
    hide,
  };
}
