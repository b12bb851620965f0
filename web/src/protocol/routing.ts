// What an incident is about and whose it is, with the reasons; and the tree of categories.
import { emptyText, list, nullable, object, text } from "./check";

export const ROUTING_CAUSES = ["reporter", "lexicon", "person"] as const;
export type RoutingCause = (typeof ROUTING_CAUSES)[number];

export interface Routing {
  /** Empty: nothing said what it is about. */
  readonly category: string;
  /** Code; empty: the county's table names none. */
  readonly department: string;
  readonly post: string | null;
  readonly cause: RoutingCause;
  /** Of the department table: "category 供水 in grid G1". */
  readonly rule: string;
  readonly words: readonly string[];
  readonly runner_up: string;
}

export interface CodeAndName {
  readonly code: string;
  readonly name: string;
}

export interface Categories {
  readonly title: string;
  readonly classes: readonly (CodeAndName & { readonly categories: readonly CodeAndName[] })[];
  readonly departments: readonly CodeAndName[];
}

export function readRouting(value: unknown, where: string): Routing {
  const o = object(value, where);
  const cause = text(o["cause"], `${where}.cause`);
  return {
    category: emptyText(o["category"], `${where}.category`),
    department: emptyText(o["department"], `${where}.department`),
    post: nullable(o["post"], `${where}.post`, text),
    cause: ROUTING_CAUSES.find((known) => known === cause) ?? "reporter",
    rule: emptyText(o["rule"], `${where}.rule`),
    words: list(o["words"], `${where}.words`, text),
    runner_up: emptyText(o["runner_up"], `${where}.runner_up`),
  };
}

function readCodeAndName(value: unknown, where: string): CodeAndName {
  const o = object(value, where);
  return { code: text(o["code"], `${where}.code`), name: text(o["name"], `${where}.name`) };
}

export function readCategories(value: unknown): Categories {
  const o = object(value, "categories");
  return {
    title: text(o["title"], "categories.title"),
    classes: list(o["classes"], "categories.classes", (v, w) => ({
      ...readCodeAndName(v, w), categories: list(object(v, w)["categories"], `${w}.categories`, readCodeAndName),
    })),
    departments: list(o["departments"], "categories.departments", readCodeAndName),
  };
}
