// The planner's page: signs in, reads what there is, starts the plan.
import "virtual:tokens.css";
import "maplibre-gl/dist/maplibre-gl.css";
import "./style/base.css";
import "./style/card.css";
import "./style/map.css";
import "./style/planner.css";
import { api, ApiError } from "./api";
import { h } from "./dom";
import { t } from "./i18n/zh_CN";
import { button } from "./panels/parts";
import { explain, signIn } from "./panels/sign_in";
import { startPlanner } from "./planner/planner";
import { plannerApi } from "./planner/planner_api";

async function boot(): Promise<void> {
  const root = document.getElementById("app")!;
  const theme = new URLSearchParams(location.search).get("theme") === "dark" ? "dark" : "light";
  document.documentElement.dataset["theme"] = theme;
  const session = await signIn(root, api, location, history);
  if (!session) return;
  root.replaceChildren(h("p", { class: "loading" }, t("planner.loading")));
  try {
    startPlanner({ root, api, plannerApi, session, info: await api.map(), theme });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return explain(root, t("signin.expired"));
    const detail = error instanceof Error ? error.message : String(error);
    root.replaceChildren(h("main", { class: "signin" }, h("p", {}, t("app.load_failed", { detail })), button(t("app.retry"), () => location.reload())));
  }
}

void boot();
