// What happened, how urgent, a photo if one likes: three fields, no account.
import { h } from "../dom";
import { r } from "../i18n/resident_zh_CN";
import { shrinkPhoto } from "../shrink_photo";
import { uuid } from "../uuid";
import { button, frame, say, sentence } from "./frame";
import { forget, keep, kept } from "./letter";
import { Refused, type Letter, type ResidentApi } from "./resident_api";

const SEVERITIES = ["routine", "urgent", "critical"] as const;
const MOST_PHOTOS = 3;

export interface WriteInput {
  readonly root: HTMLElement;
  readonly api: ResidentApi;
  readonly building: string;
  readonly memory: Storage;
  /** Received: show how it goes on. */
  readonly onReceived: (id: string, receipt: string, words: string) => void;
}

export function writePage({ root, api, building, memory, onReceived }: WriteInput): void {
  let severity: string = "routine";
  let letter: Letter | null = kept(memory, building);
  let sending = false;
  let photos: readonly Blob[] = [];
  let shrinking: Promise<void> = Promise.resolve();

  const words = h("textarea", { attrs: { rows: "3", maxlength: "2000", name: "text", placeholder: r("what.hint"), id: "what" } });
  const choices = SEVERITIES.map((one) =>
    h("button", { class: "choice", attrs: { type: "button", "data-severity": one }, on: { click: () => choose(one) } }, r(`severity.${one}`)));
  const input = h("input", { class: "unseen", attrs: { type: "file", accept: "image/*", name: "photo", tabindex: "-1" } });
  const take = button("", () => input.click());
  const pictures = h("div", { class: "pictures" });
  const status = sentence();
  const send = button(r("send"), () => void submit(), "main");
  send.id = "send";
  const rewrite = button(r("rewrite"), unlock);

  function choose(one: string): void {
    severity = one;
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset["severity"] === one));
  }

  /** While it is unknown whether it has arrived, only the very same may be sent. */
  function lock(on: boolean): void {
    words.readOnly = on;
    for (const choice of choices) choice.disabled = on;
    take.disabled = on || photos.length >= MOST_PHOTOS;
    rewrite.hidden = !on;
    send.textContent = r(on ? "retry" : "send");
  }

  function unlock(): void {
    letter = null;
    forget(memory, building);
    say(status, "");
    lock(false);
    words.focus();
  }

  function drawPhotos(): void {
    for (const image of pictures.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    pictures.replaceChildren(...photos.map((photo, at) => h(
      "button", { class: "picture", attrs: { type: "button", "aria-label": r("photo.remove", { n: at + 1 }) }, on: { click: () => { photos = photos.filter((_, i) => i !== at); drawPhotos(); } } },
      h("img", { attrs: { src: URL.createObjectURL(photo), alt: r("photo.alt", { n: at + 1 }) } }))));
    take.textContent = r(photos.length === 0 ? "photo.add" : "photo.more");
    take.disabled = photos.length >= MOST_PHOTOS;
  }

  async function addPhoto(file: File): Promise<void> {
    try {
      photos = [...photos, await shrinkPhoto(file)].slice(0, MOST_PHOTOS);
      say(status, "");
    } catch {
      say(status, r("photo.bad"));
    }
    drawPhotos();
  }

  /** What became of the photos, in words; the report itself has arrived. */
  async function sendPhotos(id: string, receipt: string): Promise<string> {
    let failed = 0;
    for (const photo of photos) {
      try {
        await api.addPhoto(id, receipt, photo);
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return r("photos_none");
        failed += 1;
      }
    }
    return failed === 0 ? "" : r("photos_failed", { n: failed });
  }

  function refusal(error: unknown): string {
    if (!(error instanceof Refused)) return r("refused", { detail: String(error) });
    if (error.status === 422) return r("unknown_building");
    if (error.status === 409) return r("conflict");
    return r("refused", { detail: error.message });
  }

  async function submit(): Promise<void> {
    if (sending) return;
    const text = words.value.trim();
    if (text === "") {
      say(status, r("empty"));
      return words.focus();
    }
    sending = true;
    send.disabled = true;
    send.textContent = r("sending");
    await shrinking;
    const mine: Letter = letter ?? { id: uuid(), channel: "resident", text, severity, building };
    letter = mine;
    keep(memory, mine);
    try {
      const receipt = await api.send(mine);
      forget(memory, building);
      return onReceived(mine.id, receipt, await sendPhotos(mine.id, receipt));
    } catch (error) {
      const unknown = error instanceof Refused && (error.status === 0 || error.status === 429 || error.status >= 500);
      if (unknown || (error instanceof Refused && error.status === 409)) {
        say(status, unknown ? r("lost") : refusal(error));
        lock(true);
      } else {
        letter = null;
        forget(memory, building);
        say(status, refusal(error));
        lock(false);
      }
    } finally {
      sending = false;
      send.disabled = false;
    }
  }

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) shrinking = shrinking.then(() => addPhoto(file));
    input.value = "";
  });
  window.addEventListener("online", () => { if (letter) void submit(); });

  const where = h("b", {}, r("where.code", { code: building }));
  const known = h("span", {}, r("where.known"));
  void api.place(building).then((name) => {
    if (name === "") return;
    where.textContent = name;
    known.textContent = `${r("where.code", { code: building })} · ${r("where.known")}`;
  }, (error: unknown) => {
    if (error instanceof Refused && error.status === 404) say(status, r("unknown_building"));
  });

  choose(letter?.severity ?? severity);
  drawPhotos();
  words.value = letter?.text ?? "";
  lock(letter !== null);
  if (letter) say(status, r("lost"));
  frame(
    root, r("title"),
    h("p", { class: "place", id: "place" }, where, known),
    status,
    h("label", { class: "ask", attrs: { for: "what" } }, r("what")), words,
    h("p", { class: "ask" }, r("how")), h("div", { class: "choices", attrs: { role: "group", "aria-label": r("how") } }, ...choices),
    h("p", { class: "ask" }, r("photo")), h("div", { class: "photos" }, pictures, take, input),
    send, rewrite,
  );
}
