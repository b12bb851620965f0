// Everything that was done here: what waits, what was refused and why, what has arrived.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import type { TabletContext } from "./context";
import { queueItem } from "./queue_item";
import { unsent } from "./orders";

/** Words of time in it are of minutes. */
const MINUTE_MS = 60_000;

export function queuePage(context: TabletContext): Panel {
  const element = h("div", { class: "queue", id: "queue" });
  let drawn = "";
  return {
    element,
    render() {
      const orders = context.outbox.orders();
      const fixes = context.track.waiting;
      const key = JSON.stringify([
        orders.map(({ key: n, state, digests, reason, photos }) => [n, state, digests.length, reason, photos.length]), fixes,
        context.outbox.sending, Math.floor(context.now() / MINUTE_MS), context.world().incidents.size,
      ]);
      if (key === drawn) return;
      drawn = key;
      const waiting = unsent(orders);
      const sent = orders.filter((order) => order.state === "sent").reverse();
      element.replaceChildren(
        h("h2", { class: "tasks-head" }, t("queue.title")),
        ...(waiting.length === 0 ? [h("p", { class: "tasks-none" }, t("queue.none"))] : waiting.map((order) => queueItem(context, order, true))),
        ...(fixes > 0 ? [h("p", { class: "quiet" }, t("queue.fixes", { n: fixes }))] : []),
        ...sent.map((order) => queueItem(context, order, false)),
      );
    },
  };
}
