// A new incident at a point of the map.
import { ApiError } from "../api";
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { SEVERITIES, type Severity } from "../protocol/live";
import { uuid } from "../uuid";
import type { CardContent, Context } from "./context";
import { button, fact, statusLine } from "./parts";
import { severitySign } from "./signs";

/** Where the one who writes it down has it from; the first is the default. */
const CHANNELS = ["desk", "hotline", "reception"];

export function reportForm(context: Context, lon: number, lat: number): CardContent {
  // One id for this form: sending twice after a lost answer makes one incident.
  const id = uuid();
  let severity: Severity = "routine";
  let sending = false;
  const status = statusLine();
  const words = h("textarea", { class: "field", attrs: { rows: "4", maxlength: "2000", name: "text", placeholder: t("report.text_hint"), "aria-label": t("report.text") } });
  const category = h("input", { class: "field", attrs: { name: "category", maxlength: "40", placeholder: t("report.category_hint"), "aria-label": t("report.category"), list: "report-categories" } });
  const known = h("datalist", { id: "report-categories" });
  context.api.categories().then(({ classes }) => {
    known.replaceChildren(...classes.flatMap((group) => group.categories.map(({ name }) => h("option", { attrs: { value: name, label: group.name } }))));
  }, () => undefined); // it can be typed all the same
  const channel = h("select", { class: "field", attrs: { name: "channel", "aria-label": t("report.channel") } },
    ...CHANNELS.map((one) => h("option", { attrs: { value: one } }, word("channel", one))));
  const choices = [...SEVERITIES].reverse().map((s) => {
    const choice = h("button", { class: "chip", attrs: { type: "button", "data-severity": s } }, severitySign(s), t(`severity.${s}`));
    choice.addEventListener("click", () => choose(s));
    return choice;
  });

  function choose(s: Severity): void {
    severity = s;
    for (const c of choices) c.setAttribute("aria-pressed", String(c.dataset["severity"] === s));
  }

  async function send(): Promise<void> {
    const text = words.value.trim();
    if (sending) return;
    if (text === "") {
      status.say(t("report.empty"));
      words.focus();
      return;
    }
    sending = true;
    submit.disabled = true;
    status.say(t("incident.sending"), "wait");
    const kind = category.value.trim();
    try {
      await context.api.report({ id, channel: channel.value, ...(kind === "" ? {} : { category: kind }), text, severity, lon, lat });
      context.page.update({ selection: { kind: "incident", id } });
    } catch (error) {
      const lost = error instanceof ApiError && error.status === 0;
      status.say(lost ? t("report.lost") : t("report.refused", { detail: context.failure(error) }));
    }
    sending = false;
    submit.disabled = false;
  }

  const submit = button(t("report.send"), () => void send(), "button main");
  submit.id = "report-send";
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
  });
  choose(severity);
  const body = h(
    "div", { class: "form" },
    h("dl", { class: "facts" }, fact(t("report.at"), t("place.coordinates", { lon: lon.toFixed(6), lat: lat.toFixed(6) }))),
    h("label", {}, h("span", { class: "label" }, t("report.text")), words),
    h("div", {}, h("span", { class: "label" }, t("report.severity")), h("div", { class: "chips", attrs: { role: "group" } }, ...choices)),
    h("label", {}, h("span", { class: "label" }, t("report.channel")), channel),
    h("label", {}, h("span", { class: "label" }, t("report.category")), category, known),
    status.element,
  );
  const foot = h("footer", { class: "card-foot" }, submit,
    button(t("report.pick_other"), () => context.page.update({ picking: true })));
  queueMicrotask(() => words.focus());
  return { title: t("report.title"), body, foot };
}
