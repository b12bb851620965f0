// The calls of somebody without an account. No cookie goes along: who happens to be signed in reports as a resident all the same.
import { emptyText, list, nullable, number, object, text, time } from "../protocol/check";

export interface Letter {
  readonly id: string;
  readonly channel: "resident";
  readonly text: string;
  readonly severity: string;
  readonly building: string;
}

export interface Step {
  readonly action: string;
  readonly time_ms: number;
}

export interface Due {
  readonly milestone: string;
  readonly state: string;
  readonly at_ms: number | null;
}

export interface Case {
  readonly id: string;
  readonly stage: string;
  readonly text: string;
  readonly building: string;
  readonly time_ms: number;
  readonly paused: boolean;
  readonly steps: readonly Step[];
  readonly due: readonly Due[];
}

/** `status` 0: the server was not reached. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

export function readCase(value: unknown): Case {
  const o = object(value, "incident");
  return {
    id: text(o["id"], "incident.id"),
    stage: text(o["stage"], "incident.stage"),
    text: text(o["text"], "incident.text"),
    building: nullable(o["building"], "incident.building", text) ?? "",
    time_ms: time(o["time"], "incident.time"),
    paused: o["paused"] === true,
    steps: list(o["history"], "incident.history", (v, w) => {
      const step = object(v, w);
      return { action: text(step["action"], `${w}.action`), time_ms: time(step["time"], `${w}.time`) };
    }),
    due: list(o["due"], "incident.due", (v, w) => {
      const due = object(v, w);
      return { milestone: text(due["milestone"], `${w}.milestone`), state: text(due["state"], `${w}.state`), at_ms: nullable(due["at"], `${w}.at`, time) };
    }),
  };
}

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "omit" });
  } catch (error) {
    throw new Refused(0, String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const { detail, title } = (body ?? {}) as { detail?: unknown; title?: unknown };
  throw new Refused(response.status, String(detail ?? title ?? `HTTP ${response.status}`));
}

const at = (id: string): string => `/api/v1/incidents/${encodeURIComponent(id)}`;

/** What people call the place, largest first: "临河社区 阳光小区 3号楼"; "" when nothing of it has a name. */
export function readPlace(value: unknown): string {
  const areas = object(object(value, "place")["areas"], "place.areas");
  return ["community", "estate", "building"]
    .map((level) => nullable(areas[level], `areas.${level}`, (area, where) => emptyText(object(area, where)["name"], `${where}.name`)) ?? "")
    .filter((name) => name !== "").join(" ");
}

export const residentApi = {
  place: async (building: string): Promise<string> => readPlace(await ask(`/api/v1/buildings/${encodeURIComponent(building)}`)),
  /** Answers the receipt. */
  send: async (letter: Letter): Promise<string> => {
    const body = await ask("/api/v1/incidents", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(letter) });
    return text(object(body, "answer")["receipt"], "answer.receipt");
  },
  read: async (id: string, receipt: string): Promise<Case> => readCase(await ask(`${at(id)}?receipt=${encodeURIComponent(receipt)}`)),
  addPhoto: async (id: string, receipt: string, photo: Blob): Promise<void> => {
    const body = await ask(`${at(id)}/photos?receipt=${encodeURIComponent(receipt)}`, { method: "POST", headers: { "Content-Type": photo.type }, body: photo });
    number(object(body, "photo")["bytes"], "photo.bytes");
  },
};
export type ResidentApi = typeof residentApi;
