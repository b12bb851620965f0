// Asks the server one question at a time, always the one most wanted now: while a station is dragged
// the places it only passed are never asked about. Answers are kept, so that going back costs nothing.
import type { Profile, WhatIf } from "../protocol/coverage";
import { mayGoLater } from "./failure";
import type { Edit, Plan } from "./plan";
import { contentKey } from "./plan_content";

export interface Question {
  readonly minutes: number;
  readonly profile: Profile;
  /** Only stations open then count; "": all of them. */
  readonly at: string;
  /** Only stations of this kind count; "": all of them. */
  readonly kind: string;
  readonly edits: readonly Edit[];
}

export type Answer = { readonly ok: WhatIf } | { readonly failed: unknown };

/** Dragging makes many; the oldest are forgotten. */
const MOST_KEPT = 400;
export const BAND_MINUTES = [5, 10, 15] as const;

const keyOf = (question: Question): string => contentKey(question);

/** The most wanted first: what is dragged, the whole list, each list that is one shorter, the other minutes. */
export function wantedBy({ minutes, profile, at: time, kind, edits, draft }: Plan): Question[] {
  const ask = (some: readonly Edit[], within = minutes): Question => ({ minutes: within, profile, at: time, kind, edits: some });
  if (draft) return [ask(draft)];
  if (edits.length === 0) return [];
  const shorter = edits.slice(1).map((_, at) => ask(edits.slice(0, edits.length - 1 - at)));
  return [ask(edits), ...shorter, ...BAND_MINUTES.filter((m) => m !== minutes).map((m) => ask(edits, m))];
}

export interface Questions {
  /** Looks again at what is wanted; what failed because the server was away or busy is asked once more. */
  look(): void;
  answer(question: Question): Answer | undefined;
  /** Asks again what failed. */
  forgetFailures(): void;
  /** Of a town that is another one by now. An answer that is under way is forgotten too. */
  forget(): void;
  /** The server has told of itself. */
  learn(question: Question, answer: Answer): void;
}

export function createQuestions(ask: (question: Question) => Promise<WhatIf>, wanted: () => readonly Question[], onAnswer: () => void): Questions {
  const answers = new Map<string, Answer>();
  let busy = false;
  let town = 0;

  function keep(key: string, answer: Answer): void {
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
  }

  async function run(): Promise<void> {
    busy = true;
    for (;;) {
      const next = wanted().find((q) => !answers.has(keyOf(q)));
      if (!next) break;
      const asked_of = town;
      const answer: Answer = await ask(next).then((ok) => ({ ok }), (failed: unknown) => ({ failed }));
      if (asked_of === town) keep(keyOf(next), answer);
      onAnswer();
    }
    busy = false;
  }
  function forgetThose(isForgotten: (failed: unknown) => boolean): void {
    for (const [key, answer] of answers) if ("failed" in answer && isForgotten(answer.failed)) answers.delete(key);
  }
  return {
    look() {
      if (busy) return;
      forgetThose(mayGoLater);
      void run();
    },
    answer: (question) => answers.get(keyOf(question)),
    forgetFailures: () => forgetThose(() => true),
    forget() {
      answers.clear();
      town += 1;
    },
    learn(question, answer) {
      answers.delete(keyOf(question));
      keep(keyOf(question), answer);
      onAnswer();
    },
  };
}
