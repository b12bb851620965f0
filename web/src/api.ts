// The REST calls of the page; every refusal is an ApiError with the server's own words.
import { DecodeError } from "./protocol/decode_error";
import {
  readIncident, readMapInfo, readOwner, readSession, readWorkers,
  type IncidentDetail, type MapInfo, type Owner, type Session, type WorkerInfo,
} from "./protocol/json";
import { object, text } from "./protocol/check";
import { readBoxes } from "./protocol/boxes";
import { readClosures, type Closure, type NewClosure } from "./protocol/closures";
import {
  readComing, readDifferences, readFindings, readImport, readImports,
  type ComingVersion, type Differences, type Finding, type Import, type ImportOptions,
} from "./protocol/imports";
import type { Bbox, Level } from "./protocol/live";
import { readFigures, type Figures } from "./protocol/figures";
import { readSuggestions, type Suggestions } from "./protocol/dispatch";
import { readSupervision, type Supervision } from "./protocol/supervision";
import { readCategories, type Categories } from "./protocol/routing";
import { readStageTitles, type StageTitle } from "./protocol/workflow";
import { readStaffing, type StaffingLevel, type StaffingTable } from "./protocol/staffing";

/** `status` 0: the server was not reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

export interface NewIncident {
  readonly id: string;
  readonly channel: string;
  readonly category?: string;
  readonly text: string;
  readonly severity: string;
  readonly lon: number;
  readonly lat: number;
}

/** `evidence` is text or the digests of photos with spaces between; `category` goes with "classify", `assignee` with "assign" and "transfer", `into` with "merge". */
export interface ActMore {
  readonly evidence?: string;
  readonly category?: string;
  readonly assignee?: string;
  readonly into?: string;
}

export interface Tagged {
  readonly incident: IncidentDetail;
  readonly etag: string;
}

/** `body` is sent as JSON, a file as what it is. */
export async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const file = body instanceof Blob ? body : null;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? headers : { "Content-Type": file?.type ?? "application/json", ...headers },
      ...(body === undefined ? {} : { body: file ?? JSON.stringify(body) }),
    });
  } catch (error) {
    throw new ApiError(0, String(error));
  }
  if (!response.ok) throw new ApiError(response.status, await problem(response));
  return response;
}

/** `detail`, else `title`, of application/problem+json. */
export async function problem(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { detail?: unknown; title?: unknown };
    if (typeof body.detail === "string" && body.detail !== "") return body.detail;
    if (typeof body.title === "string") return body.title;
  } catch {
    // No JSON: the status says enough.
  }
  return `HTTP ${response.status}`;
}

export async function read<T>(response: Response, decode: (value: unknown) => T): Promise<T> {
  try {
    return decode(await response.json());
  } catch (error) {
    throw new ApiError(response.status, error instanceof DecodeError ? error.message : String(error));
  }
}

export async function tagged(response: Response): Promise<Tagged> {
  const incident = await read(response, readIncident);
  return { incident, etag: response.headers.get("ETag") ?? `"${incident.version}"` };
}

/** What is not there, or too large, is null. */
async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 413)) return null;
    throw error;
  }
}

