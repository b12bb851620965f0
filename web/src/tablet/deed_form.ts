// The words and photos that an action comes with: finish, pause, hand back.
import { h } from "../dom";
import { t, type TextKey } from "../i18n/zh_CN";
import { button, statusLine } from "../panels/parts";
import { photoField } from "../panels/photo_field";

export interface DeedFormInput {
  readonly action: string;
  /** Asked when it is sent: the server may have said more since. */
  readonly needsNote: () => boolean;
  readonly needsEvidence: () => boolean;
  readonly onDone: (note: string, photos: readonly Blob[]) => Promise<void>;
  readonly onCancel: () => void;
}

const WITH_PHOTOS: ReadonlySet<string> = new Set(["finish"]);

export interface DeedForm {
  readonly element: HTMLElement;
  close(): void;
}

export function deedForm({ action, needsNote, needsEvidence, onDone, onCancel }: DeedFormInput): DeedForm {
  const key = (suffix = ""): string => t(`form.${action}${suffix}` as TextKey);
  const status = statusLine();
  const note = h("textarea", { class: "field", attrs: { rows: "2", maxlength: "500", name: "note", placeholder: key(".hint"), "aria-label": key() } });
  const photos = WITH_PHOTOS.has(action) || needsEvidence() ? photoField("camera", (words) => status.say(words)) : null;
  const done = button(t(`form.do.${action}` as TextKey), () => void send(), "button main");
  done.id = "form-done";

  async function send(): Promise<void> {
    if (done.disabled) return;
    done.disabled = true;
    try {
      await photos?.settled();
      const words = note.value.trim();
      const pictures = photos?.photos() ?? [];
      if (needsNote() && words === "") {
        status.say(t("form.note_needed"));
        return note.focus();
      }
      if (needsEvidence() && pictures.length === 0) return status.say(t("form.evidence_needed"));
      await onDone(words, pictures);
    } catch (error) {
      status.say(t("form.not_kept", { detail: error instanceof Error ? error.message : String(error) }));
    } finally {
      done.disabled = false;
    }
  }
  return {
    element: h(
      "div", { class: "deed-form", attrs: { "data-form": action } },
      h("label", {}, h("span", { class: "label" }, key()), note), photos?.element ?? null, status.element,
      h("div", { class: "form-buttons" }, button(t("form.cancel"), onCancel), done),
    ),
    close: () => photos?.clear(),
  };
}
