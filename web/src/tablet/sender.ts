// Sends one order and says what became of it. Nothing here decides what to show.
import { ApiError, type Tagged } from "../api";
import type { HistoryEntry } from "../protocol/json";
import { subject, type ActionDeed, type Order, type Theirs } from "./orders";
import type { DutyAnswer, TabletApi } from "./tablet_api";

export type Verdict =
  | { readonly kind: "sent"; readonly version?: number; readonly incident?: Tagged; readonly duty?: DutyAnswer; readonly kept?: string }
  /** Try again later: the network, or a server that is busy. */
  | { readonly kind: "wait"; readonly reason: string }
  | { readonly kind: "signed_out" }
  | { readonly kind: "refused"; readonly reason: string; readonly status: number; readonly stage?: string }
  | { readonly kind: "conflict"; readonly theirs: Theirs };

export type Door = Pick<TabletApi, "incident" | "perform" | "send" | "duty" | "addPhoto">;

/** Said when the server takes no photos: they stay on the tablet. */
export interface Words {
  readonly photosKept: (count: number) => string;
}

const LATER: ReadonlySet<number> = new Set([0, 408, 425, 429]);

function ofError(error: unknown): Verdict {
  if (!(error instanceof ApiError)) return { kind: "wait", reason: String(error) };
  if (error.status === 401) return { kind: "signed_out" };
  if (LATER.has(error.status) || error.status >= 500) return { kind: "wait", reason: error.message };
  return { kind: "refused", reason: error.message, status: error.status };
}

function newest({ incident, etag }: Tagged): Theirs {
  const last = incident.history.at(-1);
  return {
    version: incident.version, stage: incident.stage, etag,
    actor: last?.actor ?? "", action: last?.action ?? "", note: last?.note ?? "", time_ms: last?.time_ms ?? null,
  };
}

/** An answer that was lost: the step stands in the history, after the version it was taken from. Every step is one version more. */
export function isThere(deed: ActionDeed, me: string, { history, version }: { history: readonly HistoryEntry[]; version: number }): boolean {
  const since = Math.max(0, history.length - (version - deed.base));
  return history.slice(since).some((entry) => entry.actor === me && entry.action === deed.action && entry.note === deed.note);
}

export interface Sending {
  readonly door: Door;
  readonly me: string;
  readonly words: Words;
  /** A photo is at the server: it must not be sent twice. */
  readonly uploaded: (digests: readonly string[]) => Promise<void>;
}

/** Digests of all photos; null: this server takes none. */
async function uploadAll(order: Order, { door, uploaded }: Sending): Promise<readonly string[] | null> {
  let digests = order.digests;
  for (const photo of order.photos.slice(digests.length)) {
    try {
      digests = [...digests, await door.addPhoto(subject(order), photo)];
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      // Either the server takes no photos, or the incident is not there: then this throws.
      await door.incident(subject(order));
      return null;
    }
    await uploaded(digests);
  }
  return digests;
}

async function sendAction(order: Order, deed: ActionDeed, sending: Sending): Promise<Verdict> {
  const { door, me, words } = sending;
  const digests = await uploadAll(order, sending);
  const kept = digests === null ? words.photosKept(order.photos.length) : undefined;
  const evidence = digests === null ? kept! : digests.join(" ");
  const body = {
    action: deed.action, ...(deed.note !== "" && { note: deed.note }), ...(evidence !== "" && { evidence }), time: new Date(order.time_ms).toISOString(),
  };
  const sent = (incident: Tagged): Verdict =>
    ({ kind: "sent", version: incident.incident.version, incident, ...(kept !== undefined && { kept }) });
  try {
    return sent(await door.perform(deed.incident, `"${deed.base}"`, body));
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 412 && error.status !== 422)) throw error;
    const now = await door.incident(deed.incident);
    if (isThere(deed, me, now.incident)) return sent(now);
    return error.status === 412
      ? { kind: "conflict", theirs: newest(now) }
      : { kind: "refused", reason: error.message, status: 422, stage: now.incident.stage };
  }
}

export async function sendOrder(order: Order, sending: Sending): Promise<Verdict> {
  const { deed } = order;
  try {
    if (deed.kind === "action") return await sendAction(order, deed, sending);
    if (deed.kind === "duty") return { kind: "sent", duty: await sending.door.duty(deed.on, order.time_ms) };
    const incident = await sending.door.send(deed.report);
    const digests = await uploadAll(order, sending);
    return { kind: "sent", version: incident.incident.version, incident, ...(digests === null && { kept: sending.words.photosKept(order.photos.length) }) };
  } catch (error) {
    return ofError(error);
  }
}
