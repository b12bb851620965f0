// The band under the strip: no network, what waits, what was refused, why there is no position.
import { h, setText } from "../dom";
import { t, word, type TextKey } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import type { LiveState } from "../state/clock";
import type { TabletContext } from "./context";
import { isStuck, unsent } from "./orders";
import { sign } from "./signs";

/** Shorter than that needs no word. */
const OFFLINE: ReadonlySet<LiveState> = new Set(["offline", "reconnecting"]);

export function notice(context: TabletContext, live: () => LiveState, kept: boolean): Panel {
  const icon = h("span", { class: "notice-sign" }, sign("no_network"));
  const head = h("b");
  const more = h("span");
  const count = h("button", { class: "notice-count", id: "waiting", attrs: { type: "button" } });
  const network = h("div", { class: "notice", id: "notice", attrs: { role: "status" } }, icon, head, more, h("span", { class: "space" }), count);
  const place = h("div", { class: "notice plain", id: "no-position", attrs: { role: "status" } });
  count.addEventListener("click", () => context.page.update({ view: "queue", form: "", picking: false }));
  return {
    element: h("div", {}, network, place),
    render() {
      const waiting = unsent(context.outbox.orders());
      const refused = waiting.filter(isStuck).length;
      const offline = OFFLINE.has(live());
      network.hidden = !offline && waiting.length === 0 && kept;
      network.dataset["kind"] = offline ? "offline" : refused > 0 ? "refused" : "waiting";
      icon.hidden = !offline;
      setText(head, offline ? t("band.offline") : refused > 0 ? t("band.refused_n", { n: refused }) : waiting.length > 0 ? t("band.sending") : "");
      setText(more, !kept ? t("band.not_kept") : offline ? t("band.offline_more") : "");
      count.hidden = waiting.length === 0;
      setText(count, refused > 0 && !offline ? t("band.see") : t("band.waiting", { n: waiting.length }));
      const words = placeWords(context);
      place.hidden = words === "";
      setText(place, words);
    },
  };
}

function placeWords({ duty, locating, track }: TabletContext): string {
  if (!duty.on()) return "";
  if (track.refusal !== "") return t("locating.refused", { reason: word("position", track.refusal) });
  const { state } = locating;
  return state === "fix" || state === "off" || state === "waiting" ? "" : t(`locating.${state}` as TextKey);
}
