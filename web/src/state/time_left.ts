// How much time an incident has left: one answer for ring, number and order.
import type { Incident, Milestone } from "../protocol/live";

/** A ring moves in so many steps: one sprite each, no redraw a second. */
export const RING_STEPS = 48;
export const SOON_MS = 60 * 60_000;

export type TimeLeft =
  | { readonly kind: "none" }
  | { readonly kind: "paused" }
  | { readonly kind: "left" | "over"; readonly milestone: Milestone; readonly ms: number; readonly step: number };

/** `ms` is the time left, or the time over; a ring that is over is whole. */
export function timeLeft({ due, paused }: Pick<Incident, "due" | "paused">, now_ms: number): TimeLeft {
  if (paused) return { kind: "paused" };
  if (!due) return { kind: "none" };
  const { milestone, at_ms, from_ms } = due;
  if (now_ms > at_ms) return { kind: "over", milestone, ms: now_ms - at_ms, step: RING_STEPS };
  const share = at_ms > from_ms ? (at_ms - now_ms) / (at_ms - from_ms) : 0;
  return { kind: "left", milestone, ms: at_ms - now_ms, step: Math.min(RING_STEPS, Math.max(0, Math.ceil(share * RING_STEPS))) };
}

/** "36", "over", "paused" or "": names the sprite of a pin, changes when it must be drawn anew. */
export function ringName(left: TimeLeft): string {
  if (left.kind === "left") return String(left.step);
  return left.kind === "none" ? "" : left.kind;
}

/** An arc around (x,y) from 12 o'clock clockwise; a whole one is drawn as two. */
export function arcPath(x: number, y: number, r: number, step: number): string {
  const share = Math.min(step, RING_STEPS) / RING_STEPS;
  if (share <= 0) return "";
  if (share >= 1) return `M${x},${y - r}a${r},${r} 0 1,1 0,${2 * r}a${r},${r} 0 1,1 0,${-2 * r}`;
  const angle = share * Math.PI * 2;
  const [dx, dy] = [Math.sin(angle) * r, -Math.cos(angle) * r].map((v) => Math.round(v * 1000) / 1000);
  return `M${x},${y - r}A${r},${r} 0 ${share > 0.5 ? 1 : 0},1 ${x + dx!},${y + dy!}`;
}
