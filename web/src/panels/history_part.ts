// What was done with an incident, newest first, and what proves it.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import type { HistoryEntry, IncidentDetail } from "../protocol/json";
import { shortTime } from "../words";
import type { Context } from "./context";
import { evidenceOf, proofWords } from "./evidence_words";
import { section } from "./parts";
import { photoWord } from "./photos_part";

export function historyPart({ session, workerName }: Context, incident: IncidentDetail, now: number): HTMLElement[] {
  if (incident.history.length === 0) return [];
  const actor = (id: string): string => (id === session.user ? session.name : workerName(id)) || id;
  const lines = [...incident.history].reverse().map((entry) =>
    h("li", { attrs: { "data-step": entry.action } },
      h("span", { class: "when" }, shortTime(entry.time_ms, now)),
      h("div", { class: "step" },
        h("span", {}, [actor(entry.actor), word("action", entry.action), entry.note].filter((w) => w !== "").join(" · ")),
        entry.proof && h("p", { class: "proof" }, proofWords(entry.proof)),
        evidenceLine(incident, entry))));
  return [section(t("incident.history"), h("ol", { class: "history" }, ...lines))];
}

function evidenceLine({ id, photos }: IncidentDetail, { evidence }: HistoryEntry): HTMLElement | null {
  const { digests, words } = evidenceOf(evidence);
  if (digests.length === 0 && words === "") return null;
  const pictures = digests.flatMap((digest, at) => [at > 0 ? " " : "", photoWord(id, photos, digest)]);
  return h("p", { class: "evidence" }, t("history.evidence"), words, words !== "" && digests.length > 0 ? " " : "", ...pictures);
}
