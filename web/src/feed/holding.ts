// Whether the page holds the whole of the view it asked for: only then may a new connection resume it.
import { closesGap } from "../state/cursor";
import type { ServerMessage } from "../protocol/live";

/** Signs of life after which a snapshot that has not come was merged with another one. */
const MERGED_SIGNS = 3;

export class Holding {
  private snapshots = 1;
  private signs = 0;
  private gaps = 0;

  awaitsSnapshot(): boolean {
    return this.snapshots > 0;
  }

  whole(): boolean {
    return this.snapshots === 0 && this.gaps === 0;
  }

  /** Another view or another log: nothing of it is here. */
  lose(): void {
    this.snapshots = 0;
    this.askAgain();
  }

  /** A snapshot was asked for on this connection, beside those still to come. */
  askAgain(): void {
    this.snapshots += 1;
    this.signs = 0;
    this.gaps = 0;
  }

  /**
   * The difference to the view before was asked for on this connection. A sign of life of that view may still
   * be under way and looks like the end of the gap: the second of its kind cannot.
   */
  askDifference(): void {
    this.gaps = 2;
  }

  hear(message: ServerMessage): void {
    if (message.type === "snapshot") this.snapshots = Math.max(0, this.snapshots - 1);
    else if (message.type === "resync") this.askAgain();
    else if (closesGap(message)) this.hearSign();
  }

  private hearSign(): void {
    this.gaps = Math.max(0, this.gaps - 1);
    this.signs += 1;
    // A viewer that did not keep up gets one snapshot for all it asked for: nothing is left to wait for.
    if (this.signs >= MERGED_SIGNS) this.snapshots = 0;
  }
}
