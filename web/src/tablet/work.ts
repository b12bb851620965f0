// What a worker has to do: whose incident it is, how it stands once all that waits is sent, what comes next.
import type { HistoryEntry, IncidentDetail } from "../protocol/json";
import type { Incident } from "../protocol/live";
import { compare, isOpen } from "../state/incidents";
import { ordersOf, type Order } from "./orders";

export const STEPS = ["accept", "contact", "arrive", "finish"] as const;
export type Step = (typeof STEPS)[number];

/** What the page expects of an action until the server has said it: a guess, the server judges. */
const AT_WORK = ["contact", "arrive", "finish", "pause", "transfer"];
const AFTER: Readonly<Record<string, { readonly stage?: string; readonly paused?: boolean; readonly actions: readonly string[] }>> = {
  accept: { stage: "in_progress", actions: AT_WORK },
  contact: { actions: AT_WORK },
  arrive: { actions: AT_WORK },
  end_stage: { actions: AT_WORK },
  pause: { paused: true, actions: ["contact", "arrive", "finish", "resume", "transfer"] },
  resume: { paused: false, actions: AT_WORK },
  finish: { stage: "done", actions: [] },
  transfer: { stage: "assigned", actions: [] },
  reject: { stage: "classified", actions: [] },
};
const HANDS_BACK: ReadonlySet<string> = new Set(["transfer", "reject"]);

export interface Expected {
  readonly incident: Incident;
  /** Something that the server has not confirmed is in it. */
  readonly pending: boolean;
  /** Allowed after what waits; null: as the server says. */
  readonly actions: readonly string[] | null;
}

const waits = (order: Order): boolean => order.state === "waiting";

/** The incident as it will be; one that was refused changes nothing. */
export function expected(incident: Incident, orders: readonly Order[], me: string): Expected {
  let now = incident;
  let actions: readonly string[] | null = null;
  for (const { deed } of ordersOf(orders, incident.id).filter(waits)) {
    const after = deed.kind === "action" ? AFTER[deed.action] : undefined;
    if (!after || deed.kind !== "action") continue;
    actions = after.actions;
    const { paused: was, ...rest } = now;
    const paused = after.paused ?? was ?? false;
    now = { ...rest, stage: after.stage ?? now.stage, ...(paused && { paused: true as const }), ...(deed.action === "accept" && { assignee: me }) };
  }
  return { incident: now, pending: ordersOf(orders, incident.id).some((order) => order.state !== "sent"), actions };
}

/** Handed back by this worker and not moved by anybody since: no longer theirs, though the server still names them. */
function handedBack({ id, version }: Incident, orders: readonly Order[]): boolean {
  const last = ordersOf(orders, id).filter((order) => order.state === "sent" && order.deed.kind === "action").at(-1);
  return last?.deed.kind === "action" && HANDS_BACK.has(last.deed.action) && last.version !== undefined && last.version >= version;
}

export interface Tasks {
  /** What this worker has to do. */
  readonly mine: readonly Expected[];
  /** Assigned to the areas of this worker and taken by nobody. */
  readonly free: readonly Expected[];
  /** Reported there, and still with the command centre. */
  readonly coming: readonly Expected[];
}

const TAKEABLE: ReadonlySet<string> = new Set(["classified", "assigned", "in_progress", "supervised"]);

export function tasks(incidents: Iterable<Incident>, orders: readonly Order[], me: string): Tasks {
  const all = [...incidents].map((incident) => expected(incident, orders, me))
    .filter((one) => isOpen(one.incident)).sort((a, b) => compare(a.incident, b.incident));
  const gone = (one: Expected): boolean => handedBack(one.incident, orders) || (one.incident.stage === "classified" && one.incident.assignee === me);
  const mine = all.filter((one) => one.incident.assignee === me && one.incident.stage !== "received" && !gone(one));
  const nobodys = all.filter((one) => !one.incident.assignee);
  return {
    mine,
    free: nobodys.filter((one) => TAKEABLE.has(one.incident.stage)),
    coming: nobodys.filter((one) => one.incident.stage === "received"),
  };
}

export interface StepState {
  readonly step: Step;
  readonly state: "done" | "now" | "later";
  readonly time_ms: number | null;
  /** Done here, not confirmed. */
  readonly waiting: boolean;
}

/** Since the last reopening: what was done before does not count. */
function recent(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return history.slice(history.map((entry) => entry.action).lastIndexOf("reopen") + 1);
}

export function steps(history: readonly HistoryEntry[], orders: readonly Order[], next: string | null): StepState[] {
  return STEPS.map((step) => {
    const told = recent(history).filter((entry) => entry.action === step).at(-1);
    const here = orders.filter((order) => waits(order) && order.deed.kind === "action" && order.deed.action === step).at(-1);
    const time_ms = here?.time_ms ?? told?.time_ms ?? null;
    return { step, state: time_ms !== null ? "done" : step === next ? "now" : "later", time_ms, waiting: here !== undefined };
  });
}

/** The one main action: the first step that may be taken and was not; null: none of them. */
export function nextStep(actions: readonly string[], history: readonly HistoryEntry[], orders: readonly Order[]): Step | null {
  const done = new Set(recent(history).map((entry) => entry.action));
  for (const { state, deed } of orders) if (state === "waiting" && deed.kind === "action") done.add(deed.action);
  // Who has it from another that gave it up takes it first, whatever was done before.
  if (actions.includes("accept")) return "accept";
  return STEPS.find((step) => actions.includes(step) && !done.has(step)) ?? (actions.includes("finish") ? "finish" : null);
}

/** How one gives it back: to whom assigned it, else to the next. */
export function handBack(actions: readonly string[]): "reject" | "transfer" | null {
  return actions.includes("reject") ? "reject" : actions.includes("transfer") ? "transfer" : null;
}

/** What may be done now, by server and queue. */
export function actionsNow(detail: IncidentDetail | null, expectedActions: readonly string[] | null): readonly string[] {
  return expectedActions ?? detail?.actions ?? [];
}
