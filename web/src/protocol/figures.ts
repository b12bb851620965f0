// Counts and rates of a period, from GET /api/v1/figures: unknown until decoded here.
import { list, nullable, number, object, text, time, type Json } from "./check";

export interface Figures {
  readonly as_of_ms: number;
  /** By name, e.g. `received`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Percent by name, e.g. `on_time_rate`; null: of nothing there is no rate. */
  readonly rates: ReadonlyMap<string, number | null>;
  /** What each count holds, and how each rate is made, in words; by name. */
  readonly words: ReadonlyMap<string, string>;
}

function entries<T>(value: unknown, where: string, read: (value: unknown, where: string) => T): ReadonlyMap<string, T> {
  return new Map(Object.entries(object(value, where)).map(([name, v]) => [name, read(v, `${where}.${name}`)]));
}

/** A rate with the counts it is made of: "结案 ÷ 应结案 × 100%。结案：…；应结案：…". */
function wordsOf(definitions: Json): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const meaning = new Map<string, string>();
  const field = (o: Json, name: string, where: string): string => text(o[name], `${where}.${name}`);
  list(definitions["counts"], "figures.definitions.counts", (value, where) => {
    const count = object(value, where);
    words.set(field(count, "name", where), field(count, "words", where));
    meaning.set(field(count, "name", where), `${field(count, "title", where)}：${field(count, "words", where)}`);
  });
  list(definitions["rates"], "figures.definitions.rates", (value, where) => {
    const rate = object(value, where);
    const parts = ["numerator", "denominator"].map((part) => meaning.get(field(rate, part, where)) ?? "");
    words.set(field(rate, "name", where), `${field(rate, "formula", where)}\n${parts.join("\n")}`);
  });
  return words;
}

export function readFigures(value: unknown): Figures {
  const o = object(value, "figures");
  const total = object(o["total"], "figures.total");
  return {
    as_of_ms: time(o["as_of"], "figures.as_of"),
    counts: entries(total["counts"], "figures.total.counts", number),
    rates: entries(total["rates"], "figures.total.rates", (v, w) => nullable(v, w, number)),
    words: wordsOf(object(o["definitions"], "figures.definitions")),
  };
}
