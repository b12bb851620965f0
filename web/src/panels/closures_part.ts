// Streets that an incident blocks: closed at its place, opened by hand or when it is over.
import { ApiError, type Api } from "../api";
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Closure } from "../protocol/closures";
import { uuid } from "../uuid";
import { button, section, statusLine } from "./parts";

export interface Blocked {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** The closure's reason, for whoever finds it in a list. */
  readonly title: string;
}

export interface ClosuresPart {
  /** The section, to be put into the card each time it is drawn. */
  draw(incident: Blocked, isOpen: boolean): HTMLElement[];
}

/** `changed` is called when the part has other words than before. */
export function closuresPart(api: Pick<Api, "closures" | "closeStreet" | "openStreet">, incident: string, failure: (error: unknown) => string, changed: () => void): ClosuresPart {
  const status = statusLine();
  /** null: not known yet. */
  let closed: readonly Closure[] | null = null;
  let busy = false;
  // Of one attempt: pressed again after a lost answer it is the same closure.
  let next = uuid();

  async function load(): Promise<void> {
    closed = (await api.closures()).filter((one) => one.incident === incident);
  }

  async function change(deed: () => Promise<void>, refused: (error: unknown) => string): Promise<void> {
    if (busy) return;
    busy = true;
    status.say("");
    changed();
    try {
      await deed();
      await load();
    } catch (error) {
      status.say(refused(error));
    }
    busy = false;
    changed();
  }

  const close = ({ id, lon, lat, title }: Blocked): Promise<void> => change(async () => {
    await api.closeStreet({ id: next, lon, lat, reason: title.slice(0, 100), incident: id });
    next = uuid();
  }, (error) => (error instanceof ApiError && error.status === 422 ? t("closures.no_street") : t("closures.failed", { detail: failure(error) })));

  const open = (id: string): Promise<void> => change(async () => {
    try {
      await api.openStreet(id);
    } catch (error) {
      // Somebody else has opened it.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }, (error) => t("closures.failed", { detail: failure(error) }));

  void load().then(changed, () => undefined); // without it nothing is offered

  return {
    draw(blocked, isOpen) {
      if (closed === null || (closed.length === 0 && !isOpen)) return [];
      const deed = (words: string, act: () => void, name: string): HTMLButtonElement => {
        const made = button(words, act);
        made.dataset["closure"] = name;
        made.disabled = busy;
        return made;
      };
      const rows = closed.map((one) => h("li", { class: "suggestion" },
        h("span", { class: "suggestion-main" }, t("closures.closed")), deed(t("closures.open"), () => void open(one.id), one.id)));
      return [section(t("closures.title"),
        ...(rows.length > 0
          ? [h("ol", { class: "suggestions" }, ...rows), h("p", { class: "quiet" }, t("closures.until_over"))]
          : [h("p", { class: "quiet" }, t("closures.none")), deed(t("closures.close"), () => void close(blocked), "new")]),
        status.element)];
    },
  };
}
