// The top of the right card: today and the plan side by side, first whom nobody serves, and how many live within 5, 10 and 15 minutes.
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { figure } from "../words";
import type { Part, PlannerContext } from "./context";
import { signed } from "./edits_part";
import { failureWords, isWorthAsking } from "./failure";
import { percent, servedNow, servedToday, unservedOf, type People } from "./figures";
import { BAND_MINUTES } from "./questions";
import { wordLink } from "./controls";
import type { Answer, Question } from "./questions";

interface Cell {
  readonly element: HTMLElement;
  /** null: not known. */
  show(served: People | null, whole: People | null, note: string, sign?: number): void;
}

const UNKNOWN = "\u2013";
const householdsWords = (p: string): string => (p === "" ? t("planner.households") : `${t("planner.households")} · ${t("planner.share", { p })}`);

function cell(id: string, title: string, cls: string): Cell {
  const left = h("b", { class: "figure", id: `unserved-${id}` });
  const leftShare = h("span", { class: "unit", id: `unserved-${id}-share` });
  const buildings = h("span", { id: `unserved-${id}-buildings` });
  const number = h("b", { id });
  const share = h("span", { class: "unit" });
  const note = h("span", { class: "compare-note" });
  return {
    element: h("div", { class: cls }, h("span", { class: "compare-title" }, h("span", {}, title), buildings),
      h("span", { class: "compare-line" }, left, leftShare),
      h("span", { class: "compare-line compare-served" }, h("span", { class: "unit" }, t("planner.served")), number, share), note),
    show(served, whole, words, sign = 0) {
      const unserved = served && whole ? unservedOf(whole, served) : null;
      setText(left, unserved ? figure(unserved.households) : UNKNOWN);
      setText(leftShare, householdsWords(unserved?.percent ?? ""));
      setText(buildings, unserved && unserved.buildings !== null ? t("planner.buildings", { n: figure(unserved.buildings) }) : "");
      setText(number, served ? figure(served.households) : UNKNOWN);
      setText(share, householdsWords(served && whole ? percent(served.households, whole.households) : ""));
      setText(note, words);
      note.dataset["sign"] = String(sign);
    },
  };
}

/** Within 5, 10, 15 minutes: of the plan where it is known, else of today. */
function bandsPart(context: PlannerContext, answer: (question: Question) => Answer | undefined): Part {
  const cells = BAND_MINUTES.map((minutes) => {
    const number = h("b", { class: "band-figure", id: `within-${minutes}` });
    const difference = h("span", { class: "edit-effect" });
    const element = h("div", { class: "band-cell" },
      h("span", { class: "band-title" }, h("span", {}, h("i", { class: `swatch iso-${minutes}` }), t("planner.within", { n: minutes })), difference),
      h("span", { class: "compare-line" }, number, h("span", { class: "unit" }, t("planner.households"))));
    return { minutes, number, difference, element };
  });
  return {
    element: h("div", { class: "bands" }, ...cells.map((c) => c.element)),
    render() {
      const { value } = context.areas();
      const { profile, at, kind, edits } = context.store.get();
      for (const { minutes, number, difference } of cells) {
        const now = value ? servedNow(value, minutes) : null;
        const told = edits.length > 0 ? answer({ minutes, profile, at, kind, edits }) : undefined;
        const then = told && "ok" in told ? told.ok.after.households : null;
        setText(number, then ?? now ? figure(then ?? now ?? 0) : now === 0 ? "0" : "\u2013");
        const by = then !== null && now !== null ? then - now : 0;
        setText(difference, by === 0 ? "" : signed(by));
        difference.dataset["sign"] = String(Math.sign(by));
      }
    },
  };
}

/** How many stations there are, of the kind, and open at the time when some are not. */
function scopeWords(context: PlannerContext): string {
  const { kind } = context.store.get();
  const all = context.stations.length - context.others().size;
  const which = kind === "" ? t("planner.scope", { n: all }) : t("planner.scope.kind", { kind, n: all });
  return context.closed().size === 0 ? which : t("planner.scope.open", { n: all - context.closed().size, all });
}

export function figuresPart(context: PlannerContext, answer: (question: Question) => Answer | undefined): Part {
  const title = h("h2");
  const now = cell("now", t("planner.now"), "compare-cell");
  const then = cell("then", t("planner.then"), "compare-cell then");
  const changes = h("p", { class: "quiet", id: "gained-lost" });
  const failure = h("p", { class: "status", attrs: { role: "status" } });
  const again = wordLink(t("app.retry"), context.retry);
  const bands = bandsPart(context, answer);
  const scope = h("span", { class: "quiet", id: "scope" });
  return {
    element: h("section", { class: "plan-part" },
      h("div", { class: "plan-head" }, title, scope),
      failure, again, h("div", { class: "compare" }, now.element, then.element), changes, bands.element),
    render() {
      const { minutes } = context.store.get();
      const areas = context.areas();
      const tried = context.tried();
      setText(title, t("planner.figures", { n: minutes }));
      setText(scope, scopeWords(context));
      const failures = [areas.failed, context.buildings().failed, context.services().failed];
      const failed = failures.find((one) => one != null);
      setText(failure, failed ? failureWords(failed, "reading") : "");
      failure.hidden = !failed;
      again.hidden = !isWorthAsking([...failures, context.reach().failed]);
      const whole = areas.value?.total ?? null;
      const today = servedToday(tried, areas.value, context.services(), minutes);
      const older = areas.value?.total.served.find((s) => s.minutes === minutes)?.older ?? null;
      now.show(today, whole, older === null ? "" : t("planner.older", { n: figure(older) }));
      const after = tried.answer?.after ?? null;
      const by = after && today ? after.households - today.households : 0;
      const words = tried.answer === null && !tried.waiting ? t("planner.then.same") : after === null ? t("planner.waiting") : by === 0 ? t("planner.same") : t("planner.more", { n: signed(by) });
      then.show(after ?? (tried.waiting ? null : today), whole, words, Math.sign(by));
      const { gained, lost } = tried.answer ?? {};
      changes.hidden = !gained || !lost || (gained.buildings === 0 && lost.buildings === 0);
      setText(changes, gained && lost ? t("planner.gained_lost", {
        gained: figure(gained.households), gained_buildings: figure(gained.buildings), lost: figure(lost.households), lost_buildings: figure(lost.buildings),
      }) : "");
      bands.render();
    },
  };
}
