// The whole incidents behind the rows: read ahead, so that they are here when the network is not.
import type { Tagged } from "../api";
import type { Incident } from "../protocol/live";

const ASK_AGAIN_MS = 5_000;

export interface Details {
  get(id: string): Tagged | null;
  /** Came as an answer. */
  learn(tagged: Tagged): void;
  /** Reads those that are missing or older than the stream says, one after the other. */
  want(incidents: readonly Incident[]): void;
}

export function createDetails(read: (id: string) => Promise<Tagged>, now: () => number, changed: () => void): Details {
  const held = new Map<string, Tagged>();
  const tried = new Map<string, number>();
  let busy = false;

  const learn = (tagged: Tagged): void => {
    const before = held.get(tagged.incident.id);
    if (before && before.incident.version > tagged.incident.version) return;
    held.set(tagged.incident.id, tagged);
    changed();
  };
  const stale = ({ id, version }: Incident): boolean => {
    const before = held.get(id);
    return (!before || before.incident.version < version) && now() - (tried.get(id) ?? -ASK_AGAIN_MS) >= ASK_AGAIN_MS;
  };

  return {
    get: (id) => held.get(id) ?? null,
    learn,
    want(incidents) {
      const next = busy ? undefined : incidents.find(stale);
      if (!next) return;
      busy = true;
      tried.set(next.id, now());
      read(next.id).then(learn, () => undefined).finally(() => { busy = false; changed(); });
    },
  };
}
