// How it goes on, in plain words: who holds the link sees it. Notes and names of the staff stay inside.
import { h } from "../dom";
import { r, residentWord, type ResidentKey } from "../i18n/resident_zh_CN";
import { button, frame, say, sentence } from "./frame";
import { shortCode } from "./letter";
import { Refused, type Case, type Due, type ResidentApi } from "./resident_api";

const REFRESH_MS = 60_000;

export interface StatusInput {
  readonly root: HTMLElement;
  readonly api: ResidentApi;
  readonly id: string;
  readonly receipt: string;
  /** Just received, with what is to be said about the photos; null: come back by the link. */
  readonly received: string | null;
}

export function when(ms: number): string {
  const date = new Date(ms);
  const clock = [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
  return r("time", { m: date.getMonth() + 1, d: date.getDate(), clock });
}

/** What the resident waits for next; "" when nothing is due. */
export function dueWords({ due, paused }: Pick<Case, "due" | "paused">, now_ms: number): string {
  if (paused) return r("paused");
  const next: Due | undefined = due.find((one) => one.at_ms !== null && (one.state === "open" || one.state === "overdue"));
  if (!next || next.at_ms === null) return "";
  if (next.at_ms < now_ms) return r("due.over", { time: when(next.at_ms) });
  return r(`due.${next.milestone}` as ResidentKey, { time: when(next.at_ms) });
}

export function stepLines({ time_ms, steps }: Pick<Case, "time_ms" | "steps">): { words: string; time_ms: number }[] {
  const known = steps.map((step) => ({ words: residentWord("step", step.action), time_ms: step.time_ms })).filter(({ words }) => words !== "");
  return [{ words: r("step.report"), time_ms }, ...known];
}

export function statusPage({ root, api, id, receipt, received }: StatusInput): void {
  const status = sentence();
  const body = h("div", { class: "case", id: "case", attrs: { "aria-live": "polite" } }, h("p", {}, r("loading")));
  const link = sentence();
  const copy = button(r("receipt.copy"), () => void copyLink());

  async function copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      say(link, r("receipt.copied"));
    } catch {
      say(link, `${r("receipt.by_hand")} ${location.href}`);
    }
  }

  function draw(one: Case): void {
    const due = dueWords(one, Date.now());
    body.dataset["stage"] = one.stage;
    body.replaceChildren(
      h("p", { class: "stage" }, residentWord("stage", one.stage) || r("stage.other")),
      due === "" ? "" : h("p", { class: "due" }, due),
      h("h2", {}, r("steps")),
      h("ol", { class: "steps" }, ...stepLines(one).map(({ words, time_ms }) => h("li", {}, h("span", { class: "time" }, when(time_ms)), words))),
      h("h2", {}, r("yours")), h("p", { class: "words" }, one.text),
      one.building === "" ? "" : h("p", { class: "quiet" }, r("where.code", { code: one.building })),
    );
    if (one.building !== "") another.href = `/report.html?b=${encodeURIComponent(one.building)}`;
    another.hidden = one.building === "";
  }

  async function load(): Promise<void> {
    try {
      draw(await api.read(id, receipt));
      say(status, received ?? "");
    } catch (error) {
      const gone = error instanceof Refused && error.status === 404;
      say(status, r(gone ? "not_found" : "not_reached"));
      if (gone) body.replaceChildren();
    }
  }

  const another = h("a", { class: "link" }, r("another"));
  another.hidden = true;
  frame(
    root, r(received === null ? "status.title" : "receipt"),
    h("p", { class: "number", id: "number" }, r("receipt.number", { code: shortCode(id) })),
    status, body,
    h("p", { class: "quiet" }, r("receipt.keep")), copy, link, button(r("refresh"), () => void load()), another,
  );
  void load();
  setInterval(() => { if (!document.hidden) void load(); }, REFRESH_MS);
}
