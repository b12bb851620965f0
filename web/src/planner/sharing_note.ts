// What the reader is told of the last thing with an open plan that did not go as asked.
import { statusOf } from "./failure";

export type SharingNote = "none" | "overtaken" | "gone" | "rights" | "unfit" | "unknown" | "full" | "no_streets" | "waiting" | "failed";

/** Two refusals of status 409 are not about another's change. */
export const isOvertaken = (error: unknown): boolean => statusOf(error) === 409 && /is at version/.test((error as Error).message);

/** A status 404 is of something that the plan names, a station or kind: the plan itself is looked for by its id. */
export function noteOf(error: unknown): SharingNote {
  switch (statusOf(error)) {
    case 403: return "rights";
    case 404: return "unknown";
    case 409: {
      const { message } = error as Error;
      if (/are kept/.test(message)) return "full";
      return /walk layer|street/i.test(message) ? "no_streets" : "overtaken";
    }
    case 422: return "unfit";
    default: return "failed";
  }
}
