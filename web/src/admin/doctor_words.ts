// What the programs say in English, in the reader's words. Each table: what is said, and the text it is;
// named groups fill the text's places. What is not known stays as it came.
import { t, word, type TextKey } from "../i18n/zh_CN";

type Groups = Readonly<Record<string, string>>;
export type Table = readonly (readonly [RegExp, TextKey | ((groups: Groups) => TextKey)])[];

const list = (layers: string): string => layers.split(", ").map((each) => word("layer", each)).join("、");

function readingWords(reading: string): string {
  return reading
    .replace(/GCJ-02 shifted twice/, t("doctor.reading.gcj02_twice"))
    .replace(/WGS 84 shifted back for nothing/, t("doctor.reading.wgs84_unshifted"))
    .replace(/(\d)-degree Gauss-Kruger zone (\d+)/, (_, width: string, zone: string) => t("doctor.reading.zone", { width, zone }))
    .replace(/(?:(\d)-degree )?Gauss-Kruger CM (\d+)E/, (_, _width: string, degrees: string) => t("doctor.reading.meridian", { degrees }))
    .replace(/axes swapped/, t("doctor.reading.axes"))
    .replace(/prefix (\d+) of the eastings dropped/, (_, zone: string) => t("doctor.reading.prefix", { zone }))
    .replace(/\bdegrees\b/, t("doctor.reading.degrees"))
    .replaceAll(", ", "，");
}

/** How a group of this name is said. */
function said(name: string, value: string): string {
  switch (name) {
    case "layer": return word("layer", value);
    case "layers": return list(value);
    case "wind": return word("doctor.wind", value);
    case "unit": return word("doctor.unit", value);
    case "reading": case "rival": case "first": case "second": return readingWords(value);
    case "evidence": return evidenceWords(value);
    case "reason": return say(SHAPES, value) ?? value;
    case "by": return t(value === "its code" ? "doctor.hint.by_code" : value === "most of its land" ? "doctor.hint.by_land" : "doctor.hint.by_field");
    default: return value;
  }
}

/** null: nobody knows it. */
export function say(table: Table, text: string): string | null {
  for (const [pattern, key] of table) {
    const groups = pattern.exec(text);
    if (!groups) continue;
    const named: Groups = Object.fromEntries(Object.entries(groups.groups ?? {}).filter(([, value]) => value !== undefined));
    const places = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, said(name, value)]));
    return t(typeof key === "function" ? key(named) : key, places);
  }
  return null;
}

const OFFSET = "(?<far>\\d+) (?<unit>k?m) to the (?<wind>[a-z-]+)";

const EVIDENCE: Table = [
  [/^(?<share>[\d.]+) % of (?<n>\d+) corners lie within (?<m>[\d.]+) m of corners/, "doctor.evidence.corners"],
  [/^(?<share>[\d.]+) % of (?<n>\d+) corners lie within (?<m>[\d.]+) m of borders/, "doctor.evidence.borders"],
  [/^(?<out>\d+) of (?<n>\d+) things are cut by .* level (?<layer>\w+)/, "doctor.evidence.areas"],
  [new RegExp(`^lies ${OFFSET} of where`), "doctor.evidence.offset_stated"],
  [new RegExp(`^lies ${OFFSET} of the first`), "doctor.evidence.offset_first"],
  [/^lies in or beside/, "doctor.evidence.near"],
  [/^lies in none/, "doctor.evidence.far"],
];
export const evidenceWords = (text: string): string => say(EVIDENCE, text) ?? text;

const WARNINGS: Table = [
  [new RegExp(`contradicts the data: read as (?<reading>.+) the layer fits \\((?<evidence>.+)\\), ${OFFSET}`), "doctor.warning.contradiction"],
  [new RegExp(`^read as (?<reading>.+), not as the file states it, ${OFFSET}: (?<evidence>.+)$`), "doctor.warning.accepted"],
  [/^read as (?<reading>.+); neither .* or, say, (?<rival>.+): (?<option>.+) decides$/, "doctor.warning.undecided"],
  [/^the layer lies outside all/, "doctor.warning.outside"],
];
export const warningWords = (text: string): string => say(WARNINGS, text) ?? text;

