// Duty, name, live dot, accuracy, clock: what never moves.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import type { LiveReading } from "../panels/top_bar";
import { tick } from "../panels/signs";
import type { Panel } from "../panels/context";
import { ago, shortTime } from "../words";
import type { TabletContext } from "./context";
import { sign } from "./signs";

export function topStrip(context: TabletContext, live: () => LiveReading): Panel {
  const { session, duty, outbox } = context;
  const dutyWords = h("span", { class: "duty-words" });
  const knob = h("span", { class: "duty-knob" }, tick());
  const toggle = h("button", { class: "duty", id: "duty", attrs: { type: "button", role: "switch" } }, dutyWords, knob);
  const since = h("span", { class: "quiet", id: "duty-since" });
  const words = h("span", { class: "live-words", attrs: { "aria-hidden": "true" } });
  const said = h("span", { class: "unseen", attrs: { role: "status" } });
  const dot = h("span", { class: "live", id: "live" }, h("span", { class: "live-dot" }), words, said);
  const accuracy = h("span", { class: "accuracy", id: "accuracy" });
  const clock = h("span", { class: "clock" });
  toggle.addEventListener("click", () => {
    const on = duty.on();
    if (on !== null) void outbox.add({ kind: "duty", on: !on });
  });
  const element = h(
    "header", { class: "strip" }, toggle,
    h("div", { class: "who" }, h("b", {}, session.name || session.user), since),
    h("div", { class: "signs" }, h("span", { class: "signs-line" }, clock, accuracy), dot),
  );
  return {
    element,
    render() {
      const on = duty.on();
      toggle.setAttribute("aria-checked", String(on === true));
      toggle.setAttribute("aria-label", t(on ? "tablet.duty.to_off" : "tablet.duty.to_on"));
      toggle.disabled = on === null;
      setText(dutyWords, on === null ? t("tablet.duty.unknown") : t(on ? "tablet.duty.on" : "tablet.duty.off"));
      setText(since, sinceWords(context));
      const { state, silence_ms } = live();
      const word = t(`live.${state}`);
      if (dot.dataset["state"] !== state) dot.dataset["state"] = state;
      setText(said, word);
      setText(words, silence_ms === null ? word : t("live.with_age", { state: word, age: ago(silence_ms) }));
      setText(clock, shortTime(context.now(), context.now()));
      const { fix, state: locating } = context.locating;
      const metres = fix ? t("tablet.accuracy", { n: Math.max(1, Math.round(fix.accuracy_m)) }) : locating === "waiting" ? t("locating.waiting") : "";
      if (accuracy.dataset["words"] !== metres) accuracy.replaceChildren(...(metres === "" ? [] : [sign("locate"), metres]));
      accuracy.dataset["words"] = metres;
    },
  };
}

function sinceWords({ duty, now }: TabletContext): string {
  if (!duty.on()) return t("tablet.duty.rest");
  const since = duty.since_ms();
  return since === null ? t("tablet.duty.now_on") : t("tablet.duty.since", { time: shortTime(since, now()) });
}
