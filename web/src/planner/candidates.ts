// Candidates for a site, from a table that somebody pasted or chose: code, name, longitude, latitude (WGS 84 degrees), capacity (optional).
import { t } from "../i18n/zh_CN";
import type { Candidate } from "../protocol/coverage";

export interface CandidateTable {
  readonly candidates: readonly Candidate[];
  /** What does not fit, by line, in the reader's words. */
  readonly faults: readonly string[];
}

/** The words by which a first line names its columns, of the catalogue, set apart by blanks. */
const COLUMNS = { code: "planner.csv.code", name: "planner.csv.name", lon: "planner.csv.lon", lat: "planner.csv.lat", capacity: "planner.csv.capacity" } as const;
const WIDE_COMMA = "\uFF0C";
type Column = keyof typeof COLUMNS;
const AS_WRITTEN: Readonly<Record<Column, number>> = { code: 0, name: 1, lon: 2, lat: 3, capacity: 4 };

/** The fields of one line; a quoted one may hold the separator, "" in it is a quotation mark. */
export function fieldsOf(line: string): string[] {
  const separator = line.includes("\t") ? "\t" : ",";
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '"' && quoted && line[i + 1] === '"') { field += '"'; i++; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === separator || (separator === "," && c === WIDE_COMMA))) { fields.push(field.trim()); field = ""; }
    else field += c;
  }
  return [...fields, field.trim()];
}

/** By the names of the first line where it names any, else in the order code, name, lon, lat. */
function columnsOf(first: readonly string[]): Readonly<Record<Column, number>> | null {
  const find = (column: Column): number => first.findIndex((word) => t(COLUMNS[column]).split(" ").includes(word.toLowerCase()));
  const found = { code: find("code"), name: find("name"), lon: find("lon"), lat: find("lat"), capacity: find("capacity") };
  return found.lon >= 0 && found.lat >= 0 ? found : null;
}

/** Bytes that the server takes. */
const MOST_CODE_BYTES = 64;
const MOST_NAME_BYTES = 256;
const bytesOf = (words: string): number => new TextEncoder().encode(words).length;

export function readCandidates(text: string): CandidateTable {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line, at) => ({ line, at: at + 1 })).filter(({ line }) => line.trim() !== "");
  const header = lines[0] ? columnsOf(fieldsOf(lines[0].line)) : null;
  const columns = header ?? AS_WRITTEN;
  const candidates: Candidate[] = [];
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { line, at } of header ? lines.slice(1) : lines) {
    const fields = fieldsOf(line);
    const [lon, lat] = [fields[columns.lon] || NaN, fields[columns.lat] || NaN].map(Number) as [number, number];
    const code = fields[columns.code] || String(at);
    const name = fields[columns.name] || code;
    const capacity = fields[columns.capacity] || null;
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) faults.push(t("planner.csv.no_number", { n: at }));
    else if (Math.abs(lon) > 180 || Math.abs(lat) > 90) faults.push(t("planner.csv.out_of_range", { n: at }));
    else if (capacity !== null && !/^\d{1,9}$/.test(capacity)) faults.push(t("planner.csv.no_capacity", { n: at }));
    else if (bytesOf(code) > MOST_CODE_BYTES) faults.push(t("planner.csv.long_code", { n: at }));
    else if (bytesOf(name) > MOST_NAME_BYTES) faults.push(t("planner.csv.long_name", { n: at }));
    else if (seen.has(code)) faults.push(t("planner.csv.twice", { n: at, code }));
    else {
      seen.add(code);
      candidates.push({ code, name, lon, lat, ...(capacity === null ? {} : { capacity: Number(capacity) }) });
    }
  }
  return { candidates, faults };
}

/** Spreadsheets here often write GB 18030. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
