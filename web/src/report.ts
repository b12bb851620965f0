// A resident's page: `?b=CODE` writes, `?i=ID&receipt=R` looks how it goes on.
import "virtual:tokens.css";
import "./style/resident.css";
import { r } from "./i18n/resident_zh_CN";
import { h } from "./dom";
import { frame } from "./resident/frame";
import { linkTo } from "./resident/letter";
import { residentApi } from "./resident/resident_api";
import { statusPage } from "./resident/status_page";
import { writePage } from "./resident/write_page";

const root = document.getElementById("app")!;
const asked = new URLSearchParams(location.search);
const dark = asked.get("theme") === "dark" || (asked.get("theme") === null && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset["theme"] = dark ? "dark" : "light";

const id = asked.get("i");
const receipt = asked.get("receipt");
const building = asked.get("b")?.trim();

if (id && receipt) statusPage({ root, api: residentApi, id, receipt, received: null });
else if (building) {
  writePage({
    root, api: residentApi, building, memory: localStorage,
    onReceived(sent, with_receipt, words) {
      // A reload, and the way back, lead to how it goes on; not to sending again.
      history.replaceState(null, "", linkTo(sent, with_receipt));
      statusPage({ root, api: residentApi, id: sent, receipt: with_receipt, received: words });
    },
  });
} else frame(root, r("title"), h("p", { class: "say" }, r("no_code")));
