// Re-sorting is held while the pointer or the focus is on a list, for at most 10 s.

const HELD_MS = 10_000;

export interface Hold {
  /** The order to show now; `waiting` counts rows that are new and not yet shown. */
  arrange(shown: readonly string[], wanted: readonly string[]): { order: readonly string[]; waiting: number };
  release(): void;
}

/** Rows that are gone leave at once; new ones and new places wait. Pure part of the hold. */
export function heldOrder(shown: readonly string[], wanted: readonly string[]): { order: string[]; waiting: number } {
  const still = new Set(wanted);
  const order = shown.filter((id) => still.has(id));
  return { order, waiting: wanted.length - order.length };
}

/** `now` in milliseconds of any steady clock. */
export function createHold(element: HTMLElement, now: () => number): Hold {
  let inside = false;
  let since = 0;
  const enter = (): void => {
    if (!inside) since = now();
    inside = true;
  };
  const leave = (): void => { inside = false; };
  element.addEventListener("pointerenter", enter);
  element.addEventListener("pointerleave", leave);
  element.addEventListener("pointermove", () => { inside = true; });
  return {
    arrange(shown, wanted) {
      if (inside && now() - since < HELD_MS && shown.length > 0) return heldOrder(shown, wanted);
      since = now();
      return { order: wanted, waiting: 0 };
    },
    release: () => { since = -HELD_MS; },
  };
}
