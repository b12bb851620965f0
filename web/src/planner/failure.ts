// What went wrong, what is safe, what to do next: in the reader's words.
import { ApiError } from "../api";
import { t } from "../i18n/zh_CN";

export type Doing = "reading" | "trying" | "searching" | "siting";

export function failureWords(error: unknown, doing: Doing): string {
  if (!(error instanceof ApiError)) return t("planner.failed.other", { detail: error instanceof Error ? error.message : String(error) });
  switch (error.status) {
    case 0: return t("planner.failed.offline");
    case 403: return t("planner.failed.rights");
    case 404: return t(doing === "siting" ? "planner.failed.siting_gone" : "planner.failed.unknown");
    case 409: return t(doing === "siting" && !/street/i.test(error.message) ? "planner.failed.siting_busy" : "planner.failed.no_streets");
    case 422: return t(doing === "trying" || doing === "reading" ? "planner.failed.off_street" : "planner.failed.unfit", { detail: error.message });
    default: return t("planner.failed.other", { detail: error.message });
  }
}
