// How much changed while the connection was away.
import type { World } from "./world";

/** Incidents and stations' reach that are new, changed or gone. */
export function difference(before: World, after: World): number {
  let n = 0;
  for (const [id, incident] of after.incidents) if (before.incidents.get(id)?.version !== incident.version) n += 1;
  for (const id of before.incidents.keys()) if (!after.incidents.has(id)) n += 1;
  for (const [id, reach] of after.reaches) {
    const old = before.reaches.get(id);
    if (old?.buildings !== reach.buildings || old.households !== reach.households) n += 1;
  }
  return n;
}
