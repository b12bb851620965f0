// Which of many candidates to open: the table, the run with its progress, the result.
import { ApiError } from "../api";
import { h, setText } from "../dom";
import { t } from "../i18n/zh_CN";
import { button } from "../panels/parts";
import type { Candidate, Pick, SitingJob, SitingResult, SitingWeight } from "../protocol/coverage";
import { figure } from "../words";
import { readCandidates, textOf, type CandidateTable } from "./candidates";
import { labelled, redrawn, segments, wordLink } from "./controls";
import type { Part, PlannerContext } from "./context";
import { failureWords } from "./failure";
import { percent, unservedOf } from "./figures";
import { round7, withEdits, type Edit } from "./plan";

const MOST_FAULTS = 3;
/** The server's own limits. */
const MOST_CANDIDATES = 2000;
const MOST_PICKS = 100;
const MOST_EXACT_S = 300;
const MOST_FILE_MIB = 8;
const MOST_FILE_BYTES = MOST_FILE_MIB * 1024 * 1024;

/** `say`: what of the table cannot be taken at all; "": nothing. */
function tablePart(context: PlannerContext, say: (words: string) => void): Part {
  const { siting, store } = context;
  const take = ({ candidates, faults }: CandidateTable): void => {
    say("");
    siting.offer(candidates, faults);
  };
  const text = h("textarea", { class: "field", id: "candidates-text", attrs: { rows: "3", placeholder: t("planner.siting.paste"), "aria-label": t("planner.siting.candidates") } });
  const file = h("input", { class: "unseen", id: "candidates-file", attrs: { type: "file", accept: ".csv,.txt,.tsv", tabindex: "-1" } });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (!chosen) return;
    if (chosen.size > MOST_FILE_BYTES) return say(t("planner.siting.file_too_large", { n: MOST_FILE_MIB }));
    chosen.arrayBuffer().then((bytes) => take(readCandidates(textOf(bytes))), () => say(t("planner.siting.file_unread")));
  });
  const click = h("button", { class: "button small", attrs: { type: "button" }, on: { click: () => store.update((p) => ({ ...p, tool: p.tool === "candidate" ? "none" : "candidate" })) } }, t("planner.siting.click"));
  const count = h("span", { class: "quiet", id: "candidates-count" });
  const clear = wordLink(t("planner.siting.clear"), () => take({ candidates: [], faults: [] }));
  const faults = h("ul", { class: "faults" });
  const draw = redrawn(faults);
  return {
    element: h("div", { class: "stack" },
      h("div", { class: "plan-head" }, h("h3", {}, t("planner.siting.candidates")), count, clear), text,
      h("div", { class: "buttons" }, button(t("planner.siting.take"), () => take(readCandidates(text.value)), "button small"), button(t("planner.siting.file"), () => file.click(), "button small"), click), file, faults),
    render() {
      const { candidates, faults: wrong } = siting.get();
      setText(count, t("planner.siting.count", { n: figure(candidates.length) }));
      clear.hidden = candidates.length === 0;
      click.setAttribute("aria-pressed", String(store.get().tool === "candidate"));
      draw(JSON.stringify(wrong), () => (wrong.length === 0 ? [] : [h("li", {}, t("planner.siting.faults", { n: wrong.length })), ...wrong.slice(0, MOST_FAULTS).map((words) => h("li", {}, words))]));
    },
  };
}

/** A candidate where the map was clicked. */
export function withClicked(candidates: readonly Candidate[], lon: number, lat: number): readonly Candidate[] {
  const taken = new Set(candidates.map((c) => c.code));
  let n = candidates.length + 1;
  while (taken.has(`P${n}`)) n += 1;
  return [...candidates, { code: `P${n}`, name: t("planner.siting.clicked", { n }), lon: round7(lon), lat: round7(lat) }];
}

function resultPart(context: PlannerContext): Part {
  const list = h("ol", { class: "openings", id: "picks" });
  const words = h("p", { class: "result-words", id: "siting-result" });
  const note = h("p", { class: "quiet" });
  const draw = redrawn(list);
  const asEdit = ({ name, lon, lat }: Candidate): Edit => ({ edit: "add_station", name, lon: round7(lon), lat: round7(lat) });
  const has = (one: Candidate): boolean => context.store.get().edits.some((e) => e.edit === "add_station" && e.lon === round7(one.lon) && e.lat === round7(one.lat));
  const add = (some: readonly Candidate[]): void => context.store.update((p) => withEdits(p, [...p.edits, ...some.filter((one) => !has(one)).map(asEdit)]));
  const picks = (): SitingResult["picks"] => context.siting.get().job?.result?.picks ?? [];
  const all = button(t("planner.siting.add_all"), () => add(picks()), "button main");
  const element = h("div", { class: "stack" }, words, note, list, all);
  return {
    element,
    render() {
      const { job, weight, candidates } = context.siting.get();
      const result = job?.result;
      element.hidden = !result;
      if (!result) return;
      const kind = weight === "households" ? "" : (`.${weight}` as const);
      const { before, after } = result.assigned ?? { before: result.before[weight] ?? 0, after: result.after[weight] ?? 0 };
      const added = (pick: Pick): string => t(`planner.siting.adds${kind}`, { n: figure((result.assigned ? pick.newly : null) ?? pick.adds[weight] ?? 0) });
      const load = (pick: Pick): string => (pick.load === null ? "" : t("planner.siting.load", { n: figure(pick.load) }));
      setText(words, t(`planner.siting.result${kind}`, { before: figure(before), after: figure(after) }));
      const bound = result.picks.length === 0 ? t("planner.siting.nothing") : result.gap > 0 ? t("planner.siting.gap", { p: (Math.ceil(result.gap * 1000) / 10).toFixed(1) }) : t("planner.siting.best");
      const names = result.off_street.map((code) => candidates.find((c) => c.code === code)?.name ?? code).join(t("planner.farthest.and"));
      const ignored = result.capacity_ignored ? t("planner.siting.capacity_ignored") : "";
      const exact = result.exact_error === "" ? "" : t("planner.siting.exact_failed");
      const whole = result.total[weight] ?? 0;
      const left = unservedOf({ buildings: null, households: whole }, { buildings: null, households: after });
      const share = whole > 0 ? t("planner.siting.share", { p: percent(after, whole), left: t(`planner.siting.adds${kind}`, { n: figure(left.households) }), q: left.percent }) : "";
      setText(note, `${share}${bound}${exact}${ignored}${names === "" ? "" : t("planner.siting.off_street", { names })}`);
      draw(JSON.stringify([result.picks, result.picks.map(has), weight]), () => result.picks.map((pick, at) => h("li", {},
        h("button", { class: "opening", attrs: { type: "button", "data-row": pick.code }, on: { click: () => context.showPlace(pick.lon, pick.lat) } },
          h("b", {}, String(at + 1)), h("span", { class: "opening-words" }, pick.name), h("span", { class: "edit-effect" }, `+${added(pick)}${load(pick)}`)),
        has(pick) ? h("span", { class: "quiet" }, t("planner.siting.added")) : wordLink(t("planner.siting.add"), () => add([pick])))));
      all.hidden = result.picks.length === 0;
      all.disabled = result.picks.every(has);
    },
  };
}

