// How far the stream has been heard: what a resume asks to go on from.
import type { Cursor, ServerMessage } from "../protocol/live";

/** The largest seq and tick of the same log; a snapshot sets both. */
export function follow(cursor: Cursor | null, message: ServerMessage): Cursor | null {
  switch (message.type) {
    case "hello":
      // The cursor of the same log stays: it is what a resume asks for.
      return cursor?.epoch === message.epoch ? cursor : { epoch: message.epoch, seq: 0, tick: 0 };
    case "snapshot":
      return { epoch: cursor?.epoch ?? "", seq: message.seq, tick: message.tick };
    case "changes":
      return cursor && {
        epoch: cursor.epoch,
        seq: Math.max(cursor.seq, message.seq ?? 0),
        tick: Math.max(cursor.tick, message.tick ?? 0),
      };
    default:
      return cursor;
  }
}

/** Carries both figures: the end of a gap, or a sign of life. */
export function closesGap(message: ServerMessage): boolean {
  return message.type === "changes" && message.seq !== undefined && message.tick !== undefined;
}
