// Parts that several cards share.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { LEVELS, type Level } from "../protocol/live";
import type { Context } from "./context";

export function button(words: string, on: () => void, cls = "button"): HTMLButtonElement {
  return h("button", { class: cls, attrs: { type: "button" }, on: { click: on } }, words);
}

export function section(title: string, ...children: (Node | string | null)[]): HTMLElement {
  return h("section", { class: "part" }, h("h3", {}, title), ...children);
}

export function fact(term: string, ...value: (Node | string | null)[]): HTMLElement {
  return h("div", { class: "fact" }, h("dt", {}, term), h("dd", {}, ...value));
}

export interface AreaLine {
  readonly code: string;
  readonly name: string;
}

/** All six levels, lowest last; a level without an area shows a dash, a place without any a sentence. */
export function areaFacts(areas: Readonly<Partial<Record<Level, AreaLine | null>>>): HTMLElement {
  if (LEVELS.every((level) => !areas[level])) return h("p", { class: "quiet" }, t("place.outside"));
  return h("dl", { class: "facts" }, ...LEVELS.map((level) => {
    const area = areas[level];
    const value = area
      ? [h("span", { class: "area-name" }, area.name || area.code), area.name ? h("span", { class: "code" }, area.code) : null]
      : [h("span", { class: "none" }, t("place.none"))];
    const line = fact(t(`level.${level}`), ...value);
    line.dataset["level"] = level;
    return line;
  }));
}

/** Codes as they come on the stream, with the names this page has learnt. */
export function named(context: Context, areas: Readonly<Partial<Record<Level, string>>>): Partial<Record<Level, AreaLine>> {
  const out: Partial<Record<Level, AreaLine>> = {};
  for (const level of LEVELS) {
    const code = areas[level];
    if (!code) continue;
    const name = context.areaName(level, code);
    out[level] = { code, name: name === code ? "" : name };
  }
  return out;
}

/** A line that says what went wrong or right, read aloud; hidden while empty. */
export function statusLine(): { element: HTMLElement; say: (words: string, kind?: "bad" | "good" | "wait") => void } {
  const element = h("p", { class: "status", attrs: { role: "status" } });
  element.hidden = true;
  return {
    element,
    say(words, kind = "bad") {
      element.hidden = words === "";
      element.dataset["kind"] = kind;
      element.textContent = words;
    },
  };
}
