// A file that the page makes itself.
import { h } from "../dom";

/** Long enough for the browser to have begun reading it. */
const KEPT_MS = 60_000;

export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { attrs: { href: url, download: name } }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
