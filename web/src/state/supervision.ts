// What somebody should look at: the incidents of the stream with what the server foretells of them, what burns first.
import type { Incident } from "../protocol/live";
import type { Forecast, Late, Supervision } from "../protocol/supervision";
import { compare, isOpen } from "./incidents";

export interface Supervised {
  readonly incident: Incident;
  readonly level: number;
  /** Since when it stands on its level, in Unix milliseconds; null: not told yet. */
  readonly since_ms: number | null;
  readonly overdue: readonly Late[];
  /** Milestones that will be missed, whose time is not over yet. */
  readonly forecast: readonly Forecast[];
}

/** A deadline was missed, it has come up the ladder, or it is supervised. */
function isSupervised({ level, overdue, stage }: Pick<Incident, "level" | "overdue" | "stage">): boolean {
  return (level ?? 0) > 0 || (overdue?.length ?? 0) > 0 || stage === "supervised";
}

/** What was, or will be, late first; what is late with nothing comes last. */
function burnsAt({ overdue, forecast }: Supervised): number {
  return Math.min(Number.POSITIVE_INFINITY, ...[...overdue, ...forecast].map((late) => late.due_ms));
}

/** The highest on the ladder first, then what is late longest, then as the list. */
function compareSupervised(a: Supervised, b: Supervised): number {
  const [burnsA, burnsB] = [burnsAt(a), burnsAt(b)];
  const late = burnsA === burnsB ? 0 : burnsA - burnsB;
  return b.level - a.level || late || compare(a.incident, b.incident);
}

/** The stream is newer than the answer: what it says of a level holds, and a forecast ends with another assignee or a pause. */
export function supervisedOf(incidents: Iterable<Incident>, answer: Supervision | null, now_ms: number): Supervised[] {
  const told = new Map(answer?.items.map((item) => [item.id, item]));
  const found: Supervised[] = [];
  for (const incident of incidents) {
    if (!isOpen(incident)) continue;
    const item = told.get(incident.id);
    const level = incident.level ?? 0;
    const holds = item !== undefined && !incident.paused && item.assignee === (incident.assignee ?? "");
    const forecast = holds ? item.forecast.filter((late) => late.due_ms > now_ms) : [];
    if (!isSupervised(incident) && forecast.length === 0) continue;
    found.push({ incident, level, since_ms: item?.level === level ? item.level_since_ms : null, overdue: item?.overdue ?? [], forecast });
  }
  return found.sort(compareSupervised);
}
