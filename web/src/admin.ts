// The steward's page: signs in, reads what there is, starts the import.
import "virtual:tokens.css";
import "maplibre-gl/dist/maplibre-gl.css";
import "./style/base.css";
import "./style/card.css";
import "./style/map.css";
import "./style/import.css";
import "./style/print.css";
import { startAdmin } from "./admin/admin";
import { mayImport } from "./admin/rights";
import { api, ApiError } from "./api";
import { h } from "./dom";
import { t } from "./i18n/zh_CN";
import { button } from "./panels/parts";
import { explain, signIn } from "./panels/sign_in";

async function boot(): Promise<void> {
  const root = document.getElementById("app")!;
  const theme = new URLSearchParams(location.search).get("theme") === "dark" ? "dark" : "light";
  document.documentElement.dataset["theme"] = theme;
  const session = await signIn(root, api, location, history);
  if (!session) return;
  if (!mayImport(session)) return explain(root, t("import.not_yours"));
  root.replaceChildren(h("p", { class: "loading" }, t("app.loading")));
  try {
    startAdmin({ root, api, session, info: await api.map(), theme });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return explain(root, t("signin.expired"));
    const detail = error instanceof Error ? error.message : String(error);
    root.replaceChildren(h("main", { class: "signin" }, h("p", {}, t("app.load_failed", { detail })), button(t("app.retry"), () => location.reload())));
  }
}

void boot();
