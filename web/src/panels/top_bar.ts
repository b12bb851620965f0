import { mayImport } from "../admin/rights";
import { h, setText } from "../dom";
import { t, word as wordOf } from "../i18n/zh_CN";
import { LEVELS } from "../protocol/live";
import type { LiveState } from "../state/clock";
import { ago, clockTime, date } from "../words";
import type { Context, Panel } from "./context";
import { logo } from "./signs";

export interface LiveReading {
  readonly state: LiveState;
  /** Since the last message; null before the first picture. */
  readonly silence_ms: number | null;
}

/** Logo, area, live dot, clock, user. What never moves: the clock and the dot beside it. */
export function topBar(context: Context, live: () => LiveReading, signOut: () => void): Panel {
  const words = h("span", { class: "live-words", attrs: { "aria-hidden": "true" } });
  // Read aloud when the state changes, not every second.
  const said = h("span", { class: "unseen", attrs: { role: "status" } });
  const dot = h("span", { class: "live", id: "live" }, h("span", { class: "live-dot" }), words, said);
  const clock = h("span", { class: "clock" });
  const day = h("span", { class: "day" });
  const { session } = context;
  const crumb = h("nav", { class: "crumb", attrs: { "aria-label": t("place.areas") } });
  const element = h(
    "header", { class: "bar" },
    h("span", { class: "brand" }, logo(), h("span", { class: "name" }, t("app.name"))),
    crumb,
    h("span", { class: "space" }),
    h("a", { class: "bar-link", attrs: { href: "/planner.html" } }, t("planner.link")),
    mayImport(session) ? h("a", { class: "bar-link", attrs: { href: "/admin.html" } }, t("import.link")) : null,
    dot,
    h("span", { class: "time" }, clock, day),
    h("button", { class: "user", attrs: { title: t("user.sign_out"), type: "button" }, on: { click: signOut } },
      `${wordOf("user.role", session.role)} ${session.name || session.user}`),
  );
  return {
    element,
    render() {
      const { state, silence_ms } = live();
      const word = t(`live.${state}`);
      if (dot.dataset["state"] !== state) dot.dataset["state"] = state;
      setText(said, word);
      setText(crumb, areaWords(context));
      setText(words, silence_ms === null ? word : t("live.with_age", { state: word, age: ago(silence_ms) }));
      setText(clock, clockTime(context.now()));
      setText(day, date(context.now()));
    },
  };
}

/** The areas of the user's rights by name; without any, the whole. */
function areaWords({ session, areaName }: Context): string {
  const names = session.areas.map((code) => LEVELS.map((level) => areaName(level, code)).find((n) => n !== code) ?? code);
  return names.length > 0 ? names.join(" · ") : t("app.home");
}
