// What went wrong, what is safe, what to do next: in the reader's words.
import { ApiError } from "../api";
import { t } from "../i18n/zh_CN";

export type Doing = "reading" | "trying" | "searching" | "siting";

/** Refusals of an edit that are not about a missing street, by what the server's sentence holds. */
const REFUSED = [
  [/street nearest to the place is closed/, "planner.failed.closed_already"],
  [/street nearest to the place is open/, "planner.failed.open_already"],
  [/at most 1 km/, "planner.failed.too_long"],
  [/is removed before/, "planner.failed.removed_already"],
  [/ is closed at /, "planner.failed.closed_then"],
  [/nothing of households/, "planner.failed.no_households"],
  [/no (open )?street lies|no street within/, "planner.failed.off_street"],
] as const;

function refusal(detail: string): string {
  const known = REFUSED.find(([pattern]) => pattern.test(detail));
  return known ? t(known[1]) : t("planner.failed.unfit", { detail });
}

export function failureWords(error: unknown, doing: Doing): string {
  if (!(error instanceof ApiError)) return t("planner.failed.other", { detail: error instanceof Error ? error.message : String(error) });
  switch (error.status) {
    case 0: return t("planner.failed.offline");
    case 403: return t("planner.failed.rights");
    case 404: return t(doing === "siting" ? "planner.failed.siting_gone" : "planner.failed.unknown");
    case 409: return t(doing === "siting" && !/street/i.test(error.message) ? "planner.failed.siting_busy" : "planner.failed.no_streets");
    case 422: return refusal(error.message);
    case 503: return t("planner.failed.busy");
    default: return t("planner.failed.other", { detail: error.message });
  }
}