const NOTES: Table = [
  [/^(?<n>\d+) provisional codes/, "doctor.note.provisional"],
  [/^(?<n>\d+) ways cut where (?<nodes>\d+) nodes/, "doctor.note.cut"],
  [/^(?<n>\d+) ferries/, "doctor.note.ferries"],
  [/^(?<n>\d+) walls and fences/, "doctor.note.walls"],
  [/^the streets make (?<n>\d+) networks that nowhere meet, the largest with (?<share>[\d.]+) % of their length; (?<islands>\d+) are islands/, "doctor.note.networks"],
  [/^Z values/, "doctor.note.z"],
  [/^M values/, "doctor.note.m"],
  [/^Z and M values/, "doctor.note.zm"],
  [/^curves replaced/, "doctor.note.curves"],
  [/^(?<n>\d+) of (?<rows>\d+) rows have several parts/, "doctor.note.parts"],
  [/^encoding (?<encoding>\S+) ignored/, "doctor.note.encoding_ignored"],
  [/^text decoded as (?<encoding>.+)$/, "doctor.note.decoded"],
];
export const noteWords = (text: string): string => say(NOTES, text) ?? text;

const REFUSALS: Table = [
  [/fit, none clearly best: (?<first>.+) \(probability (?<p1>[\d.]+)\); (?<second>.+) \(probability (?<p2>[\d.]+)\)\. State the true one, e\.g\. (?<option>.+)$/, "doctor.refused.several"],
  [/none of the ways in which a county's layer is delivered/, "doctor.refused.none"],
];
/** Of a file that several readings fit, or none. */
export const refusalWords = (text: string): string => say(REFUSALS, text) ?? text;

/** What is wrong with a shape; a place stands behind it or not. */
const SHAPES: Table = [
  [/crosses or touches itself at (?<at>.+)$/, "import.reason.crosses"],
  [/crosses or touches itself/, "import.reason.crosses_somewhere"],
  [/has no area|do not bound an area/, "import.reason.no_area"],
  [/is not closed/, "import.reason.open_ring"],
  [/too few points|has no points/, "import.reason.few_points"],
  [/holes cut the inside/, "import.reason.holes"],
  [/repeats a point/, "import.reason.repeats"],
];
export const shapeWords = (text: string): string | null => say(SHAPES, text);

const HINTS: Table = [
  [/^(?<reason>.+); mend it in the source and import again/, "doctor.hint.invalid"],
  [/^it lies in (?<n>\d+) separate parts/, "doctor.hint.parts"],
  [/^expected (?<digits>\d+) digits, digits (?<from>\d+) to (?<to>\d+) the (?<layer>\w+)'s code \((?<standard>.+)\),/, "doctor.hint.form_outer"],
  [/^expected (?<digits>\d+) digits \((?<standard>.+)\),/, "doctor.hint.form"],
  [/^none of the (?<n>\d+) codes of this layer has a form/, "doctor.hint.no_form"],
  [/^(?<n>\d+) things have this code \((?<names>.*)\);/, "doctor.hint.duplicate"],
  [/^(?<n>\d+) provisional codes/, "doctor.hint.provisional"],
  [/^it lies in no (?<layer>\w+);/, "doctor.hint.no_outer"],
  [/^(?<by>its parent field|its code|most of its land) puts it into (?<layer>\w+) (?<parent>\S+), but it reaches into no \w+'s land;/, "doctor.hint.nesting_none"],
  [/^(?<by>its parent field|its code|most of its land) puts it into (?<layer>\w+) (?<parent>\S+), but it reaches into (?<other>\S+);/, "doctor.hint.nesting"],
  [/^the (?<n>\d+) codes in (?<parent>\S+) do not run/, "doctor.hint.order"],
  [/^none of the (?<n>\d+) things of this layer/, "doctor.hint.misplaced"],
  [/^it (?:stands|lies) in (?<layer>\w+) (?<outer>\S+), but its code says (?<stated>[^;]+);/, "doctor.hint.wrong_code"],
  [/^the border of its (?<layers>[\w, ]+) cuts it; .* lies in (?<outer>\S+)$/, "doctor.hint.cut"],
  [/^it stands in no (?<layers>[\w, ]+): nobody answers/, "doctor.hint.orphan"],
  [/^its parent field names (?<layer>\w+) (?<stated>\S+), which is not there; it lies in (?<outer>\S+)$/, "doctor.hint.no_parent"],
  [/^nobody's land; give it to (?<outer>\S+),/, "doctor.hint.nobody_give"],
  [/^nobody's land/, "doctor.hint.nobody"],
  [/^land of (?<n>\d+);/, "doctor.hint.overlap"],
  [/^a thin gap/, "doctor.hint.thin_gap"],
  [/^a thin overlap/, "doctor.hint.thin_overlap"],
  [/^thin gaps and overlaps/, "doctor.hint.thin_both"],
];
export function hintWords(text: string): string {
  const empty = /^this (\w+) has no (\w+) at all/.exec(text);
  if (empty) return t("doctor.hint.empty_parent", { outer: word("layer", empty[1]!), layer: word("layer", empty[2]!) });
  return say(HINTS, text) ?? text;
}

export const layerNames = list;
