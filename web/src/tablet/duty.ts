// On duty or off: as the server says, or as this worker has just said and the server has not heard.
import type { Locating } from "./locating";
import { dutyOrder, type Order } from "./orders";
import type { DutyAnswer } from "./tablet_api";

export interface Duty {
  /** null: not known yet. */
  on(): boolean | null;
  /** null: off, or on since nobody told when. */
  since_ms(): number | null;
  /** The server said it. */
  hear(answer: DutyAnswer): void;
  /** Records positions while on duty, and only then. */
  follow(): void;
}

export function createDuty(orders: () => readonly Order[], locating: Locating, rest: () => void): Duty {
  let told: DutyAnswer | null = null;
  let followed: boolean | null = null;
  const said = (): { on: boolean; since_ms: number | null } | null => {
    const order = dutyOrder(orders());
    return order?.deed.kind === "duty" ? { on: order.deed.on, since_ms: order.time_ms } : told;
  };
  const on = (): boolean | null => said()?.on ?? null;
  return {
    on,
    since_ms: () => (on() ? (said()?.since_ms ?? null) : null),
    hear(answer) { told = answer; },
    follow() {
      const now = on();
      if (now === followed) return;
      followed = now;
      if (now) return locating.start();
      locating.stop();
      rest();
    },
  };
}
