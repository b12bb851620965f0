// What the worker has done, as long as the server has not confirmed it: a queue, changed by pure functions.

export interface ActionDeed {
  readonly kind: "action";
  readonly incident: string;
  readonly title: string;
  readonly action: string;
  readonly note: string;
  /** The version that the worker had before the eyes. */
  readonly base: number;
}

export interface FieldReport {
  readonly id: string;
  readonly channel: string;
  readonly category?: string;
  readonly text: string;
  readonly severity: string;
  readonly lon: number;
  readonly lat: number;
  readonly time: string;
}

export interface ReportDeed {
  readonly kind: "report";
  readonly report: FieldReport;
}

export interface DutyDeed {
  readonly kind: "duty";
  readonly on: boolean;
}

export type Deed = ActionDeed | ReportDeed | DutyDeed;

/** What the server had when somebody else was faster. */
export interface Theirs {
  readonly version: number;
  readonly stage: string;
  readonly etag: string;
  /** The newest step: who, what, when. */
  readonly actor: string;
  readonly action: string;
  readonly note: string;
  readonly time_ms: number | null;
}

export interface Order {
  /** Grows: the order of doing is the order of sending. */
  readonly key: number;
  /** Server time of the doing, as well as this page knew it. */
  readonly time_ms: number;
  readonly deed: Deed;
  readonly state: "waiting" | "refused" | "conflict" | "sent";
  /** Shrunk; empty once the server has them. */
  readonly photos: readonly Blob[];
  /** Of the photos that the server has. */
  readonly digests: readonly string[];
  readonly sent_ms?: number;
  /** The version that it made. */
  readonly version?: number;
  /** Why it was refused, or why photos stayed here. */
  readonly reason?: string;
  readonly theirs?: Theirs;
}

/** Orders with the same subject are sent one after the other, and wait for one that was refused. */
export function subject({ deed }: Order): string {
  if (deed.kind === "duty") return "duty";
  return deed.kind === "action" ? deed.incident : deed.report.id;
}

export function isStuck({ state }: Order): boolean {
  return state === "refused" || state === "conflict";
}

/** Not confirmed yet: waiting, refused or in conflict. */
export function unsent(orders: readonly Order[]): Order[] {
  return orders.filter((order) => order.state !== "sent");
}

export function ordersOf(orders: readonly Order[], incident: string): Order[] {
  return orders.filter((order) => subject(order) === incident);
}

/** The first that waits for nothing but the network. */
export function nextToSend(orders: readonly Order[]): Order | null {
  const stuck = new Set<string>();
  for (const order of orders) {
    if (isStuck(order)) stuck.add(subject(order));
    else if (order.state === "waiting" && !stuck.has(subject(order))) return order;
  }
  return null;
}

/** Behind one that was refused. */
export function isHeld(orders: readonly Order[], order: Order): boolean {
  return order.state === "waiting" && orders.some((other) => other.key < order.key && isStuck(other) && subject(other) === subject(order));
}

/** What was done next was done to the version that this one made: its own step surprises nobody. */
export function carriedOn(orders: readonly Order[], sent: Order): Order[] {
  const { version } = sent;
  if (version === undefined) return [];
  return orders.flatMap((order) => {
    const follows = order.key > sent.key && order.state === "waiting" && order.deed.kind === "action" && subject(order) === subject(sent);
    return follows ? [{ ...order, deed: { ...(order.deed as ActionDeed), base: version } }] : [];
  });
}

/** A day of what was sent is kept to be looked at. */
const KEPT_SENT = 20;

export function outlived(orders: readonly Order[]): Order[] {
  const sent = orders.filter((order) => order.state === "sent" && order.photos.length === 0);
  return sent.slice(0, Math.max(0, sent.length - KEPT_SENT));
}

/** What was said about duty last and waits; null: nothing. */
export function dutyOrder(orders: readonly Order[]): Order | null {
  return orders.filter((order) => order.state === "waiting" && order.deed.kind === "duty").at(-1) ?? null;
}
