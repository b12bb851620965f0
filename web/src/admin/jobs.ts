// The way to the server and back: begin, upload, act, ask again while it works.
import { ApiError, type Api, type ImportAct } from "../api";
import { t } from "../i18n/zh_CN";
import type { Import, ImportOptions } from "../protocol/imports";
import { isUnderWay, mainFile, numbered, size, withJob } from "../state/imports";
import { reasonWords } from "./reasons";
import type { ImportStore } from "./store";
import { upload, type UploadTask } from "./upload";

const ASK_MS = 700;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Jobs {
  begin(layer: string, files: readonly File[], options: ImportOptions): Promise<void>;
  stopUpload(): void;
  act(act: ImportAct): Promise<void>;
  open(id: string): Promise<void>;
  forget(): void;
}

export interface JobsInput {
  readonly api: Api;
  readonly store: ImportStore;
  /** "" when all is well. */
  readonly say: (words: string) => void;
  readonly signedOut: () => void;
  /** The layer as read, null for none to draw. */
  readonly onLayer: (geojson: unknown) => void;
}

export function createJobs({ api, store, say, signedOut, onLayer }: JobsInput): Jobs {
  let task: UploadTask | null = null;
  let asking = 0;
  let drawn = "";

  const fail = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 401) return signedOut();
    say(reasonWords(error instanceof Error ? error.message : String(error)));
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try { say(""); await work(); } catch (error) { fail(error); }
  };

  /** What can be drawn of a version, once. */
  async function draw(job: Import): Promise<void> {
    const key = `${job.id} ${job.version} ${job.check?.as_of_ms ?? ""}`;
    if (job.phase !== "ready" || key === drawn) return;
    drawn = key;
    const layer = await api.importLayer(job.id);
    // The reader may have left it meanwhile, or changed it: what is drawn then is another one's.
    if (drawn !== key) return;
    onLayer(layer);
    const differences = await api.importDifferences(job.id);
    store.update((s) => (s.job?.id === job.id ? { ...s, differences } : s));
    if (!job.check) return;
    try {
      const findings = numbered(await api.importFindings(job.id));
      store.update((s) => (s.job?.id === job.id ? { ...s, findings } : s));
    } catch (error) {
      if (drawn === key) say(t("import.findings.failed", { detail: error instanceof Error ? error.message : String(error) }));
    }
  }

  function take(job: Import): void {
    store.update((s) => withJob(s, job));
    if (job.phase !== "ready" && job.phase !== "accepting" && drawn !== "") { drawn = ""; onLayer(null); }
    void draw(job).catch(fail);
    if (isUnderWay(job)) void follow(job.id);
  }

  async function follow(id: string): Promise<void> {
    const turn = (asking += 1);
    await wait(ASK_MS);
    if (turn !== asking || store.get().job?.id !== id) return;
    try { take(await api.importOf(id)); } catch (error) {
      if (error instanceof ApiError && error.status === 0) void follow(id);
      else fail(error);
    }
  }

  async function send(job: Import, files: readonly File[]): Promise<void> {
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    store.update({ upload: { sent: 0, total } });
    for (const file of files) {
      task = upload(api, job.id, file, ({ sent, waits_s }) => {
        store.update({ upload: { sent: before + sent, total } });
        say(waits_s > 0 ? t("import.upload_resumes", { s: waits_s, sent: size(before + sent) }) : "");
      }, wait);
      await task.done;
      before += file.size;
    }
  }

  return {
    begin: (layer, files, options) => attempt(async () => {
      const job = await api.beginImport(layer, mainFile(files)!.name, options);
      store.update((s) => withJob(s, job));
      try {
        await send(job, files);
      } catch (error) {
        store.update({ upload: null });
        await api.actOnImport(job.id, { action: "cancel" }).catch(() => undefined);
        store.update((s) => withJob(s, null));
        if (error instanceof ApiError && error.status === -1) return say(t("import.upload_stopped"));
        throw error;
      }
      store.update({ upload: null });
      take(await api.actOnImport(job.id, { action: "read" }));
    }),
    stopUpload: () => task?.cancel(),
    act: (act) => attempt(async () => {
      const { job } = store.get();
      if (!job) return;
      try {
        take(await api.actOnImport(job.id, act));
      } catch (error) {
        // The import itself says why it was not accepted, and what there is to do.
        if (error instanceof ApiError && error.status === 409) take(await api.importOf(job.id));
        throw error;
      }
    }),
    open: (id) => attempt(async () => take(await api.importOf(id))),
    forget() {
      asking += 1;
      drawn = "";
      onLayer(null);
      store.update((s) => withJob(s, null));
    },
  };
}
