// The note and the evidence, in words or photos, that an action is sent with.
import { h } from "../dom";
import { t, word, type TextKey } from "../i18n/zh_CN";
import type { IncidentDetail } from "../protocol/json";
import { photoField } from "./photo_field";

/** Of all actions, those that a note must come with, and those that need evidence. */
export type Needs = Pick<IncidentDetail, "need_note" | "need_evidence">;

export interface DeedFields {
  /** The fields that these actions can do with, kept with what is in them. */
  elements(incident: Pick<IncidentDetail, "actions" | "need_evidence">): readonly HTMLElement[];
  /** Photos are still being made ready. */
  settled(): Promise<void>;
  /** What the action still needs, after the field for it got the focus; null: it may be sent. */
  missing(needs: Needs, action: string): string | null;
  /** Without spaces around them; empty: nothing written. */
  note(): string;
  /** Brings the photos to the server; the words, then the photos' digests. Throws what `upload` throws. */
  evidence(): Promise<string>;
  clearNote(): void;
  clear(): void;
}

/** `upload` answers a photo's digest; `say` is given what is wrong with a file. */
export function deedFields(upload: (photo: Blob) => Promise<string>, say: (words: string) => void): DeedFields {
  const note = field("note", "incident.note");
  const words = field("evidence", "incident.evidence");
  const photos = photoField("files", say);
  const sent = sentOnce(upload);
  const written = (input: HTMLInputElement): string => input.value.trim();
  const needed = (input: HTMLInputElement, key: TextKey, action: string): string => {
    input.focus();
    return t(key, { action: word("action", action) });
  };
  const clearEvidence = (): void => {
    words.value = "";
    photos.clear();
  };
  return {
    elements({ actions, need_evidence }) {
      if (actions.some((action) => need_evidence.includes(action))) return [note, words, photos.element];
      clearEvidence(); // what cannot be seen is not sent
      return [note];
    },
    settled: photos.settled,
    missing({ need_note, need_evidence }, action) {
      if (need_note.includes(action) && written(note) === "") return needed(note, "incident.note_needed", action);
      if (need_evidence.includes(action) && written(words) === "" && photos.photos().length === 0) return needed(words, "incident.evidence_needed", action);
      return null;
    },
    note: () => written(note),
    evidence: () => evidenceOf(written(words), photos.photos(), sent),
    clearNote() { note.value = ""; },
    clear() {
      note.value = "";
      clearEvidence();
    },
  };
}

/** One after the other, in their order. */
export async function evidenceOf(words: string, photos: readonly Blob[], send: (photo: Blob) => Promise<string>): Promise<string> {
  const parts = words === "" ? [] : [words];
  for (const photo of photos) parts.push(await send(photo));
  return parts.join(" ");
}

/** An action that was refused after its photos had arrived sends none of them again. */
export function sentOnce(upload: (photo: Blob) => Promise<string>): (photo: Blob) => Promise<string> {
  const digests = new WeakMap<Blob, string>();
  return async (photo) => {
    const digest = digests.get(photo) ?? await upload(photo);
    digests.set(photo, digest);
    return digest;
  };
}

function field(name: string, key: TextKey): HTMLInputElement {
  return h("input", { class: "field", attrs: { name, placeholder: t(key), "aria-label": t(key), maxlength: "500" } });
}
