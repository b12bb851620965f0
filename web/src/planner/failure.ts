// What went wrong, what is safe, what to do next: in the reader's words.
import { ApiError } from "../api";
import { t } from "../i18n/zh_CN";

/** -1: it is no answer of the server, nor the want of one. */
export const statusOf = (error: unknown): number => (error instanceof ApiError ? error.status : -1);

/** The server could not be asked, or has no time now: the same may well go later. */
export function mayGoLater(error: unknown): boolean {
  const status = statusOf(error);
  return status === 0 || status === 429 || (status >= 500 && status !== 501);
}

export type Doing = "reading" | "trying" | "searching" | "siting";

/** Refusals, by what the server's sentence holds. */
const REFUSED = [
  [/street nearest to the place is closed/, "planner.failed.closed_already"],
  [/street nearest to the place is open/, "planner.failed.open_already"],
  [/at most 1 km/, "planner.failed.too_long"],
  [/is removed before/, "planner.failed.removed_already"],
  [/ is closed at /, "planner.failed.closed_then"],
  [/ is closed for now/, "planner.failed.closed_for_now"],
  [/memory ran out|candidates together have more/, "planner.failed.too_much"],
  [/nothing of households/, "planner.failed.no_households"],
  [/too far to be drawn/, "planner.failed.too_far"],
  [/no street lies within 20 m/, "planner.failed.beside_street"],
  [/no (open )?street (lies|is) within/, "planner.failed.off_street"],
] as const;

function refusal(detail: string): string {
  const known = REFUSED.find(([pattern]) => pattern.test(detail));
  return known ? t(known[1]) : t("planner.failed.unfit", { detail });
}

/** Whether asking once more may help any of them: what was refused for what it asks stays refused. */
export function isWorthAsking(failures: readonly unknown[]): boolean {
  return failures.some((failed) => failed != null && ![400, 403, 404, 422].includes(statusOf(failed)));
}

export function failureWords(error: unknown, doing: Doing): string {
  if (!(error instanceof ApiError)) return t("planner.failed.other", { detail: error instanceof Error ? error.message : String(error) });
  switch (error.status) {
    case 0: return t("planner.failed.offline");
    case 403: return t(doing === "siting" ? "planner.failed.siting_rights" : "planner.failed.rights");
    case 404: return t(/of the kind/.test(error.message) ? "planner.failed.kind" : doing === "siting" ? "planner.failed.siting_gone" : "planner.failed.unknown");
    case 409:
      if (doing !== "siting" || /walk layer|street/i.test(error.message)) return t("planner.failed.no_streets");
      return t(/your siting/.test(error.message) ? "planner.failed.siting_own" : "planner.failed.siting_busy");
    case 422: return refusal(error.message);
    case 501: return t("planner.failed.no_exact");
    case 503: return t("planner.failed.busy");
    default: return t("planner.failed.other", { detail: error.message });
  }
}
