// One order of the queue: what, when, how it stands; of a refused one the reason, of a conflict both versions.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import { tick } from "../panels/signs";
import { shortTime } from "../words";
import type { TabletContext } from "./context";
import { isHeld, nextToSend, subject, type Order } from "./orders";
import { opened } from "./page";
import { sign } from "./signs";
import { stageWord } from "../stage_words";

/** As the button said that was pressed. */
function pressed(action: string): string {
  const said = word("do", action);
  return said === action ? word("action", action) : said;
}

function deedWords({ deed }: Order): string {
  if (deed.kind === "duty") return t(deed.on ? "queue.duty.on" : "queue.duty.off");
  if (deed.kind === "report") return t("queue.report", { text: deed.report.text });
  return t("queue.action", { action: pressed(deed.action), title: deed.title || t("incident.untitled") });
}

function stateWords({ outbox, now }: TabletContext, order: Order): string {
  if (order.state === "sent") return t("queue.state.sent", { time: shortTime(order.sent_ms ?? order.time_ms, now()) });
  if (order.state !== "waiting") return t(`queue.state.${order.state}`);
  if (isHeld(outbox.orders(), order)) return t("queue.state.held");
  return t(outbox.sending && nextToSend(outbox.orders())?.key === order.key ? "queue.state.sending" : "queue.state.waiting");
}

const noteWords = (note: string): string => (note === "" ? "" : t("queue.note", { note }));

/** Both versions, side by side in words. */
function conflict(context: TabletContext, order: Order): Node[] {
  const { theirs, deed } = order;
  if (!theirs || deed.kind !== "action") return [];
  const when = (ms: number): string => shortTime(ms, context.now());
  const stage = stageWord(theirs.stage);
  return [
    h("p", {}, t("queue.conflict")),
    h("p", { class: "version" }, t("queue.yours", { time: when(order.time_ms), action: pressed(deed.action), note: noteWords(deed.note) })),
    h("p", { class: "version" }, theirs.time_ms === null ? t("queue.theirs_none", { stage }) : t("queue.theirs", {
      who: context.personName(theirs.actor), time: when(theirs.time_ms), action: word("action", theirs.action), note: noteWords(theirs.note), stage,
    })),
  ];
}

function buttons({ outbox, page, world }: TabletContext, order: Order, way: boolean): HTMLElement[] {
  const again = (words: string): HTMLElement => button(words, () => void outbox.again(order.key), "button main");
  const drop = (words: string): HTMLElement => button(words, () => void outbox.drop(order.key));
  const open = way && order.deed.kind !== "duty" && world().incidents.has(subject(order))
    ? [button(t("queue.open"), () => page.update(opened(subject(order))))] : [];
  if (order.state === "conflict") return [again(t("queue.over")), drop(t("queue.drop_mine")), ...open];
  if (order.state === "refused") return [again(t("queue.again")), drop(t("queue.drop")), ...open];
  if (order.state === "sent" && order.photos.length > 0) return [drop(t("queue.drop_sent"))];
  return [];
}

/** `way` leads to the incident itself. */
export function queueItem(context: TabletContext, order: Order, way: boolean): HTMLElement {
  const picture = order.state === "sent" ? tick() : sign("clock");
  const photos = order.photos.length > 0 ? ` · ${t("queue.photos", { n: order.photos.length })}` : "";
  const list = buttons(context, order, way);
  return h(
    "article", { class: "queue-item", attrs: { "data-key": String(order.key), "data-state": order.state } },
    h("div", { class: "queue-line" }, picture, h("b", {}, deedWords(order)), h("span", { class: "queue-state" }, stateWords(context, order))),
    h("p", { class: "quiet" }, t("queue.done_at", { time: shortTime(order.time_ms, context.now()) }) + photos),
    order.reason ? h("p", { class: "queue-reason" }, order.reason) : null,
    ...conflict(context, order),
    list.length > 0 ? h("div", { class: "others" }, ...list) : null,
  );
}