export const api = {
  session: async (): Promise<Session> => read(await call("GET", "/api/v1/session"), readSession),
  signIn: async (code: string): Promise<Session> => read(await call("POST", "/api/v1/session", { code }), readSession),
  signOut: async (): Promise<void> => { await call("DELETE", "/api/v1/session"); },
  map: async (): Promise<MapInfo> => read(await call("GET", "/api/v1/map"), readMapInfo),
  workers: async (): Promise<WorkerInfo[]> => read(await call("GET", "/api/v1/workers"), readWorkers),
  owner: async (lon: number, lat: number): Promise<Owner> =>
    read(await call("GET", `/api/v1/owner?lon=${lon.toFixed(7)}&lat=${lat.toFixed(7)}`), readOwner),
  staffing: async (level: StaffingLevel): Promise<StaffingTable> => read(await call("GET", `/api/v1/staffing?level=${level}`), readStaffing),
  /** Of incidents reported from `from_ms` on and before `to_ms`. */
  figures: async (from_ms: number, to_ms: number): Promise<Figures> =>
    read(await call("GET", `/api/v1/figures?from=${new Date(from_ms).toISOString()}&to=${new Date(to_ms).toISOString()}`), readFigures),
  layerBoxes: async (level: Level): Promise<Map<string, Bbox>> => read(await call("GET", `/api/v1/layers/${level}`), readBoxes),
  incident: async (id: string): Promise<Tagged> => tagged(await call("GET", `/api/v1/incidents/${encodeURIComponent(id)}`)),
  report: async (incident: NewIncident): Promise<Tagged> => tagged(await call("POST", "/api/v1/incidents", incident)),
  /** The county's workflow: what its stages are called. */
  workflow: async (): Promise<StageTitle[]> => read(await call("GET", "/api/v1/workflow"), readStageTitles),
  categories: async (): Promise<Categories> => read(await call("GET", "/api/v1/categories"), readCategories),
  suggestions: async (id: string): Promise<Suggestions> => read(await call("GET", `/api/v1/incidents/${encodeURIComponent(id)}/suggestions`), readSuggestions),
  act: async (id: string, etag: string, action: string, note: string, { evidence = "", category = "", assignee = "", into = "" }: ActMore = {}): Promise<void> => {
    const body = {
      action, ...(note !== "" && { note }), ...(evidence !== "" && { evidence }),
      ...(category !== "" && { category }), ...(assignee !== "" && { assignee }), ...(into !== "" && { into }),
    };
    await call("POST", `/api/v1/incidents/${encodeURIComponent(id)}/actions`, body, { "If-Match": etag });
  },
  supervision: async (): Promise<Supervision> => read(await call("GET", "/api/v1/supervision"), readSupervision),
  /** To a level of the county's ladder; `note` says why and is never empty. */
  escalate: async (id: string, level: number, note: string): Promise<void> => {
    await call("POST", `/api/v1/incidents/${encodeURIComponent(id)}/escalations`, { level, note });
  },
  /** Answers the photo's digest; the same photo again is answered alike. */
  addPhoto: async (incident: string, photo: Blob): Promise<string> =>
    read(await call("POST", `/api/v1/incidents/${encodeURIComponent(incident)}/photos`, photo), (value) => text(object(value, "photo")["digest"], "photo.digest")),
  closures: async (): Promise<Closure[]> => read(await call("GET", "/api/v1/closures"), readClosures),
  close: async (closure: NewClosure): Promise<void> => { await call("POST", "/api/v1/closures", closure); },
  open: async (id: string): Promise<void> => { await call("DELETE", `/api/v1/closures/${encodeURIComponent(id)}`); },
  imports: async (): Promise<Import[]> => read(await call("GET", "/api/v1/imports"), readImports),
  importOf: async (id: string): Promise<Import> => read(await call("GET", importPath(id)), readImport),
  beginImport: async (layer: string, file: string, options: ImportOptions): Promise<Import> =>
    read(await call("POST", "/api/v1/imports", { layer, file, options }), readImport),
  actOnImport: async (id: string, act: ImportAct): Promise<Import> => read(await call("POST", `${importPath(id)}/actions`, act), readImport),
  importFindings: async (id: string): Promise<Finding[]> => read(await call("GET", `${importPath(id)}/findings.geojson`), readFindings),
  /** GeoJSON as it is, for the map; null when there is none to draw. */
  importLayer: async (id: string): Promise<unknown> => orNull(async () => (await call("GET", `${importPath(id)}/layer.geojson`)).json()),
  /** null: the layer is too large. */
  importDifferences: async (id: string): Promise<Differences | null> =>
    orNull(async () => read(await call("GET", `${importPath(id)}/differences.geojson`), readDifferences)),
  coming: async (): Promise<ComingVersion[]> => read(await call("GET", "/api/v1/coming"), readComing),
  cancelComing: async ({ layer, version, effective }: ComingVersion): Promise<void> => {
    const path = `/api/v1/coming/${encodeURIComponent(layer)}/${encodeURIComponent(version)}`;
    await call("DELETE", `${path}?effective=${encodeURIComponent(effective)}`);
  },
};
export type Api = typeof api;

export interface ImportAct {
  readonly action: "read" | "check" | "accept" | "refuse" | "cancel";
  readonly options?: ImportOptions;
  readonly effective?: string;
  readonly despite_findings?: boolean;
}

export function importPath(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}`;
}
