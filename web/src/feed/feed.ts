// One subscription on /live: connects, subscribes, resumes by cursor, comes back by itself.
import { decode } from "../protocol/decode";
import { decodeJson } from "../protocol/decode_json";
import { encode } from "../protocol/encode";
import type { ClientMessage, Cursor, ServerMessage, Subscribe } from "../protocol/live";
import { follow } from "../state/cursor";
import { delay } from "./backoff";
import { Holding } from "./holding";
import { differenceServes, sameView, type View } from "./view";

/** The part of WebSocket that is used, so that tests can stand in. */
export interface Socket {
  binaryType: string;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: Uint8Array<ArrayBuffer> | string): void;
  close(code?: number): void;
}

export type Asks = Pick<Subscribe, "layers" | "everywhere">;

/** Of the view; the list of incidents and the stations' figures must not change when the map is moved. */
const DESK_ASKS: Asks = { layers: ["worker", "incident", "reach", "count"], everywhere: ["incident", "reach"] };

/** JSON says the same as binary, in a form that people can read. */
export type Format = "binary" | "json";

export interface FeedOptions {
  /** What `open` connects to speaks it. */
  readonly format: Format;
  /** What a desk asks for unless said otherwise. */
  readonly asks?: Asks | undefined;
  readonly open: () => Socket;
  readonly random: () => number;
  /** Runs `work` after `ms`; answers a function that cancels it. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** A connection was lost; `attempt` counts the tries since the last that stood. */
  readonly onLost: (attempt: number) => void;
  readonly onBadMessage: (reason: string) => void;
}

/** Silence after which a connection that looks open counts as dead: three missed heartbeats. */
export const SILENCE_MS = 16_000;
/** A connection that stood so long starts the waiting times over. */
export const STABLE_MS = 10_000;

/** One connection at a time; it lives until `close`. */
export class Feed {
  private socket: Socket | null = null;
  private view: View | null = null;
  /** Everything up to it has been handed to `onMessage`. */
  private cursor: Cursor | null = null;
  /** The server has said hello and takes subscriptions. */
  private ready = false;
  private readonly holding = new Holding();
  private attempt = 0;
  private started = false;
  private closed = false;
  private cancelRetry = (): void => {};
  private cancelSilence = (): void => {};
  private cancelStable = (): void => {};

  constructor(private readonly options: FeedOptions) {}

  get connected(): boolean {
    return this.ready;
  }

  /** Another view: on a standing connection the cells it shares with the one before are not sent again. */
  show(view: View): void {
    const before = this.view;
    if (before && sameView(before, view)) return;
    this.view = view;
    if (!this.ready) this.holding.lose();
    else if (before && !this.holding.awaitsSnapshot() && differenceServes(before, view)) this.subscribeDifference();
    else this.subscribeWhole();
    if (this.started || this.closed) return;
    this.started = true;
    this.connect();
  }

  /** Ask for a snapshot of the same view. */
  refresh(): void {
    if (this.ready) this.subscribeWhole();
  }

  /** Try at once instead of waiting (the network is back). */
  hurry(): void {
    if (this.started && !this.socket && !this.closed) this.connect();
  }

  close(): void {
    this.closed = true;
    this.cancelRetry();
    this.lose();
  }

  private send(message: ClientMessage): void {
    this.socket?.send(this.options.format === "json" ? JSON.stringify(message) : encode(message));
  }

  private subscribe(resume: Cursor | null): void {
    if (!this.view) return;
    const { bbox, zoom } = this.view;
    this.send({ type: "subscribe", bbox, zoom, ...(this.options.asks ?? DESK_ASKS), ...(resume ? { resume } : {}) });
  }

  private subscribeWhole(): void {
    this.holding.askAgain();
    this.subscribe(null);
  }

  private subscribeDifference(): void {
    this.holding.askDifference();
    this.subscribe(this.cursor);
  }

  /** The first subscription of a connection resumes only where the page holds this very view. */
  private subscribeFirst(): void {
    if (this.holding.whole()) return this.subscribe(this.cursor);
    this.holding.lose();
    this.subscribe(null);
  }

  private connect(): void {
    this.cancelRetry();
    const mine = this.options.open();
    this.socket = mine;
    mine.binaryType = "arraybuffer";
    mine.onmessage = (event) => { if (this.socket === mine) this.receive(event.data); };
    mine.onclose = () => { if (this.socket === mine) this.lose(); };
    this.listenForSilence();
  }

  private listenForSilence(): void {
    this.cancelSilence();
    this.cancelSilence = this.options.after(SILENCE_MS, () => this.lose());
  }

  private receive(data: unknown): void {
    this.listenForSilence();
    let message: ServerMessage;
    try {
      message = typeof data === "string" ? decodeJson(data) : decode(new Uint8Array(data as ArrayBuffer));
    } catch (error) {
      this.options.onBadMessage(String(error));
      this.lose();
      return;
    }
    this.handle(message);
  }

  private handle(message: ServerMessage): void {
    if (message.type === "hello" && this.cursor?.epoch !== message.epoch) this.holding.lose();
    this.holding.hear(message);
    this.cursor = follow(this.cursor, message);
    this.options.onMessage(message);
    if (message.type !== "hello") return;
    this.ready = true;
    this.cancelStable();
    this.cancelStable = this.options.after(STABLE_MS, () => { this.attempt = 0; });
    this.subscribeFirst();
  }

  private lose(): void {
    const old = this.socket;
    this.socket = null;
    this.ready = false;
    this.cancelSilence();
    this.cancelStable();
    old?.close();
    if (this.closed) return;
    this.options.onLost(this.attempt);
    this.cancelRetry = this.options.after(delay(this.attempt, this.options.random), () => this.connect());
    this.attempt += 1;
  }
}
