import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { TOGGLES } from "../state/page";
import type { CardContent, Context } from "./context";

export function layerPanel(context: Context): CardContent {
  const boxes = TOGGLES.map((toggle) => {
    const box = h("input", { attrs: { type: "checkbox", "data-layer": toggle } });
    box.addEventListener("change", () => {
      context.page.update({ toggles: { ...context.page.get().toggles, [toggle]: box.checked } });
    });
    return { toggle, box };
  });
  const body = h("div", { class: "checks" }, ...boxes.map(({ toggle, box }) =>
    h("label", { class: "check" }, box, t(`layers.${toggle}` as TextKey))));
  return {
    title: t("layers.title"), body,
    render() {
      for (const { toggle, box } of boxes) box.checked = context.page.get().toggles[toggle];
    },
  };
}

export function keysCard(): CardContent {
  const line = (keys: string[], words: string): HTMLElement =>
    h("div", { class: "fact" }, h("dt", {}, ...keys.map((k) => h("kbd", {}, k))), h("dd", {}, words));
  return {
    title: t("keys.title"),
    body: h("dl", { class: "facts wide" },
      line(["J", "K"], t("keys.jk")), line(["Enter"], t("keys.enter")), line(["Esc"], t("keys.esc")),
      line(["N"], t("keys.n")), line(["L"], t("keys.l")), line(["0"], t("keys.zero")),
      line(["+", "-"], t("keys.zoom")), line(["?"], t("keys.help"))),
  };
}
