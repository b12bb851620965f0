// The plan of this page as one of those that are open for everybody: what others change is taken over, what is
// changed here is sent, one request at a time and always the newest, and again when it could not be sent.
import { delay } from "../feed/backoff";
import type { SharedPlan } from "../protocol/plans";
import { mayGoLater, statusOf } from "./failure";
import { adopted, contentKey, contentOf, townChanged, type Undoing } from "./plan_content";
import type { PlanStore } from "./plan_store";
import type { PlansApi } from "./plans_api";
import { isOvertaken, noteOf, type SharingNote } from "./sharing_note";

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
  /** `work` in so many milliseconds; answers how to call it off. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly random: () => number;
}

/** Attempts from which on the wait grows no longer: up to four seconds, for somebody watches. */
const MOST_PATIENT = 2;

export function createSharing({ api, store, onAnswer, onTownChanged, onChange, after, random }: SharingOptions): Sharing {
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
  /** What can never be: it is not sent again. */
  let refused = "";
  let sending = false;
  let attempt = 0;
  /** Calls off the sending that waits until the server has time again; null: none does. */
  let retry: (() => void) | null = null;
  let note: SharingNote = "none";

  function say(next: SharingNote): void {
    note = next;
    onChange();
  }

  const isShown = (id: string): boolean => shown?.id === id;
  const ownKey = (): string => contentKey(contentOf(store.get()));

  function takeOver(plan: SharedPlan, undoing: Undoing = "ended"): void {
    base = { version: plan.version, key: contentKey(plan) };
    store.update((own) => adopted(own, plan, undoing));
  }

  function endRetry(): void {
    retry?.();
    retry = null;
  }

  /** Another plan from here on, or none. */
  function turnTo(plan: SharedPlan | null): void {
    shown = plan;
    refused = "";
    attempt = 0;
    endRetry();
  }

  function stopShowing(why: SharingNote): void {
    turnTo(null);
    say(why);
  }

  const isDirty = (): boolean => {
    const key = ownKey();
    return key !== base.key && key !== refused;
  };

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    endRetry();
    while (shown && isDirty()) {
      const { id } = shown;
      const content = contentOf(store.get());
      const key = contentKey(content);
      try {
        const answer = await api.change(id, base.version, content, shown);
        if (!isShown(id)) continue;
        base = { version: answer.version, key };
        attempt = 0;
        note = "none";
        meet(answer);
      } catch (error) {
        if (isShown(id) && !(await recover(id, key, error))) break;
      }
    }
    sending = false;
    // Taken back before it went.
    if (note === "waiting" && !isDirty()) say("none");
    const newest = shown && plans.get(shown.id);
    if (newest) meet(newest);
  }

  /** After a refusal: whether to go on at once. */
  async function recover(id: string, key: string, error: unknown): Promise<boolean> {
    if (mayGoLater(error)) {
      retry = after(delay(attempt, random), () => void send());
      attempt = Math.min(attempt + 1, MOST_PATIENT);
      say("waiting");
      return false;
    }
    const status = statusOf(error);
    if (status === 404 && await isGone(id)) {
      if (isShown(id)) stopShowing("gone");
      return true;
    }
    if (!isShown(id)) return true;
    if (isOvertaken(error) || status === 403) return takeNewest(id, key, noteOf(error));
    refused = key;
    say(noteOf(error));
    return true;
  }

  /** What this page shows is not to be: back to what the server has. Whether to go on. */
  async function takeNewest(id: string, key: string, why: SharingNote): Promise<boolean> {
    say(why);
    const newest = await api.find(id).catch(() => null);
    if (!isShown(id)) return true;
    if (!newest) {
      refused = key;
      return false;
    }
    shown = newest;
    takeOver(newest);
    return true;
  }

  /** Whether the plan itself is what could not be found. */
  const isGone = async (id: string): Promise<boolean> => api.find(id).then(() => false, (error: unknown) => statusOf(error) === 404);

  /** The plan that is shown, told anew. On a new connection the server's word holds whatever its version: it may have started again. */
  function meet(plan: SharedPlan, connection: "same" | "new" = "same"): void {
    if (shown && plan.version < shown.version && connection === "same") return;
    shown = plan;
    if (!sending && (plan.version >= base.version || connection === "new")) follow(plan);
    onAnswer(plan);
    onChange();
  }

  function follow(plan: SharedPlan): void {
    const key = contentKey(plan);
    if (key === base.key) {
      base = { version: plan.version, key };
      return;
    }
    if (isDirty() && ownKey() !== key) note = "overtaken";
    takeOver(plan);
  }

  /** Asks something of the plan that is shown, and says how it went if it is still shown then. */
  async function ask<T>(work: (id: string) => Promise<T>, done: (answer: T) => void): Promise<void> {
    if (!shown) return;
    const { id } = shown;
    try {
      const answer = await work(id);
      if (isShown(id)) done(answer);
    } catch (error) {
      if (!isShown(id)) return;
      if (statusOf(error) === 404) stopShowing("gone");
      else say(noteOf(error));
    }
  }

  store.subscribe(() => { if (shown && isDirty() && !retry) void send(); });

  return {
    shown: () => shown,
    all: () => [...plans.values()].sort((a, b) => a.name.localeCompare(b.name, "zh")),
    note: () => note,
    async share(name) {
      const before = shown;
      try {
        const content = contentOf(store.get());
        const plan = await api.make(name, content);
        if (shown !== before) return;
        turnTo(plan);
        heard = false;
        base = { version: plan.version, key: contentKey(content) };
        say("none");
        if (isDirty()) void send();
      } catch (error) {
        say(noteOf(error));
      }
    },
    open(id) {
      const plan = plans.get(id);
      if (!plan) return;
      // What was the page's own can be had back; what was another open plan's is there.
      const undoing = shown ? "ended" : "kept";
      turnTo(plan);
      heard = true;
      takeOver(plan, undoing);
      onAnswer(plan);
      say("none");
    },
    leave: () => stopShowing("none"),
    save: () => ask(api.save, (plan) => {
      meet(plan);
      say("none");
    }),
    remove: () => ask(api.remove, () => stopShowing("none")),
    hear(next, whole) {
      if (next === plans && whole === was_whole) return;
      const connection = whole && !was_whole ? "new" : "same";
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
        if (now && now !== shown) meet(now, connection);
        else if (!now && whole && heard) stopShowing("gone");
      }
      if (connection === "new" && shown && isDirty()) void send();
      onChange();
    },
  };
}
