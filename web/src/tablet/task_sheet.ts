// One incident: what and where, how far, the one main button, what else may be done.
import { h } from "../dom";
import { t, word, type TextKey } from "../i18n/zh_CN";
import type { Panel } from "../panels/context";
import { deadlineRing } from "../panels/deadline_ring";
import { deadlinesPart } from "../panels/deadlines_part";
import { button, section } from "../panels/parts";
import { severitySign, tick } from "../panels/signs";
import type { Incident } from "../protocol/live";
import { timeLeft } from "../state/time_left";
import { age, leftWords, shortTime } from "../words";
import type { TabletContext } from "./context";
import { deedForm, type DeedForm } from "./deed_form";
import { isStuck, ordersOf } from "./orders";
import { closed } from "./page";
import { queueItem } from "./queue_item";
import { sign } from "./signs";
import { arrivalWords, wayWords } from "./way";
import { actionsNow, expected, handBack, nextStep, steps, type Expected, type Step, type StepState } from "./work";
import { stageWord } from "../stage_words";

const VIBRATE_MS = 30;
const WITH_FORM: ReadonlySet<string> = new Set(["finish", "pause", "transfer", "reject"]);

interface Standing {
  readonly one: Expected;
  readonly actions: readonly string[];
  readonly next: Step | null;
  readonly steps: readonly StepState[];
}

export function taskSheet(context: TabletContext): Panel {
  const { page, outbox, details, session } = context;
  const head = h("div", { class: "sheet-head" });
  const act = h("div", { class: "sheet-act" });
  const stuck = h("div", { class: "sheet-stuck" });
  const form = h("div");
  const rest = h("div", { class: "sheet-rest" });
  const element = h("div", { class: "sheet-one", id: "task" }, head, stuck, form, act, rest);
  let drawn = { head: "", stuck: "", act: "", rest: "", form: "" };
  let open: DeedForm | null = null;

  function standing(incident: Incident): Standing {
    const orders = ordersOf(outbox.orders(), incident.id);
    const detail = details.get(incident.id)?.incident ?? null;
    const one = expected(incident, orders, session.user);
    const actions = actionsNow(detail, one.actions);
    const history = detail?.history ?? [];
    const next = nextStep(actions, history, orders);
    return { one, actions, next, steps: steps(history, orders, next) };
  }

  /** Only what changed is built anew, so that a finger never meets another button than the eye saw. */
  function part(name: "head" | "stuck" | "act" | "rest", into: HTMLElement, key: unknown, build: () => (Node | null)[]): void {
    const text = JSON.stringify(key);
    if (drawn[name] === text) return;
    drawn = { ...drawn, [name]: text };
    into.replaceChildren(...build().filter((node): node is Node => node !== null));
  }

  async function perform(incident: Incident, action: string, note = "", photos: readonly Blob[] = []): Promise<void> {
    const base = details.get(incident.id)?.incident.version ?? incident.version;
    await outbox.add({ kind: "action", incident: incident.id, title: incident.title, action, note, base }, photos);
    navigator.vibrate?.(VIBRATE_MS);
    page.update({ form: "" });
  }

  function press(incident: Incident, action: string): void {
    if (WITH_FORM.has(action)) page.update({ form: action });
    else void perform(incident, action);
  }

  function renderForm(incident: Incident): void {
    const { form: action } = page.get();
    const key = action === "" ? "" : `${incident.id} ${action}`;
    if (drawn.form === key) return;
    drawn = { ...drawn, form: key };
    open?.close();
    open = null;
    const needs = (what: "need_note" | "need_evidence") => (): boolean => details.get(incident.id)?.incident[what].includes(action) ?? false;
    if (action !== "") {
      open = deedForm({
        action, needsNote: needs("need_note"), needsEvidence: needs("need_evidence"),
        onDone: (note, photos) => perform(context.world().incidents.get(incident.id) ?? incident, action, note, photos),
        onCancel: () => page.update({ form: "" }),
      });
    }
    form.replaceChildren(...(open ? [open.element] : []));
  }

  function render(): void {
    const { view, incident: id, form: formOf } = page.get();
    if (view !== "incident") return;
    const incident = context.world().incidents.get(id) ?? details.get(id)?.incident;
    if (!incident) {
      part("head", head, ["gone", id], () => [backButton(context), h("p", { class: "tasks-none" }, t("task.gone"))]);
      for (const [name, into] of [["stuck", stuck], ["act", act], ["rest", rest]] as const) part(name, into, ["gone", id], () => []);
      return;
    }
    details.want([incident]);
    const now = standing(incident);
    const detail = details.get(id)?.incident ?? null;
    const left = timeLeft(now.one.incident, context.now());
    const place = placeLine(context, incident);
    part("head", head, [id, now.one.incident.stage, incident.title, incident.severity, leftWords(left), left.kind === "left" && left.step, place, now.steps, detail === null, now.next],
      () => [headLine(context, now.one.incident, place), stepBar(now.steps, context.now())]);
    const mine = ordersOf(outbox.orders(), id).filter((order) => order.state !== "sent");
    // What was refused is decided on before anything is added to it.
    const [first, waiting] = [mine.filter(isStuck), mine.filter((order) => !isStuck(order))];
    part("stuck", stuck, [id, first.map((o) => [o.key, o.state])], () => first.map((order) => queueItem(context, order, false)));
    renderForm(incident);
    const main = formOf === "" && first.length === 0 ? mainWords(context, now, detail !== null) : null;
    part("act", act, [id, formOf, now.actions, now.next, main, now.one.incident.stage], () => (main ? [mainButton(incident, now, main), others(incident, now)] : []));
    part("rest", rest, [id, detail?.version, detail?.deadlines, waiting.map((o) => [o.key, o.state]), outbox.sending, Math.floor(context.now() / 60_000)], () => [
      ...(waiting.length > 0 ? [section(t("nav.queue"), ...waiting.map((order) => queueItem(context, order, false)))] : []),
      section(t("task.text"), h("p", { class: "task-text" }, detail?.text ?? incident.title)),
      ...(detail ? deadlinesPart(detail, context.now()) : [h("p", { class: "quiet" }, t("task.not_read"))]),
      ...(detail && detail.history.length > 0 ? [section(t("incident.history"), historyList(context, detail.history))] : []),
    ]);
  }

  function mainButton(incident: Incident, { next }: Standing, words: MainWords): HTMLElement {
    const label = h("span", { class: "main-words" }, h("b", {}, words.title), h("span", {}, words.why));
    if (!next) return h("p", { class: "main-none" }, label);
    return h("button", {
      class: "main-button", id: "main", attrs: { type: "button", "data-action": next, "data-ready": String(words.ready) },
      on: { click: () => press(incident, next) },
    }, label, sign("flag"));
  }

  function others(incident: Incident, { actions, next, steps: bar }: Standing): HTMLElement | null {
    const back = handBack(actions);
    const open = (action: Step): boolean => action !== next && actions.includes(action) && bar.some(({ step, state }) => step === action && state !== "done");
    const list = [
      ...(actions.includes("end_stage") ? ["end_stage" as const] : []),
      ...(["contact", "arrive"] as const).filter((action) => open(action) && next !== "accept"),
      ...(["resume", "pause"] as const).filter((action) => actions.includes(action)),
      ...(back ? [back] : []),
      ...(actions.includes("finish") && next !== "finish" && next !== "accept" ? ["finish" as const] : []),
    ].slice(0, 5);
    if (list.length === 0) return null;
    return h("div", { class: "others" }, ...list.map((action) => {
      const one = button(t(`do.${action}` as TextKey), () => press(incident, action));
      one.dataset["action"] = action;
      return one;
    }));
  }

  return { element, render };
}

