// The queue at work: kept on the shelf first, sent in order, tried again; nothing leaves it unconfirmed by itself.
import { delay } from "../feed/backoff";
import { carriedOn, isStuck, nextToSend, outlived, type Deed, type Order } from "./orders";
import { sendOrder, type Door, type Verdict, type Words } from "./sender";
import type { Shelf } from "./shelf";

export interface OutboxOptions {
  readonly shelf: Shelf<Order>;
  readonly door: Door;
  readonly me: string;
  readonly words: Words;
  readonly refusal: (deed: Deed, verdict: Extract<Verdict, { kind: "refused" }>) => string;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly onChange: () => void;
  readonly onSent: (order: Order, verdict: Extract<Verdict, { kind: "sent" }>) => void;
  readonly onSignedOut: () => void;
}

export class Outbox {
  private held: readonly Order[] = [];
  /** The last key given away, also to one that could not be kept. */
  private newest = 0;
  private running = false;
  /** Asked for while a try was under way: it may have failed before the network came back. */
  private asked = false;
  private attempt = 0;
  private cancelRetry = (): void => {};

  private constructor(private readonly options: OutboxOptions) {}

  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options);
    outbox.held = (await options.shelf.all()).sort((a, b) => a.key - b.key);
    return outbox;
  }

  orders(): readonly Order[] {
    return this.held;
  }

  /** Being sent right now. */
  get sending(): boolean {
    return this.running;
  }

  /** Answers once it is safe on this tablet; what cannot be kept is not in the queue, and throws. */
  async add(deed: Deed, photos: readonly Blob[] = []): Promise<void> {
    const key = Math.max(this.newest, this.held.at(-1)?.key ?? 0) + 1;
    this.newest = key;
    const order: Order = { key, time_ms: this.options.now(), deed, state: "waiting", photos, digests: [] };
    await this.options.shelf.put(key, order);
    this.held = [...this.held, order].sort((a, b) => a.key - b.key);
    this.options.onChange();
    void this.run();
  }

  /** The network may be back. */
  hurry(): void {
    void this.run();
  }

  /** Send what was refused once more; over the other's version when that is what stood in the way. */
  async again(key: number): Promise<void> {
    const order = this.find(key);
    if (!order || !isStuck(order)) return;
    const { reason: _reason, theirs, ...rest } = order;
    const deed = theirs && rest.deed.kind === "action" ? { ...rest.deed, base: theirs.version } : rest.deed;
    await this.put({ ...rest, deed, state: "waiting" });
    void this.run();
  }

  /** Only by hand, and only what was refused, or sent. */
  async drop(key: number): Promise<void> {
    const order = this.find(key);
    if (!order || order.state === "waiting") return;
    await this.remove(order);
    this.options.onChange();
    void this.run();
  }

  private find(key: number): Order | undefined {
    return this.held.find((order) => order.key === key);
  }

  private async put(order: Order): Promise<void> {
    this.held = this.held.map((other) => (other.key === order.key ? order : other));
    await this.options.shelf.put(order.key, order);
    this.options.onChange();
  }

  private async remove(order: Order): Promise<void> {
    this.held = this.held.filter((other) => other.key !== order.key);
    await this.options.shelf.remove(order.key);
  }

  private async run(): Promise<void> {
    this.asked = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.asked) {
        this.asked = false;
        await this.sendAll();
      }
    } finally {
      this.running = false;
      this.options.onChange();
    }
  }

  private async sendAll(): Promise<void> {
    this.cancelRetry();
    for (let order = nextToSend(this.held); order; order = nextToSend(this.held)) {
      if (!(await this.sendOne(order))) return;
    }
  }

  /** Whether to go on with the next. */
  private async sendOne(order: Order): Promise<boolean> {
    const { door, me, words } = this.options;
    const uploaded = (digests: readonly string[]): Promise<void> => this.put({ ...order, digests });
    const verdict = await sendOrder(order, { door, me, words, uploaded });
    const now = this.find(order.key) ?? order;
    switch (verdict.kind) {
      case "sent": await this.settle(now, verdict); return true;
      case "refused": await this.put({ ...now, state: "refused", reason: this.options.refusal(order.deed, verdict) }); return true;
      case "conflict": await this.put({ ...now, state: "conflict", theirs: verdict.theirs }); return true;
      case "signed_out": this.asked = false; this.options.onSignedOut(); return false;
      case "wait": this.retryLater(); return false;
    }
  }

  private async settle(order: Order, verdict: Extract<Verdict, { kind: "sent" }>): Promise<void> {
    this.attempt = 0;
    const { version, kept } = verdict;
    const sent: Order = {
      ...order, state: "sent", sent_ms: this.options.now(), photos: kept === undefined ? [] : order.photos,
      ...(version !== undefined && { version }), ...(kept !== undefined && { reason: kept }),
    };
    await this.put(sent);
    for (const next of carriedOn(this.held, sent)) await this.put(next);
    for (const old of outlived(this.held)) await this.remove(old);
    this.options.onSent(sent, verdict);
  }

  private retryLater(): void {
    this.cancelRetry = this.options.after(delay(this.attempt, this.options.random), () => void this.run());
    this.attempt += 1;
  }
}

