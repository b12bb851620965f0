// Photos for an action or a report: by the camera or from files, shrunk here, shown as small pictures.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { shrinkPhoto } from "../shrink_photo";
import { camera } from "./signs";

const MOST_PHOTOS = 6;

export interface PhotoField {
  readonly element: HTMLElement;
  photos(): readonly Blob[];
  /** Still being shrunk. */
  settled(): Promise<void>;
  /** Without photos again; the pictures shown are given back to the browser. */
  clear(): void;
}

/** Where photos come from: a tablet takes them, a desk has them as files, several at a time. */
export type PhotoSource = "camera" | "files";

const FROM = {
  camera: { attrs: { capture: "environment" }, first: "form.photo", more: "form.photo_more" },
  files: { attrs: { multiple: "" }, first: "form.photo_file", more: "form.photo_file_more" },
} as const;

/** `say` is given a sentence, or "" when the last one holds no longer. */
export function photoField(source: PhotoSource, say: (words: string) => void): PhotoField {
  const { attrs, first, more } = FROM[source];
  let held: readonly { blob: Blob; url: string }[] = [];
  let work: Promise<void> = Promise.resolve();
  const input = h("input", { class: "unseen", attrs: { type: "file", accept: "image/*", ...attrs, name: "photo", tabindex: "-1" } });
  const words = h("span");
  const take = h("button", { class: "button", attrs: { type: "button" }, on: { click: () => input.click() } }, camera(), words);
  const pictures = h("div", { class: "pictures" });

  function draw(): void {
    words.textContent = t(held.length === 0 ? first : more);
    take.disabled = held.length >= MOST_PHOTOS;
    pictures.replaceChildren(...held.map(({ url }, at) => h(
      "button", { class: "picture", attrs: { type: "button", "aria-label": t("form.photo_remove", { n: at + 1 }) }, on: { click: () => remove(at) } },
      h("img", { attrs: { src: url, alt: t("form.photo_alt", { n: at + 1 }) } }))));
  }

  function remove(at: number): void {
    URL.revokeObjectURL(held[at]!.url);
    held = held.filter((_, i) => i !== at);
    draw();
  }

  async function add(file: File): Promise<void> {
    if (held.length >= MOST_PHOTOS) return say(t("form.photo_full", { n: MOST_PHOTOS }));
    try {
      const blob = await shrinkPhoto(file);
      held = [...held, { blob, url: URL.createObjectURL(blob) }];
      say("");
    } catch {
      say(t("form.photo_bad"));
    }
    draw();
  }

  input.addEventListener("change", () => {
    for (const file of input.files ?? []) work = work.then(() => add(file));
    input.value = "";
  });
  draw();
  return {
    element: h("div", { class: "photo-field" }, pictures, take, input),
    photos: () => held.map(({ blob }) => blob),
    settled: () => work,
    clear() {
      for (const { url } of held) URL.revokeObjectURL(url);
      held = [];
      draw();
    },
  };
}
