// The note and the evidence that an action is sent with.
import { h } from "../dom";
import { t, word, type TextKey } from "../i18n/zh_CN";
import type { IncidentDetail } from "../protocol/json";

/** Of all actions, those that a note must come with, and those that need evidence. */
export type Needs = Pick<IncidentDetail, "need_note" | "need_evidence">;

export interface DeedFields {
  /** The fields that these actions can do with, kept with what is in them. */
  elements(incident: IncidentDetail): readonly HTMLElement[];
  /** What the action still needs, after the field for it got the focus; null: it may be sent. */
  missing(needs: Needs, action: string): string | null;
  /** Without spaces around them; empty: nothing written. */
  note(): string;
  evidence(): string;
  clear(): void;
}

export function deedFields(): DeedFields {
  const note = field("note", "incident.note");
  const evidence = field("evidence", "incident.evidence");
  const written = (input: HTMLInputElement): string => input.value.trim();
  const needed = (input: HTMLInputElement, key: TextKey, action: string): string => {
    input.focus();
    return t(key, { action: word("action", action) });
  };
  return {
    elements({ actions, need_evidence }) {
      if (actions.some((action) => need_evidence.includes(action))) return [note, evidence];
      evidence.value = ""; // what cannot be seen is not sent
      return [note];
    },
    missing({ need_note, need_evidence }, action) {
      if (need_note.includes(action) && written(note) === "") return needed(note, "incident.note_needed", action);
      if (need_evidence.includes(action) && written(evidence) === "") return needed(evidence, "incident.evidence_needed", action);
      return null;
    },
    note: () => written(note),
    evidence: () => written(evidence),
    clear() {
      note.value = "";
      evidence.value = "";
    },
  };
}

function field(name: string, key: TextKey): HTMLInputElement {
  return h("input", { class: "field", attrs: { name, placeholder: t(key), "aria-label": t(key), maxlength: "500" } });
}
