// Photos for an action or a report: taken by the camera, shrunk here, shown as small pictures.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { shrinkPhoto } from "../shrink_photo";
import { sign } from "./signs";

const MOST_PHOTOS = 6;

export interface PhotoField {
  readonly element: HTMLElement;
  photos(): readonly Blob[];
  /** Still being shrunk. */
  settled(): Promise<void>;
  /** The pictures shown are given back to the browser. */
  close(): void;
}

export function photoField(say: (words: string) => void): PhotoField {
  let held: readonly { blob: Blob; url: string }[] = [];
  let work: Promise<void> = Promise.resolve();
  const input = h("input", { class: "unseen", attrs: { type: "file", accept: "image/*", capture: "environment", name: "photo", tabindex: "-1" } });
  const words = h("span");
  const take = h("button", { class: "button", attrs: { type: "button" }, on: { click: () => input.click() } }, sign("camera"), words);
  const pictures = h("div", { class: "pictures" });

  function draw(): void {
    words.textContent = t(held.length === 0 ? "form.photo" : "form.photo_more");
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
    const file = input.files?.[0];
    if (file) work = work.then(() => add(file));
    input.value = "";
  });
  draw();
  return {
    element: h("div", { class: "photo-field" }, pictures, take, input),
    photos: () => held.map(({ blob }) => blob),
    settled: () => work,
    close() { for (const { url } of held) URL.revokeObjectURL(url); },
  };
}
