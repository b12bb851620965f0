// What is closed for now, in a card: the street that an incident blocks, or a station.
import { ApiError, type Api } from "../api";
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Closed, Closure } from "../protocol/closures";
import { uuid } from "../uuid";
import { shortTime } from "../words";
import { button, section, statusLine } from "./parts";

export interface ClosingWords {
  readonly title: string;
  /** Nothing is closed. */
  readonly none: string;
  readonly close: string;
  readonly closed: string;
  readonly open: string;
  /** Under what is closed. */
  readonly note: string;
  /** The server answered 422. */
  readonly refused: string;
}

export type Next = Closed & { readonly reason: string; readonly incident?: string };

export interface ClosuresPart {
  /** The section, to be put into the card each time it is drawn; `next` is what the button closes, null: nothing. */
  draw(next: (() => Next) | null): HTMLElement[];
  /** What is closed; null: not known yet. */
  closed(): readonly Closure[] | null;
  /** Asks anew: something has changed that may be its doing. */
  look(): void;
}

export interface ClosuresPartOptions {
  readonly api: Pick<Api, "closures" | "close" | "open">;
  /** Which closures the card is about. */
  readonly concerns: (closure: Closure) => boolean;
  readonly words: ClosingWords;
  /** Whether this person may close and open. */
  readonly may: boolean;
  /** Something to fill in before it is closed. */
  readonly field?: HTMLElement;
  readonly now: () => number;
  readonly failure: (error: unknown) => string;
  /** Called when the part has other words than before. */
  readonly changed: () => void;
}

export function closuresPart({ api, concerns, words, may, field, now, failure, changed }: ClosuresPartOptions): ClosuresPart {
  const status = statusLine();
  /** null: not known yet. */
  let closed: readonly Closure[] | null = null;
  let busy = false;
  // Of one attempt: pressed again after a lost answer it is the same closure.
  let id = uuid();

  async function load(): Promise<void> {
    closed = (await api.closures()).filter(concerns);
    if (closed.some((one) => one.id === id)) id = uuid();
  }
  const look = (): void => void load().then(changed, () => undefined); // without it nothing is offered

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
      look(); // it may have been done all the same, or by somebody else
    }
    busy = false;
    changed();
  }

  const close = (what: Next): Promise<void> => change(async () => {
    await api.close({ ...what, id, reason: what.reason.slice(0, 100) });
  }, (error) => (error instanceof ApiError && error.status === 422 ? words.refused : t("closures.failed", { detail: failure(error) })));

  const open = (which: string): Promise<void> => change(async () => {
    try {
      await api.open(which);
    } catch (error) {
      // Somebody else has opened it.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }, (error) => t("closures.failed", { detail: failure(error) }));

  look();

  const deed = (name: string, label: string, act: () => void): HTMLButtonElement => {
    const made = button(label, act);
    made.dataset["closure"] = name;
    made.disabled = busy;
    return made;
  };
  const row = ({ id, reason, until_ms }: Closure): HTMLElement => {
    const until = until_ms === null ? "" : t("closures.until", { time: shortTime(until_ms, now()) });
    const main = h("span", { class: "suggestion-main" }, words.closed + until, reason === "" ? null : h("span", { class: "quiet" }, reason));
    return h("li", { class: "suggestion" }, main, may ? deed(id, words.open, () => void open(id)) : null);
  };

  return {
    closed: () => closed,
    look,
    draw(next) {
      if (closed === null || (closed.length === 0 && (next === null || !may))) return [];
      const inside = closed.length > 0
        ? [h("ol", { class: "suggestions" }, ...closed.map(row)), words.note === "" ? null : h("p", { class: "quiet" }, words.note)]
        : [h("p", { class: "quiet" }, words.none), field ?? null, next && deed("new", words.close, () => void close(next()))];
      return [section(words.title, ...inside, status.element)];
    },
  };
}
