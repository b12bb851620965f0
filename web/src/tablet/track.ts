// Own positions while on duty: numbered, kept until the server has judged them, sent in batches.
import { ApiError } from "../api";
import { delay } from "../feed/backoff";
import { metresBetween } from "../state/trail";
import type { Shelf } from "./shelf";
import type { Acknowledgement, TabletApi } from "./tablet_api";

export interface Fix {
  readonly boot: number;
  readonly seq: number;
  /** Server time, as well as this page knows it. */
  readonly time_ms: number;
  readonly lon: number;
  readonly lat: number;
  /** 68 % radius in metres. */
  readonly accuracy_m: number;
  readonly speed_mps: number | null;
  readonly heading_deg: number | null;
}

export type Heard = Omit<Fix, "boot" | "seq">;

/** Who stands still reports now and then, who walks more often. */
const STILL_MS = 30_000;
const MOVING_MS = 5_000;
const MOVED_M = 8;
const BATCH = 200;
/** Two days of walking; what is older gives way. */
export const MOST_KEPT = 30_000;

/** Whether it says something that the last one did not. */
export function isNews(last: Heard | null, next: Heard): boolean {
  if (!last) return true;
  const passed = next.time_ms - last.time_ms;
  const surer = next.accuracy_m < last.accuracy_m / 2;
  return passed >= STILL_MS || surer || (passed >= MOVING_MS && metresBetween(last, next) >= MOVED_M);
}

/** The oldest that belong into one message: of one boot. */
export function nextBatch(fixes: readonly Fix[]): readonly Fix[] {
  const boot = fixes[0]?.boot;
  const end = fixes.findIndex((fix) => fix.boot !== boot);
  return fixes.slice(0, Math.min(BATCH, end < 0 ? fixes.length : end));
}

/** What the answer has decided on, either way. */
export function decided(batch: readonly Fix[], { accepted, rejected, conflicts }: Acknowledgement): Fix[] {
  const others = new Set([...rejected.map((one) => one.seq), ...conflicts]);
  return batch.filter(({ seq }) => others.has(seq) || accepted.some(([from, to]) => from <= seq && seq <= to));
}

export interface TrackOptions {
  readonly shelf: Shelf<Fix>;
  readonly door: Pick<TabletApi, "positions">;
  readonly device: string;
  /** Grows with every start of the page. */
  readonly boot: number;
  readonly random: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  /** While it says so nothing is sent: being on duty has to be there first. */
  readonly held: () => boolean;
  readonly onChange: () => void;
}

export class Track {
  private fixes: Fix[] = [];
  private seq = 0;
  private last: Heard | null = null;
  private running = false;
  /** Asked for while a try was under way. */
  private asked = false;
  private attempt = 0;
  private refused = "";
  private cancelRetry = (): void => {};

  private constructor(private readonly options: TrackOptions) {}

  static async open(options: TrackOptions): Promise<Track> {
    const track = new Track(options);
    track.fixes = (await options.shelf.all()).sort((a, b) => a.boot - b.boot || a.seq - b.seq);
    return track;
  }

  /** Not judged by the server yet. */
  get waiting(): number {
    return this.fixes.length;
  }

  /** Why the server took none of the last ones; "" when it did. */
  get refusal(): string {
    return this.refused;
  }

  async take(heard: Heard): Promise<void> {
    if (!isNews(this.last, heard)) return;
    this.last = heard;
    this.seq += 1;
    const fix: Fix = { ...heard, boot: this.options.boot, seq: this.seq };
    this.fixes.push(fix);
    await this.options.shelf.put(keyOf(fix), fix);
    if (this.fixes.length > MOST_KEPT) await this.forget(this.fixes.slice(0, 1));
    void this.run();
  }

  /** Off duty: the next time begins anew. */
  rest(): void {
    this.last = null;
  }

  hurry(): void {
    void this.run();
  }

  private async forget(gone: readonly Fix[]): Promise<void> {
    const keys = new Set(gone.map(keyOf));
    this.fixes = this.fixes.filter((fix) => !keys.has(keyOf(fix)));
    for (const key of keys) await this.options.shelf.remove(key);
  }

  private async run(): Promise<void> {
    this.asked = true;
    if (this.running) return;
    this.running = true;
    while (this.asked) {
      this.asked = false;
      await this.sendAll();
    }
    this.running = false;
    this.options.onChange();
  }

  private async sendAll(): Promise<void> {
    this.cancelRetry();
    try {
      while (this.fixes.length > 0 && !this.options.held()) await this.sendBatch();
      this.attempt = 0;
    } catch (error) {
      const forgiven = !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500 || error.status === 401;
      this.refused = forgiven ? "" : (error as ApiError).message;
      this.cancelRetry = this.options.after(delay(this.attempt, this.options.random), () => void this.run());
      this.attempt += 1;
    }
  }

  private async sendBatch(): Promise<void> {
    const batch = nextBatch(this.fixes);
    const answer = await this.options.door.positions(this.options.device, batch[0]!.boot, batch);
    const done = decided(batch, answer);
    this.refused = done.length > 0 && answer.accepted.length === 0 ? (answer.rejected.at(-1)?.reason ?? "") : "";
    if (done.length === 0) throw new ApiError(503, "no verdict");
    await this.forget(done);
  }
}

/** A boot has fewer fixes than this. */
const PER_BOOT = 1e6;

function keyOf({ boot, seq }: Fix): number {
  return boot * PER_BOOT + seq;
}
