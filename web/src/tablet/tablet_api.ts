// The REST calls of the tablet beside those of every page.
import { api, call, read, tagged, type Tagged } from "../api";
import { bool, list, number, object, text, time } from "../protocol/check";
import type { FieldReport } from "./orders";
import type { Fix } from "./track";

export interface ActionBody {
  readonly action: string;
  readonly note?: string;
  readonly evidence?: string;
  readonly time: string;
}

export interface DutyAnswer {
  readonly on: boolean;
  readonly since_ms: number | null;
}

export interface Acknowledgement {
  readonly accepted: readonly (readonly [number, number])[];
  readonly rejected: readonly { readonly seq: number; readonly reason: string }[];
  readonly conflicts: readonly number[];
}

function readDuty(value: unknown): DutyAnswer {
  const o = object(value, "duty");
  return { on: bool(o["on"], "duty.on"), since_ms: typeof o["since"] === "string" ? time(o["since"], "duty.since") : null };
}

function readAcknowledgement(value: unknown): Acknowledgement {
  const o = object(value, "ack");
  return {
    accepted: list(o["accepted"], "ack.accepted", (v, w) => {
      const [from, to] = list(v, w, number);
      return [from ?? 0, to ?? -1] as const;
    }),
    rejected: list(o["rejected"], "ack.rejected", (v, w) => {
      const one = object(v, w);
      return { seq: number(one["seq"], `${w}.seq`), reason: text(one["reason"], `${w}.reason`) };
    }),
    conflicts: list(o["conflicts"], "ack.conflicts", number),
  };
}

export const tabletApi = {
  incident: api.incident,
  categories: api.categories,
  perform: async (id: string, etag: string, body: ActionBody): Promise<Tagged> =>
    tagged(await call("POST", `/api/v1/incidents/${encodeURIComponent(id)}/actions`, body, { "If-Match": etag })),
  send: async (report: FieldReport): Promise<Tagged> => tagged(await call("POST", "/api/v1/incidents", report)),
  addPhoto: api.addPhoto,
  duty: async (on: boolean, time_ms: number): Promise<DutyAnswer> =>
    read(await call("POST", "/api/v1/duty", { on, time: new Date(time_ms).toISOString() }), readDuty),
  positions: async (device: string, boot: number, fixes: readonly Fix[]): Promise<Acknowledgement> => {
    const reports = fixes.map(({ seq, time_ms, lon, lat, accuracy_m, speed_mps, heading_deg }) => ({
      seq, time: new Date(time_ms).toISOString(), lon, lat, accuracy_m,
      ...(speed_mps !== null && { speed_mps }), ...(heading_deg !== null && { heading_deg }),
    }));
    return read(await call("POST", "/api/v1/positions", { device, boot, reports }), readAcknowledgement);
  },
};
export type TabletApi = typeof tabletApi;
