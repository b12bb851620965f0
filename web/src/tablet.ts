// The grid worker's page: signs in, opens what is kept on this tablet, starts the work.
import "virtual:tokens.css";
import "maplibre-gl/dist/maplibre-gl.css";
import "./style/base.css";
import "./style/list.css";
import "./style/card.css";
import "./style/map.css";
import "./style/tablet.css";
import { api, ApiError } from "./api";
import { h } from "./dom";
import { t } from "./i18n/zh_CN";
import { button } from "./panels/parts";
import { nameStages } from "./stage_words";
import { explain, signIn, signInCode } from "./panels/sign_in";
import { startTablet } from "./tablet/tablet";
import type { Theme } from "../tokens/tokens";

/** Light by day, for the sun; dark in the evening, for the eyes. */
function firstTheme(hour: number): Theme {
  const asked = new URLSearchParams(location.search).get("theme");
  if (asked === "dark" || asked === "light") return asked;
  return hour >= 18 || hour < 6 ? "dark" : "light";
}

async function boot(): Promise<void> {
  const root = document.getElementById("app")!;
  const theme = firstTheme(new Date().getHours());
  document.documentElement.dataset["theme"] = theme;
  const session = await signIn(root, api, location, history);
  if (!session) return;
  if (session.role !== "grid_worker") return explain(root, t("tablet.not_yours"));
  root.replaceChildren(h("p", { class: "loading" }, t("app.loading")));
  try {
    const [info, stages] = await Promise.all([api.map(), api.workflow()]);
    nameStages(stages);
    await startTablet({ root, session, info, theme });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return explain(root, t("signin.expired"));
    const detail = error instanceof Error ? error.message : String(error);
    root.replaceChildren(h("main", { class: "signin" }, h("p", {}, t("app.load_failed", { detail })), button(t("app.retry"), () => location.reload())));
  }
}

window.addEventListener("hashchange", () => { if (signInCode(location.hash) !== null) location.reload(); });
void boot();