/** The server began it and could not end it. */
function failedWords({ problem }: SitingJob): string {
  return problem ? failureWords(new ApiError(problem.status, problem.detail), "siting") : t("planner.siting.failed");
}

export function sitingPart(context: PlannerContext): Part {
  const { siting, store } = context;
  let said = "";
  const table = tablePart(context, (words) => {
    said = words;
    context.repaint();
  });
  const picks = h("input", { class: "field picks", id: "picks-wanted", attrs: { type: "number", min: "1", step: "1", value: "1", "aria-label": t("planner.siting.picks") } });
  let weight: SitingWeight = "households";
  const weights = segments(t("planner.siting.weight"), (["households", "older", "buildings"] as const).map((w) => [w, t(`planner.siting.weight.${w}`)] as const), (w) => { weight = w; weights.show(w); });
  weights.show(weight);
  // Where buildings do not say how many older people live in them, there is nothing to weigh by.
  const tellsOlder = (): boolean => context.areas().value?.total.older != null;
  const keep = h("input", { id: "keep-stations", attrs: { type: "checkbox" } });
  keep.checked = true;
  const exact = h("input", { class: "field picks", id: "exact-seconds", attrs: { type: "number", min: "0", max: String(MOST_EXACT_S), step: "1", value: "0", title: t("planner.siting.exact.how"), "aria-label": t("planner.siting.exact") } });
  const status = h("p", { class: "status", attrs: { role: "status" }, id: "siting-status" });
  const run = button(t("planner.siting.run"), () => {
    const { candidates } = siting.get();
    const n = Math.round(Number(picks.value));
    const exact_s = Math.round(Number(exact.value));
    said = candidates.length === 0 ? t("planner.siting.none") : candidates.length > MOST_CANDIDATES ? t("planner.siting.too_many")
      : n >= 1 && n <= Math.min(candidates.length, MOST_PICKS) ? (exact_s >= 0 && exact_s <= MOST_EXACT_S ? "" : t("planner.siting.exact_bad", { n: MOST_EXACT_S })) : t("planner.siting.picks_bad");
    context.repaint();
    if (said !== "") return;
    const { minutes, profile, at, kind } = store.get();
    void siting.run({ picks: n, minutes, profile, weight, has_stations: keep.checked, exact_s, at, kind });
  }, "button main");
  run.id = "siting-run";
  const bar = h("progress", { class: "siting-bar", attrs: { max: "1", value: "0", "aria-label": t("planner.siting.bar") } });
  const share = h("span", { class: "quiet", id: "siting-share" });
  const stop = button(t("planner.siting.cancel"), () => void siting.cancel());
  stop.id = "siting-cancel";
  const working = h("div", { class: "siting-working" }, bar, share, stop);
  const result = resultPart(context);
  return {
    element: h("section", { class: "plan-part stack", id: "siting" },
      table.element, h("div", { class: "siting-row" }, labelled(t("planner.siting.picks"), picks), labelled(t("planner.siting.weight"), weights.element)),
      h("div", { class: "siting-row" }, labelled(t("planner.siting.exact"), exact)),
      h("label", { class: "check" }, keep, t("planner.siting.keep")), run, working, status, result.element),
    render() {
      const { job, starting, failed } = siting.get();
      const older = tellsOlder();
      if (!older && weight === "older") weight = "households";
      weights.show(weight);
      weights.offer("older", older);
      const busy = starting || job?.state === "running";
      run.hidden = busy;
      working.hidden = !busy;
      bar.value = job?.done ?? 0;
      setText(share, t("planner.siting.progress", { p: Math.floor((job?.done ?? 0) * 100) }));
      const over = job?.state === "cancelled" ? t(job.result ? "planner.siting.cancelled_best" : "planner.siting.cancelled") : job?.state === "failed" ? failedWords(job) : "";
      setText(status, said || (failed ? failureWords(failed, "siting") : busy ? "" : over));
      status.hidden = status.textContent === "";
      table.render();
      result.render();
    },
  };
}
