// One subscription on /live: connects, subscribes, resumes by cursor, comes back by itself.
import { decode } from "../protocol/decode";
import { encode } from "../protocol/encode";
import type { Bbox, ClientMessage, Cursor, ServerMessage } from "../protocol/live";
import { delay } from "./backoff";

/** The part of WebSocket that is used, so that tests can stand in. */
export interface Socket {
  binaryType: string;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface View {
  readonly bbox: Bbox;
  readonly zoom: number;
}

/** Workers of the view; the list of incidents and the stations' figures must not change when the map is moved. */
const LAYERS = { layers: ["worker", "incident", "reach"], everywhere: ["incident", "reach"] } as const;

export interface FeedOptions {
  readonly open: () => Socket;
  readonly random: () => number;
  /** Runs `work` after `ms`; answers a function that cancels it. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** What the page holds: sent as `resume` after a lost connection. */
  readonly cursor: () => Cursor | null;
  readonly onMessage: (message: ServerMessage) => void;
  /** A connection was lost; `attempt` counts the tries since the last that worked. */
  readonly onLost: (attempt: number) => void;
  readonly onBadMessage: (reason: string) => void;
}

/** Silence after which a connection that looks open counts as dead: three missed heartbeats. */
export const SILENCE_MS = 16_000;

/** One connection at a time; it lives until `close`. */
export class Feed {
  private socket: Socket | null = null;
  private view: View | null = null;
  /** The server has said hello and takes subscriptions. */
  private ready = false;
  /** Snapshots asked for and not yet here; until then the page does not hold its view. */
  private awaited = 1;
  private attempt = 0;
  private closed = false;
  private cancelRetry = (): void => {};
  private cancelSilence = (): void => {};

  constructor(private readonly options: FeedOptions) {}

  /** Another view: a snapshot of it will replace what the page holds. */
  show(view: View): void {
    this.view = view;
    if (this.ready) this.subscribe(false);
    else this.awaited = 1;
    if (!this.socket && this.attempt === 0 && !this.closed) this.connect();
  }

  /** Ask for a snapshot of the same view. */
  refresh(): void {
    this.subscribe(false);
  }

  /** Try at once instead of waiting (the network is back). */
  hurry(): void {
    if (!this.socket && !this.closed && this.view) this.connect();
  }

  close(): void {
    this.closed = true;
    this.cancelRetry();
    this.lose(1000);
  }

  private send(message: ClientMessage): void {
    this.socket?.send(encode(message));
  }

  /** `resume` only where the page holds this very view. */
  private subscribe(resume: boolean): void {
    if (!this.view || !this.ready) return;
    const cursor = resume && this.awaited === 0 ? this.options.cursor() : null;
    if (!cursor) this.awaited = resume ? 1 : this.awaited + 1;
    this.send({ type: "subscribe", ...this.view, ...LAYERS, ...(cursor ? { resume: cursor } : {}) });
  }

  private connect(): void {
    this.cancelRetry();
    const mine = this.options.open();
    this.socket = mine;
    mine.binaryType = "arraybuffer";
    mine.onmessage = (event) => { if (this.socket === mine) this.receive(event.data); };
    mine.onclose = (event) => { if (this.socket === mine) this.lose(event.code); };
    this.listenForSilence();
  }

  private listenForSilence(): void {
    this.cancelSilence();
    this.cancelSilence = this.options.after(SILENCE_MS, () => this.lose(1006));
  }

  private receive(data: unknown): void {
    this.listenForSilence();
    let message: ServerMessage;
    try {
      message = decode(new Uint8Array(data as ArrayBuffer));
    } catch (error) {
      this.options.onBadMessage(String(error));
      this.lose(1002);
      return;
    }
    this.handle(message);
  }

  private handle(message: ServerMessage): void {
    if (message.type === "hello") {
      if (this.options.cursor()?.epoch !== message.epoch) this.awaited = 1;
      this.options.onMessage(message);
      this.ready = true;
      this.subscribe(true);
      return;
    }
    if (message.type === "snapshot") this.awaited = Math.max(0, this.awaited - 1);
    if (message.type === "resync") this.awaited += 1;
    if (message.type === "snapshot" || message.type === "changes") this.attempt = 0;
    this.options.onMessage(message);
  }

  private lose(code: number): void {
    const old = this.socket;
    this.socket = null;
    this.ready = false;
    this.cancelSilence();
    old?.close();
    if (this.closed) return;
    this.options.onLost(this.attempt);
    this.cancelRetry = this.options.after(delay(this.attempt, code, this.options.random), () => this.connect());
    this.attempt += 1;
  }
}
