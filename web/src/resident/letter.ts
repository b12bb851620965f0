// A report on its way: kept with its number until the server has answered, so that sending again makes no second one.
import type { Letter } from "./resident_api";

type Memory = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (building: string): string => `yuntu.report.${building}`;

/** Told by this browser before; null when there is none, or none that can be read. */
export function kept(memory: Memory, building: string): Letter | null {
  try {
    const letter = JSON.parse(memory.getItem(keyOf(building)) ?? "null") as Partial<Letter> | null;
    const whole = letter && [letter.id, letter.text, letter.severity].every((field) => typeof field === "string") && letter.building === building;
    return whole ? (letter as Letter) : null;
  } catch {
    return null;
  }
}

export function keep(memory: Memory, letter: Letter): void {
  try {
    memory.setItem(keyOf(letter.building), JSON.stringify(letter));
  } catch {
    // A browser that keeps nothing: as long as the page is open.
  }
}

export function forget(memory: Memory, building: string): void {
  try {
    memory.removeItem(keyOf(building));
  } catch {
    // Nothing was kept.
  }
}

/** What people read to each other on the telephone. */
export function shortCode(id: string): string {
  const code = id.replace(/-/g, "").slice(0, 8).toUpperCase();
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export function linkTo(id: string, receipt: string): string {
  return `/report.html?i=${encodeURIComponent(id)}&receipt=${encodeURIComponent(receipt)}`;
}
