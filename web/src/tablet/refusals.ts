// Why the server did not take something, in words of the field.
import { t, word, type TextKey } from "../i18n/zh_CN";
import type { Deed } from "./orders";
import type { Verdict } from "./sender";
import { stageWord } from "../stage_words";

/** The server's own words for what is missing (server/rules/workflow/guard.cpp); others are shown as they come. */
const MISSING: Readonly<Record<string, TextKey>> = {
  "a note must say why": "refused.note",
  "evidence is needed": "refused.evidence",
  "it is paused": "refused.paused",
  "it is not paused": "refused.not_paused",
  "the resident must be contacted first": "refused.contact",
  "somebody must have been on site first": "refused.arrive",
  "the resident must be called back first (contact)": "refused.call_back",
  "only the command centre may": "refused.command",
  "it takes somebody other than who finished it": "refused.other_person",
};

export function refusalWords(deed: Deed, { status, reason, stage }: Extract<Verdict, { kind: "refused" }>): string {
  if (deed.kind === "action" && stage !== undefined) {
    // What the server says beyond the stage: that a note is missing, that somebody else must do it.
    const [, more = ""] = /: (.+)$/.exec(reason) ?? [];
    const missing = MISSING[more];
    return t("refused.not_possible", { action: word("action", deed.action), stage: stageWord(stage) }) + (missing ? t(missing) : more);
  }
  if (deed.kind === "action" && (status === 403 || status === 404)) return t("refused.gone");
  return t("refused.other", { detail: reason });
}
