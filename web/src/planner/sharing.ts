// The plan of this page as one of those that are open for everybody: what others change is taken over, what is
// changed here is sent, one request at a time and always the newest.
import { ApiError } from "../api";
import type { SharedPlan } from "../protocol/plans";
import type { Edit, Plan } from "./plan";
import type { PlanStore } from "./plan_store";
import { onWire, type PlanContent, type PlansApi } from "./plans_api";

/** What the reader is told of the last thing that did not go as asked. */
export type SharingNote = "none" | "overtaken" | "gone" | "rights" | "unfit" | "failed";

export interface Sharing {
  /** The open plan that this page shows; null: its own, which nobody else sees. */
  shown(): SharedPlan | null;
  /** Newest list first looked at; by name. */
  all(): readonly SharedPlan[];
  note(): SharingNote;
  share(name: string): Promise<void>;
  open(id: string): void;
  /** The page goes on with the plan as its own. */
  leave(): void;
  save(): Promise<void>;
  remove(): Promise<void>;
  /** The open plans as the stream tells them; `whole`: none is missing. */
  hear(plans: ReadonlyMap<string, SharedPlan>, whole: boolean): void;
}

export interface SharingOptions {
  readonly api: PlansApi;
  readonly store: PlanStore;
  /** An answer of an open plan that is known now. */
  readonly onAnswer: (plan: SharedPlan) => void;
  /** The town has changed: what was answered before holds no more. */
  readonly onTownChanged: () => void;
  readonly onChange: () => void;
}

/** What a plan asks, as text: what is drawn but not let go yet counts. */
export function contentKey({ minutes, profile, edits }: PlanContent): string {
  return JSON.stringify([minutes, profile, edits.map(onWire)]);
}

export const contentOf = ({ minutes, profile, edits, draft }: Plan): PlanContent => ({ minutes, profile, edits: draft ?? edits });

/** The page's plan with what an open one asks. What was done here cannot be undone past what others did. */
export function adopted(plan: Plan, from: PlanContent): Plan {
  if (contentKey(contentOf(plan)) === contentKey(from) && plan.draft === null) return plan;
  const edits: readonly Edit[] = from.edits;
  const station = plan.station.startsWith("+") && edits[Number(plan.station.slice(1))]?.edit !== "add_station" ? "" : plan.station;
  return { ...plan, minutes: from.minutes, profile: from.profile, edits, draft: null, past: [], station };
}

/** Whether the town has changed between two tellings of a plan: the same is asked, another answer given. */
export function townChanged(before: SharedPlan, now: SharedPlan): boolean {
  const saying = (plan: SharedPlan): string => JSON.stringify([plan.answer, plan.problem]);
  return before.version === now.version && contentKey(before) === contentKey(now) && saying(before) !== saying(now);
}

const noteOf = (error: unknown): SharingNote => {
  const status = error instanceof ApiError ? error.status : 0;
  return status === 403 ? "rights" : status === 404 ? "gone" : status === 422 ? "unfit" : "failed";
};

export function createSharing({ api, store, onAnswer, onTownChanged, onChange }: SharingOptions): Sharing {
  let plans: ReadonlyMap<string, SharedPlan> = new Map();
  let was_whole = false;
  /** As each was told last, over connections that broke. */
  const known = new Map<string, SharedPlan>();
  /** The stream has told of the one that is shown. */
  let heard = false;
  /** As it was heard of last, also while the connection is away. */
  let shown: SharedPlan | null = null;
  /** The version that this page's changes go on from, and what it asks. */
  let base = { version: 0, key: "" };
  /** What was refused: it is not sent again. */
  let refused = "";
  let sending = false;
  let note: SharingNote = "none";

  function say(next: SharingNote): void {
    note = next;
    onChange();
  }

  function takeOver(plan: SharedPlan): void {
    base = { version: plan.version, key: contentKey(plan) };
    store.update((own) => adopted(own, plan));
  }

  function stopShowing(why: SharingNote): void {
    shown = null;
    say(why);
  }

  const isDirty = (): boolean => {
    const key = contentKey(contentOf(store.get()));
    return key !== base.key && key !== refused;
  };

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    while (shown && isDirty()) {
      const { id } = shown;
      const content = contentOf(store.get());
      const key = contentKey(content);
      try {
        const answer = await api.change(id, base.version, content);
        if (shown?.id !== id) break;
        base = { version: answer.version, key };
        note = "none";
        meet(answer);
      } catch (error) {
        if (shown?.id !== id) break;
        if (!(await recover(id, key, error))) break;
      }
    }
    sending = false;
    const newest = shown && plans.get(shown.id);
    if (newest) meet(newest);
  }

  /** After a refusal: whether to go on. */
  async function recover(id: string, key: string, error: unknown): Promise<boolean> {
    refused = key;
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 404) {
      stopShowing("gone");
      return false;
    }
    say(noteOf(error));
    if (status !== 409 && status !== 403) return status === 422;
    const newest = await api.find(id).catch(() => null);
    if (!newest || shown?.id !== id) return false;
    note = status === 409 ? "overtaken" : note;
    refused = "";
    shown = newest;
    takeOver(newest);
    return true;
  }

  /** The plan that is shown, told anew. */
  function meet(plan: SharedPlan): void {
    if (shown && plan.version < shown.version) return;
    shown = plan;
    if (plan.version > base.version && !sending) takeOver(plan);
    onAnswer(plan);
    onChange();
  }

  store.subscribe(() => { if (shown && isDirty()) void send(); });

  return {
    shown: () => shown,
    all: () => [...plans.values()].sort((a, b) => a.name.localeCompare(b.name, "zh")),
    note: () => note,
    async share(name) {
      try {
        const content = contentOf(store.get());
        const plan = await api.make(name, content);
        shown = plan;
        heard = false;
        base = { version: plan.version, key: contentKey(content) };
        refused = "";
        say("none");
        if (isDirty()) void send();
      } catch (error) {
        say(noteOf(error));
      }
    },
    open(id) {
      const plan = plans.get(id);
      if (!plan) return;
      shown = plan;
      heard = true;
      refused = "";
      takeOver(plan);
      onAnswer(plan);
      say("none");
    },
    leave: () => stopShowing("none"),
    async save() {
      if (!shown) return;
      try {
        meet(await api.save(shown.id));
        say("none");
      } catch (error) {
        say(noteOf(error));
      }
    },
    async remove() {
      if (!shown) return;
      const { id } = shown;
      try {
        await api.remove(id);
        if (shown?.id === id) stopShowing("none");
      } catch (error) {
        say(noteOf(error));
      }
    },
    hear(next, whole) {
      if (next === plans && whole === was_whole) return;
      plans = next;
      was_whole = whole;
      const told = [...next.values()].filter((plan) => known.get(plan.id) !== plan);
      const town = told.some((plan) => {
        const old = known.get(plan.id);
        return old !== undefined && townChanged(old, plan);
      });
      for (const plan of told) known.set(plan.id, plan);
      if (town) onTownChanged();
      if (shown) {
        const now = next.get(shown.id);
        heard ||= now !== undefined;
        if (now && now !== shown) meet(now);
        else if (!now && whole && heard) stopShowing("gone");
      }
      onChange();
    },
  };
}
