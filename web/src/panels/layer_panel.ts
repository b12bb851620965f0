import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { OVERLAYS, TOGGLES, type Overlay } from "../state/page";
import type { CardContent, Context } from "./context";
import { section } from "./parts";

function theme(context: Context, overlay: Overlay): { overlay: Overlay; dot: HTMLInputElement } {
  const dot = h("input", {
    attrs: { type: "radio", name: "theme", "data-theme-layer": overlay }, on: { change: () => context.page.update({ overlay }) },
  });
  return { overlay, dot };
}

export function layerPanel(context: Context): CardContent {
  const boxes = TOGGLES.map((toggle) => {
    const box = h("input", { attrs: { type: "checkbox", "data-layer": toggle } });
    box.addEventListener("change", () => {
      context.page.update({ toggles: { ...context.page.get().toggles, [toggle]: box.checked } });
    });
    return { toggle, box };
  });
  const far = h("span", { class: "quiet" }, t("layers.raised_far"));
  const themes = OVERLAYS.map((overlay) => theme(context, overlay));
  const body = h("div", { class: "checks" },
    ...boxes.map(({ toggle, box }) =>
      h("label", { class: "check" }, box, t(`layers.${toggle}` as TextKey), toggle === "raised" && far)),
    section(t("layers.theme"), h("div", { attrs: { role: "radiogroup", "aria-label": t("layers.theme") } },
      ...themes.map(({ overlay, dot }) => h("label", { class: "check" }, dot, t(`layers.theme.${overlay}`))))));
  return {
    title: t("layers.title"), body,
    render() {
      const { toggles, overlay: on, close } = context.page.get();
      for (const { toggle, box } of boxes) {
        box.checked = toggles[toggle];
        if (toggle === "raised") box.disabled = !close;
      }
      far.hidden = close;
      for (const { overlay, dot } of themes) dot.checked = overlay === on;
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
      line(["N"], t("keys.n")), line(["L"], t("keys.l")), line(["G"], t("keys.g")), line(["0"], t("keys.zero")),
      line(["+", "-"], t("keys.zoom")), line(["?"], t("keys.help"))),
  };
}
