// The command map: signs in, reads what there is, puts the parts together.
import "virtual:tokens.css";
import "maplibre-gl/dist/maplibre-gl.css";
import "./style/base.css";
import "./style/list.css";
import "./style/card.css";
import "./style/map.css";
import "./style/figures.css";
import "./style/staffing.css";
import { api, ApiError } from "./api";
import { startDesk } from "./desk";
import { h } from "./dom";
import type { Format } from "./feed/feed";
import { t } from "./i18n/zh_CN";
import { button } from "./panels/parts";
import { nameStages } from "./stage_words";
import { explain, signIn, signInCode } from "./panels/sign_in";
import type { Theme } from "../tokens/tokens";

function firstTheme(): Theme {
  const asked = new URLSearchParams(location.search).get("theme");
  return asked === "dark" ? "dark" : "light";
}

/** `?wall` makes lines and words of the map as large as three metres of distance ask for. */
function firstScale(): number {
  const DESK_UNITS = 1152;
  return new URLSearchParams(location.search).has("wall") ? Math.min(4, Math.max(1, innerWidth / DESK_UNITS)) : 1;
}

/** `?live=json` lets one read the stream in the browser's tools. */
function format(): Format {
  return new URLSearchParams(location.search).get("live") === "json" ? "json" : "binary";
}

async function boot(): Promise<void> {
  const root = document.getElementById("app")!;
  const theme = firstTheme();
  document.documentElement.dataset["theme"] = theme;
  const session = await signIn(root, api, location, history);
  if (!session) return;
  root.replaceChildren(h("p", { class: "loading" }, t("app.loading")));
  try {
    const [info, stages] = await Promise.all([api.map(), api.workflow()]);
    nameStages(stages);
    startDesk({ root, api, session, info, theme, scale: firstScale(), format: format() });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return explain(root, t("signin.expired"));
    const detail = error instanceof Error ? error.message : String(error);
    root.replaceChildren(h("main", { class: "signin" }, h("p", {}, t("app.load_failed", { detail })), button(t("app.retry"), () => location.reload())));
  }
}

// A second link opened in the same tab changes only the fragment.
window.addEventListener("hashchange", () => { if (signInCode(location.hash) !== null) location.reload(); });
void boot();