interface MainWords {
  readonly title: string;
  readonly why: string;
  readonly ready: boolean;
}

/** The main button always says why it is or is not the time for it. */
function mainWords(context: TabletContext, { one, next }: Standing, detailed: boolean): MainWords {
  const { incident } = one;
  if (next === "arrive") {
    const why = arrivalWords(context.locating.fix, incident);
    return { title: t("do.arrive"), why, ready: true };
  }
  if (next) return { title: t(`do.${next}`), why: one.actions ? t("task.expected") : t(`do.why.${next}` as TextKey), ready: true };
  if (!detailed && !one.actions) return { title: t("task.reading"), why: t("task.not_read"), ready: false };
  if (incident.stage === "received") return { title: stageWord(incident.stage), why: t("task.wait_command"), ready: false };
  if (one.pending) return { title: incident.stage === "done" ? stageWord("done") : t("task.handed"), why: t("task.expected"), ready: false };
  return { title: stageWord(incident.stage), why: incident.stage === "done" ? t("task.finished") : t("incident.no_actions"), ready: false };
}

function backButton({ page }: TabletContext): HTMLElement {
  return h("button", { class: "back", id: "back", attrs: { type: "button" }, on: { click: () => page.update(closed) } }, sign("back"), t("task.back"));
}

function placeLine(context: TabletContext, incident: Incident): string {
  const building = context.details.get(incident.id)?.incident.building ?? "";
  return [context.placeName(incident.areas), building && t("task.building", { code: building }), wayWords(context.locating.fix, incident)]
    .filter((words) => words !== "").join(" · ");
}

function headLine(context: TabletContext, incident: Incident, place: string): HTMLElement {
  const left = timeLeft(incident, context.now());
  const ring = deadlineRing();
  ring.update(left);
  const due = incident.due && !incident.paused
    ? t("task.due_by", { time: shortTime(incident.due.at_ms, context.now()), milestone: t(`milestone.${incident.due.milestone}`) })
    : incident.paused ? t("task.paused") : "";
  return h(
    "div", { class: "sheet-line row", attrs: { "data-severity": incident.severity, "data-due": left.kind } },
    backButton(context),
    h("span", { class: "row-sign" }, ring.element, severitySign(incident.severity, "row-shape")),
    h("div", { class: "row-main" },
      h("h2", { class: "sheet-title" }, h("span", { class: "row-severity" }, t(`severity.${incident.severity}`)), incident.title || t("incident.untitled")),
      h("span", { class: "row-place" }, place)),
    h("div", { class: "row-side" }, h("span", { class: "sheet-left row-age" }, leftWords(left) || age(incident.time_ms, context.now())), h("span", { class: "row-place" }, due)),
  );
}

function stepBar(all: readonly StepState[], now: number): HTMLElement {
  return h("ol", { class: "step-bar" }, ...all.map(({ step, state, time_ms, waiting }, at) => h(
    "li", { attrs: { "data-step": step, "data-state": state, ...(state === "now" && { "aria-current": "step" }), ...(waiting && { "data-waiting": "true" }) } },
    state === "done" ? (waiting ? sign("clock") : tick()) : h("span", { class: "step-number" }, String(at + 1)),
    h("b", {}, t(`step.${step}`)), time_ms === null ? null : h("span", { class: "step-time" }, shortTime(time_ms, now)),
  )));
}

function historyList(context: TabletContext, history: readonly { actor: string; action: string; note: string; time_ms: number }[]): HTMLElement {
  return h("ol", { class: "history" }, ...[...history].reverse().map((entry) => h(
    "li", {}, h("span", { class: "when" }, shortTime(entry.time_ms, context.now())),
    h("span", {}, [context.personName(entry.actor), word("action", entry.action), entry.note].filter((words) => words !== "").join(" · ")))));
}
