// When the panels are drawn anew: at once for facts and choices, a few times a second for positions that stream in.
import type { World } from "./state/world";

const STREAMING_MS = 250;

export interface PanelPace {
  /** The next frame draws them. */
  ask(): void;
  /** Whether this frame does; `now_ms` of any steady clock. */
  due(world: World, now_ms: number): boolean;
}

export function createPanelPace(): PanelPace {
  let asked = true;
  let drawn: World | null = null;
  let at = 0;
  return {
    ask() { asked = true; },
    due(world, now_ms) {
      const facts = drawn?.incidents !== world.incidents || drawn.reaches !== world.reaches;
      if (!asked && !facts && (drawn === world || now_ms - at < STREAMING_MS)) return false;
      asked = false;
      drawn = world;
      at = now_ms;
      return true;
    },
  };
}
