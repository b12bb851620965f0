// Without a session: how to get a link. With `#signin=CODE`: a session.
import { ApiError, type Api } from "../api";
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import type { Session } from "../protocol/json";
import { logo } from "./signs";

/** The code of a one-time link, or null. */
export function signInCode(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("signin");
}

function page(root: HTMLElement, ...lines: string[]): void {
  root.replaceChildren(h(
    "main", { class: "signin", id: "signin" },
    h("span", { class: "brand" }, logo(), h("span", { class: "name" }, t("app.name"))),
    ...lines.map((words) => h("p", {}, words)),
  ));
}

export function explain(root: HTMLElement, first: string): void {
  page(root, first, t("signin.steps"));
}

/** Answers null after having said why not. */
export async function signIn(root: HTMLElement, api: Api, place: Location, past: History): Promise<Session | null> {
  const code = signInCode(place.hash);
  // Before anything else: the code must not stay in the address or the history.
  if (code !== null) past.replaceState(null, "", place.pathname + place.search);
  try {
    if (code === null) return await api.session();
    page(root, t("signin.trying"));
    return await api.signIn(code);
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401 || status === 403) return code === null ? (explain(root, t("signin.how")), null) : await again(root, api);
    page(root, t("signin.failed", { detail: error instanceof Error ? error.message : String(error) }));
    return null;
  }
}

/** A used link opened in a browser that still has its session is no reason to lock anybody out. */
async function again(root: HTMLElement, api: Api): Promise<Session | null> {
  try {
    return await api.session();
  } catch {
    explain(root, t("signin.used"));
    return null;
  }
}
