// Something found on patrol: what, where, how urgent, with a photo. Kept first, sent later.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import { statusLine } from "../panels/parts";
import { photoField } from "../panels/photo_field";
import { categoryOptions } from "../panels/routing_part";
import { severitySign } from "../panels/signs";
import { SEVERITIES, type Severity } from "../protocol/live";
import { uuid } from "../uuid";
import { shortTime } from "../words";
import type { TabletContext } from "./context";
import { closed } from "./page";
import { sign } from "./signs";
import { tabletApi } from "./tablet_api";

/** A finding of a worker on the way, whatever else the county calls it. */
const CHANNEL = "patrol";

interface Point { readonly lon: number; readonly lat: number }

export function findForm(context: TabletContext): Panel {
  const { page, locating } = context;
  let severity: Severity = "routine";
  const status = statusLine();
  const words = h("textarea", { class: "field", attrs: { rows: "2", maxlength: "2000", name: "text", placeholder: t("find.hint"), "aria-label": t("find.what") } });
  const category = h("select", { class: "field", attrs: { name: "category", "aria-label": t("find.category") } }, h("option", { attrs: { value: "" } }, t("find.category_hint")));
  tabletApi.categories().then((tree) => category.append(...categoryOptions(tree)), () => undefined); // without it the words say what it is about
  const photos = photoField("camera", (text) => status.say(text));
  const here = h("button", { class: "chip", id: "find-here", attrs: { type: "button" } });
  const onMap = h("button", { class: "chip", id: "find-on-map", attrs: { type: "button" } });
  const hint = h("p", { class: "quiet" });
  here.addEventListener("click", () => page.update({ picking: false, picked: null }));
  onMap.addEventListener("click", () => page.update({ picking: true }));
  const choices = [...SEVERITIES].reverse().map((one) =>
    h("button", { class: "chip", attrs: { type: "button", "data-severity": one }, on: { click: () => choose(one) } }, severitySign(one), t(`severity.${one}`)));
  const send = h("button", { class: "main-button", id: "find-send", attrs: { type: "button" }, on: { click: () => void submit() } },
    h("span", { class: "main-words" }, h("b", {}, t("find.send"))), sign("flag"));

  function choose(one: Severity): void {
    severity = one;
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset["severity"] === one));
  }

  function clear(): void {
    words.value = "";
    category.value = "";
    choose("routine");
    photos.clear();
  }

  async function submit(): Promise<void> {
    const text = words.value.trim();
    const at: Point | null = page.get().picked ?? locating.fix;
    if (send.disabled) return;
    if (text === "") {
      status.say(t("find.empty"));
      return words.focus();
    }
    if (!at) {
      page.update({ picking: true });
      return status.say(t("find.no_place"));
    }
    send.disabled = true;
    try {
      await photos.settled();
      const kind = category.value;
      const report = {
        id: uuid(), channel: CHANNEL, text, severity, lon: rounded(at.lon), lat: rounded(at.lat),
        time: new Date(context.now()).toISOString(), ...(kind !== "" && { category: kind }),
      };
      await context.outbox.add({ kind: "report", report }, photos.photos());
      clear();
      status.say(t("find.kept", { time: shortTime(context.now(), context.now()) }), "good");
      page.update({ ...closed, view: "queue", picked: null });
    } catch (error) {
      status.say(t("form.not_kept", { detail: error instanceof Error ? error.message : String(error) }));
    } finally {
      send.disabled = false;
    }
  }

  choose(severity);
  words.addEventListener("input", () => status.say(""));
  const label = (text: string, ...children: Node[]): HTMLElement => h("div", {}, h("span", { class: "label" }, text), ...children);
  return {
    element: h(
      "div", { class: "find", id: "find" },
      label(t("find.what"), words),
      label(t("find.where"), h("div", { class: "chips" }, here, onMap), hint),
      label(t("find.severity"), h("div", { class: "chips" }, ...choices)),
      h("div", { class: "find-more" }, photos.element, category), h("p", { class: "quiet" }, t("find.category")),
      status.element, h("div", { class: "find-send" }, send),
    ),
    render() {
      const { picking, picked } = page.get();
      const { fix } = locating;
      setText(here, fix ? t("find.here_accuracy", { n: Math.max(1, Math.round(fix.accuracy_m)) }) : t("find.here"));
      here.disabled = !fix;
      here.setAttribute("aria-pressed", String(fix !== null && !picking && !picked));
      setText(onMap, t(picked && !picking ? "find.picked" : "find.on_map"));
      onMap.setAttribute("aria-pressed", String(picking || picked !== null));
      hint.hidden = !picking && (picked !== null || fix !== null);
      setText(hint, picking ? t("find.tap") : t("find.no_place"));
    },
  };
}

/** Degrees as the server keeps them. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
