// Building DOM from plain values. Text goes in by textContent only.

type Child = Node | string | null | false;
type Handlers = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

interface Props {
  readonly class?: string;
  readonly id?: string;
  readonly on?: Handlers;
  readonly attrs?: Readonly<Record<string, string>>;
}

/** `h("p", { class: "note" }, "words")`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class) element.className = props.class;
  if (props.id) element.id = props.id;
  for (const [name, value] of Object.entries(props.attrs ?? {})) element.setAttribute(name, value);
  for (const [name, handler] of Object.entries(props.on ?? {})) element.addEventListener(name, handler as EventListener);
  element.append(...children.filter((c): c is Node | string => c !== null && c !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** One drawing of paths in a 20 by 20 box, hidden from screen readers. */
export function svg(cls: string, ...paths: readonly { d: string; cls?: string }[]): SVGSVGElement {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", "0 0 20 20");
  root.setAttribute("class", cls);
  root.setAttribute("aria-hidden", "true");
  for (const path of paths) {
    const element = document.createElementNS(SVG, "path");
    element.setAttribute("d", path.d);
    if (path.cls) element.setAttribute("class", path.cls);
    root.append(element);
  }
  return root;
}

/** Sets text only where it changed, so that a clock tick costs nothing elsewhere. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A page in the background has no frames: its work is then done this often. */
const UNSEEN_MS = 1_000;

/** At most one run of `work` an animation frame, however often it is asked for. */
export function perFrame(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    const run = (): void => {
      if (!asked) return;
      asked = false;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      work();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, UNSEEN_MS);
  };
}
