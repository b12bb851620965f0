// One incident: what, where, how far; buttons for exactly the actions the server allows now.
import { ApiError, type ActMore, type Tagged } from "../api";
import { h, setText } from "../dom";
import { t, word } from "../i18n/zh_CN";
import type { Suggestions } from "../protocol/dispatch";
import type { HistoryEntry, IncidentDetail } from "../protocol/json";
import type { Categories } from "../protocol/routing";
import { isOpen } from "../state/incidents";
import { age, shortTime } from "../words";
import type { CardContent, Context } from "./context";
import { closuresPart, type ClosingWords } from "./closures_part";
import { deadlinesPart } from "./deadlines_part";
import { deedFields, type Needs } from "./deed_fields";
import { dispatchPart } from "./dispatch_part";
import { historyPart } from "./history_part";
import { levelName } from "./ladder_words";
import { areaFacts, button, fact, named, section, statusLine } from "./parts";
import { photosPart } from "./photos_part";
import { raiseButton } from "./raise_button";
import { categoryMenu, routingPart } from "./routing_part";
import { severitySign } from "./signs";
import { similarPart } from "./similar_part";
import { stageWord } from "../stage_words";

/** The order in which an incident is worked off. */
const PLAIN_PATH = ["classify", "assign", "accept", "contact", "arrive", "end_stage", "finish", "verify", "rate"];

const STREET_WORDS: ClosingWords = {
  title: t("closures.title"), none: t("closures.none"), close: t("closures.close"), closed: t("closures.closed"),
  open: t("closures.open"), note: t("closures.until_over"), refused: t("closures.no_street"),
};

