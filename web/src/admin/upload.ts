// Brings one file to the server, with progress; goes on where a broken connection left it.
import { ApiError, importPath, type Api } from "../api";

export interface Progress {
  readonly sent: number;
  /** Seconds until it is tried again; 0 while it goes on. */
  readonly waits_s: number;
}

export interface UploadTask {
  readonly done: Promise<void>;
  cancel(): void;
}

const TRIES_S = [2, 5, 15, 30] as const;

function sendFrom(url: string, file: File, from: number, onSent: (sent: number) => void, hold: { request: XMLHttpRequest | null }): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    hold.request = request;
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    if (from > 0) request.setRequestHeader("Content-Range", `bytes ${from}-${file.size - 1}/${file.size}`);
    request.upload.onprogress = (event) => onSent(from + event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new ApiError(request.status, detailOf(request))));
    request.onerror = () => reject(new ApiError(0, ""));
    request.onabort = () => reject(new ApiError(-1, ""));
    request.send(file.slice(from));
  });
}

function detailOf(request: XMLHttpRequest): string {
  try {
    const { detail } = JSON.parse(request.responseText) as { detail?: unknown };
    if (typeof detail === "string") return detail;
  } catch {
    // No JSON: the status says enough.
  }
  return `HTTP ${request.status}`;
}

/** How much of it has arrived; 0 when the server does not say. */
async function received(api: Api, id: string, file: File): Promise<number> {
  const name = file.name.toLowerCase();
  const held = (await api.importOf(id)).files.find((f) => name.endsWith(`.${f.part}`));
  return held && held.size === file.size ? held.received : 0;
}

export function upload(api: Api, id: string, file: File, onProgress: (progress: Progress) => void, after: (ms: number) => Promise<void>): UploadTask {
  const hold: { request: XMLHttpRequest | null } = { request: null };
  let cancelled = false;
  const url = `${importPath(id)}/file?name=${encodeURIComponent(file.name)}`;
  const run = async (): Promise<void> => {
    let from = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        return await sendFrom(url, file, from, (sent) => onProgress({ sent, waits_s: 0 }), hold);
      } catch (error) {
        const wait = TRIES_S[tries];
        if (cancelled || !(error instanceof ApiError) || error.status !== 0 || wait === undefined) throw error;
        onProgress({ sent: from, waits_s: wait });
        await after(wait * 1000);
        if (cancelled) throw error;
        from = await received(api, id, file).catch(() => from);
        // All of it has come, only the answer was lost.
        if (from > 0 && from === file.size) return;
      }
    }
  };
  return { done: run(), cancel() { cancelled = true; hold.request?.abort(); } };
}
