// Whose an incident is and why: category, department, rule, the words that spoke, the runner-up.
import { h } from "../dom";
import { t, word, type TextKey } from "../i18n/zh_CN";
import { LEVELS } from "../protocol/live";
import type { Categories, Routing } from "../protocol/routing";
import { fact, section } from "./parts";

/** `correct` is put below: the menu of those who may. */
export function routingPart(routing: Routing | undefined, categories: Categories | null, correct: HTMLElement | null): HTMLElement[] {
  if (!routing && !correct) return [];
  const lines = routing ? h("dl", { class: "facts routing" }, ...facts(routing, categories)) : h("p", { class: "quiet" }, t("routing.nothing"));
  return [section(t("routing.title"), lines, correct)];
}

function facts(routing: Routing, categories: Categories | null): HTMLElement[] {
  const { category, words, rule, runner_up } = routing;
  return [
    marked("category", t("incident.category"), category || t("routing.unknown"), category ? t(`routing.cause.${routing.cause}`) : ""),
    marked("department", t("routing.department"), departmentName(routing, categories), routing.post ? word("post", routing.post) : ""),
    ...(rule ? [marked("rule", t("routing.rule"), ruleWords(rule), "")] : []),
    ...(words.length > 0 ? [withWords(words)] : []),
    ...(runner_up ? [marked("runner_up", t("routing.runner_up"), runner_up, "")] : []),
  ];
}

function marked(name: string, term: string, value: string, aside: string): HTMLElement {
  const line = fact(term, h("span", {}, value), aside !== "" && aside !== value ? h("span", { class: "code" }, aside) : null);
  line.dataset["routing"] = name;
  return line;
}

function withWords(words: readonly string[]): HTMLElement {
  const line = fact(t("routing.words"), h("span", { class: "fired" }, ...words.map((one) => h("span", { class: "tag" }, one))));
  line.dataset["routing"] = "words";
  return line;
}

function departmentName({ department }: Routing, categories: Categories | null): string {
  if (department === "") return t("routing.no_department");
  return categories?.departments.find((one) => one.code === department)?.name ?? department;
}

/** The department table's rule, which the server words in English. */
export function ruleWords(rule: string): string {
  const parts = /^(?:every category|category (.+?)) (?:everywhere|in (\w+) (\S+))$/.exec(rule);
  if (!parts) return rule;
  const [, category, level, code] = parts;
  const known = LEVELS.find((one) => one === level);
  const what = category ? t("routing.rule.category", { category }) : t("routing.rule.every");
  const where = code ? t("routing.rule.in", { level: known ? t(`level.${known}` as TextKey) : (level ?? ""), code }) : t("routing.rule.everywhere");
  return t("routing.rule.whole", { what, where });
}

/** The options of a menu, by class; `present` is chosen. */
export function categoryOptions({ classes }: Categories, present = ""): HTMLElement[] {
  return classes.map((group) => h("optgroup", { attrs: { label: group.name } },
    ...group.categories.map(({ name }) => h("option", { attrs: { value: name, ...(name === present ? { selected: "" } : {}) } }, name))));
}

/** All categories by class, with the present one chosen; `on` is told another. */
export function categoryMenu(categories: Categories, present: string, on: (category: string) => void): HTMLElement {
  const menu = h("select", { class: "field", attrs: { name: "category", "aria-label": t("routing.correct") } },
    ...(present === "" ? [h("option", { attrs: { value: "", selected: "" } }, t("routing.choose"))] : []),
    ...categoryOptions(categories, present));
  const send = h("button", { class: "button", attrs: { type: "button", disabled: "", "data-routing": "correct" } }, t("routing.correct"));
  menu.addEventListener("change", () => { send.disabled = menu.value === "" || menu.value === present; });
  send.addEventListener("click", () => on(menu.value));
  return h("div", { class: "correct" }, menu, send);
}
