// Order and counts of the incident list.
import { SEVERITIES, type Incident, type Severity } from "../protocol/live";

const FINISHED: ReadonlySet<string> = new Set(["done", "verified", "rated"]);

export function isOpen(incident: Pick<Incident, "stage">): boolean {
  return !FINISHED.has(incident.stage);
}

export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** When it burns; what is paused or has no deadline comes last. */
function burnsAt({ due, paused }: Incident): number {
  return due && !paused ? due.at_ms : Number.POSITIVE_INFINITY;
}

/** Critical first, then what is due first; without a deadline worst and oldest first, then by id so that the order never flickers. */
export function compare(a: Incident, b: Incident): number {
  const critical = Number(b.severity === "critical") - Number(a.severity === "critical");
  const [burnsA, burnsB] = [burnsAt(a), burnsAt(b)];
  const due = burnsA === burnsB ? 0 : burnsA < burnsB ? -1 : 1;
  return critical || due || rank(a.severity) - rank(b.severity) || a.time_ms - b.time_ms || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** What the list shows: one severity, what somebody should look at, or (null) all. */
export type ListFilter = Severity | "supervision" | null;

export interface Queue {
  readonly rows: readonly Incident[];
  readonly supervised: number;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly open: number;
}

/** Open incidents; `filter` null shows all, the counts are always of all; `supervised` are those that somebody should look at, in order. */
export function queue(incidents: Iterable<Incident>, filter: ListFilter, supervised: readonly Incident[]): Queue {
  const open = [...incidents].filter(isOpen);
  const counts = { critical: 0, urgent: 0, routine: 0 };
  for (const incident of open) counts[incident.severity] += 1;
  const rows = filter === "supervision"
    ? supervised
    : open.filter((i) => filter === null || i.severity === filter).sort(compare);
  return { rows, counts, open: open.length, supervised: supervised.length };
}
