// Raises an incident by hand to the next level of the county's ladder; whoever presses it says why.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { levelName } from "./ladder_words";

export interface RaiseButton {
  readonly element: HTMLButtonElement;
  /** `level` is where it stands now. */
  update(levels: readonly string[], level: number): void;
}

/** The level above; null: it stands at the top, or the ladder is not known. */
export function levelAbove(levels: readonly string[], level: number): number | null {
  return level + 1 < levels.length ? level + 1 : null;
}

/** `raise` is given the level that the words of the button promise. */
export function raiseButton(raise: (level: number) => void): RaiseButton {
  let above: number | null = null;
  const element = h("button", { class: "button", attrs: { type: "button", "data-action": "raise" }, on: { click: () => { if (above !== null) raise(above); } } });
  element.hidden = true;
  return {
    element,
    update(levels, level) {
      above = levelAbove(levels, level);
      element.hidden = above === null;
      if (above !== null) setText(element, t("ladder.raise", { level: levelName(levels, above) }));
    },
  };
}