export function incidentCard(context: Context, id: string): CardContent {
  const live = context.world().incidents.get(id);
  const title = h("span", {}, live?.title ?? "");
  const marks = h("span", { class: "marks" });
  const body = h("div", { class: "incident" }, h("p", { class: "quiet" }, t("card.loading")));
  const foot = h("footer", { class: "card-foot actions" });
  const status = statusLine();
  const fields = deedFields((photo) => context.api.addPhoto(id, photo), (words) => status.say(words));
  const ladder = h("span", { class: "tag" });
  /** Nothing in it can be changed while it is on its way. */
  const deed = h("fieldset", { class: "deed" });
  const raiser = raiseButton((level) => void raise(level));
  let held: Tagged | null = null;
  let categories: Categories | null = null;
  let suggestions: Suggestions | null = null;
  let loading = false;
  let sending = false;
  const closures = context.session.role !== "command" ? null : closuresPart({
    api: context.api, concerns: (one) => one.incident === id && one.station === null, words: STREET_WORDS, may: true,
    now: context.now, failure: context.failure, changed: () => { if (held) draw(held.incident); },
  });

  async function load(): Promise<void> {
    if (loading) return;
    loading = true;
    try {
      held = await context.api.incident(id);
      draw(held.incident);
    } catch (error) {
      const forbidden = error instanceof ApiError && (error.status === 403 || error.status === 404);
      const words = forbidden ? t("card.forbidden") : t("card.failed", { detail: context.failure(error) });
      body.replaceChildren(h("p", { class: "status" }, words));
      foot.replaceChildren();
    } finally {
      loading = false;
    }
  }

  function draw(incident: IncidentDetail): void {
    setText(title, incident.text || t("incident.untitled"));
    const { severity } = incident;
    marks.replaceChildren(
      h("span", { class: `tag sev-${severity}` }, severitySign(severity), t(`severity.${severity}`)),
      h("span", { class: "tag" }, stageWord(incident.stage)),
      ...(incident.category ? [h("span", { class: "tag" }, incident.category)] : []),
      ladder,
    );
    renderLadder(incident);
    const now = context.now();
    body.replaceChildren(
      h("p", { class: "quiet" }, `${t("incident.number", { id: incident.id.slice(0, 8).toUpperCase() })} · ${t("incident.reported", { time: shortTime(incident.time_ms, now) })} · ${age(incident.time_ms, now)}`),
      h("dl", { class: "facts" }, fact(t("incident.channel"), word("channel", incident.channel))),
      ...photosPart(id, incident.photos, now),
      ...routingPart(incident.routings.at(-1), categories, correction(incident)),
      ...deadlinesPart(incident, now),
      ...whose(incident),
      ...alike(incident),
      ...(closures?.draw(incident.actions.length > 0 ? () => ({ lon: incident.lon, lat: incident.lat, reason: incident.text, incident: id }) : null) ?? []),
      section(t("place.areas"), areaFacts(named(context, incident.areas))),
      ...historyPart(context, incident, now),
    );
    drawActions(incident);
  }

  /** The stream knows of a level first; what it is called may come later than the card. */
  function renderLadder(incident: IncidentDetail): void {
    const level = context.world().incidents.get(id)?.level ?? incident.level ?? 0;
    const levels = context.supervision.known()?.levels ?? [];
    setText(ladder, level > 0 ? levelName(levels, level) : "");
    ladder.hidden = level === 0;
    const mayRaise = context.session.role === "command" && isOpen(incident);
    raiser.update(mayRaise ? levels : [], level);
  }

  /** Asked again after each step: what people have to do changes with it. */
  function suggest(): void {
    if (context.session.role !== "command") return;
    context.api.suggestions(id).then((found) => {
      suggestions = found;
      if (held) draw(held.incident);
    }, () => undefined); // without it somebody else is chosen by hand
  }

  function personName(user: string): string {
    return context.workerName(user) || suggestions?.items.find((one) => one.worker === user)?.name || user;
  }

  /** Who has it, and whom to send. */
  function whose({ actions, assignee }: IncidentDetail): HTMLElement[] {
    const action = ["assign", "transfer"].find((a) => actions.includes(a));
    const send = action ? (worker: string): void => void act(action, { assignee: worker }) : null;
    return [
      ...(assignee ? [h("p", { class: "assignee" }, t("dispatch.has_it", { name: personName(assignee) }))] : []),
      ...(suggestions && send ? [dispatchPart(suggestions, send)] : []),
    ];
  }

  /** What may be the same trouble, to look at or to go on with in its place. */
  function alike({ actions, similar }: IncidentDetail): HTMLElement[] {
    return similarPart(similar, {
      title: (other) => context.world().incidents.get(other)?.title || t("similar.untold"),
      open: (other) => context.page.update({ selection: { kind: "incident", id: other } }),
      merge: actions.includes("merge") ? (into) => void act("merge", { into }) : null,
    });
  }

  /** Whoever may classify it may say what it is about. */
  function correction({ actions, category }: IncidentDetail): HTMLElement | null {
    return categories && actions.includes("classify") ? categoryMenu(categories, category, (chosen) => void act("classify", { category: chosen })) : null;
  }

  function drawActions(incident: IncidentDetail): void {
    const { actions: allowed, history } = incident;
    const actions = allowed.filter((action) => action !== "merge"); // into what, the list of similar ones asks
    const next = nextStep(actions, history);
    const buttons = actions.map((action) =>
      button(word("action", action), () => void act(action), action === next ? "button main" : "button"));
    buttons.forEach((b, i) => (b.dataset["action"] = actions[i]!));
    if (buttons.length === 0) foot.replaceChildren(status.element, h("p", { class: "quiet" }, t("incident.no_actions")));
    else {
      deed.replaceChildren(...fields.elements(incident), h("div", { class: "buttons" }, ...buttons, raiser.element));
      foot.replaceChildren(status.element, deed);
    }
  }

  function act(action: string, more: ActMore = {}): Promise<void> {
    return perform(action, held?.incident, async ({ etag }) => {
      await context.api.act(id, etag, action, fields.note(), { evidence: await fields.evidence(), ...more });
      fields.clear();
    });
  }

  /** No step of the workflow: the ladder asks for a reason by itself. */
  function raise(level: number): Promise<void> {
    return perform("raise", { need_note: ["raise"], need_evidence: [] }, async () => {
      await context.api.escalate(id, level, fields.note());
      fields.clearNote();
      context.supervision.forget();
    });
  }

  async function perform(action: string, needs: Needs | undefined, send: (held: Tagged) => Promise<void>): Promise<void> {
    if (!held || !needs || sending) return;
    sending = true;
    await fields.settled();
    const missing = fields.missing(needs, action);
    if (missing !== null) {
      sending = false;
      return status.say(missing);
    }
    deed.disabled = true;
    status.say(t("incident.sending"), "wait");
    try {
      await send(held);
      status.say("");
    } catch (error) {
      status.say(refusal(context, action, error));
    }
    sending = false;
    deed.disabled = false;
    suggest();
    await load();
  }

  void load();
  context.api.categories().then((tree) => {
    categories = tree;
    if (held) draw(held.incident);
  }, () => undefined); // without it the card has codes for names, and no menu
  suggest();
  return {
    title: "", marks: [marks], foot,
    body: h("div", {}, h("p", { class: "incident-title" }, title), body),
    closed: fields.clear,
    render() {
      if (held) renderLadder(held.incident);
      const now = context.world().incidents.get(id);
      if (!now || !held || sending) return;
      // A milestone that is overdue is nobody's act: the version stays.
      const missed = held.incident.deadlines.filter((d) => d.state === "overdue" || d.state === "late" || d.state === "missed").length;
      if (now.version > held.incident.version || (now.overdue?.length ?? 0) > missed) void load();
    },
  };
}

/** Milestones may be repeated; the next step is the first that was not taken yet. Stages follow each other: the server knows which are left. */
export function nextStep(actions: readonly string[], history: readonly Pick<HistoryEntry, "action">[]): string | undefined {
  const path = PLAIN_PATH.filter((a) => actions.includes(a));
  return path.find((a) => a === "end_stage" || history.every((entry) => entry.action !== a)) ?? path[path.length - 1];
}

function refusal(context: Context, action: string, error: unknown): string {
  if (!(error instanceof ApiError)) return context.failure(error);
  if (error.status === 412) return t("incident.stale");
  if (error.status === 422) return t("incident.not_allowed", { action: word("action", action), detail: error.message });
  if (error.status === 0) return t("incident.lost");
  return t("incident.refused", { detail: context.failure(error) });
}
