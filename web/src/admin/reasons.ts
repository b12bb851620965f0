// The server's reasons in the reader's words, where they are known; else as they are.
import { t, type TextKey } from "../i18n/zh_CN";
import { layerNames, say, shapeWords, type Table } from "./doctor_words";

const KNOWN: Table = [
  [/^the geometry is empty|has no geometry/, "import.reason.empty"],
  [/^coordinates (?<at>.+?) lie outside/, "import.reason.outside"],
  [/^has (?<n>\d+) corners/, "import.reason.corners"],
  [/^code (?<code>.+) is taken by row (?<row>\d+)/, "import.reason.taken"],
  [/is version \w+, which is in use/, "import.reason.in_use"],
  [/the line has no length at (?<at>.+)$/, "import.reason.no_length"],
  [/will be stored as soon as the disk/, "import.reason.busy_disk"],
  [/will be stored as soon as the log/, "import.reason.busy_log"],
  [/whether it was stored shows when it is back/, "import.reason.stopping"],
  [/without version \w+, version (?<version>\w+), which takes effect at (?<at>\S+), would .*: (?<codes>.+); cancel/, "import.reason.codes_behind"],
  [/had these codes for areas elsewhere.*: (?<codes>.+)$/, "import.reason.codes_again"],
  [/the version in use took effect at (?<at>\S+);/, "import.reason.too_early"],
  [/^version (?<version>\w+) takes effect at (?<at>\S+); one that/, "import.reason.before_coming"],
  [/has taken effect at \S+; import the layer/, "import.reason.too_late"],
  [/is not to take effect later/, "import.reason.not_coming"],
];

/** What has changed since the check, by layer; null: it is another reason. */
const CHANGED = /since it was checked, these layers in use have changed: (.+); have it checked/;
export const isChanged = (reason: string): boolean => CHANGED.test(reason);

export function reasonWords(reason: string): string {
  const changed = CHANGED.exec(reason);
  if (changed) {
    const layers = [...changed[1]!.matchAll(/(\w+) \(/g)].map((each) => each[1]!).join(", ");
    return t("import.reason.changed", { layers: layerNames(layers) });
  }
  return shapeWords(reason) ?? say(KNOWN, reason) ?? reason;
}

/** Why nothing came of a file, in one sentence; what it was exactly stands below it. */
const FAILURES: readonly [RegExp, TextKey][] = [
  [/cannot be read|not recognized/, "import.failure.unreadable"],
  [/more than .* of memory|processor time|takes longer than|more to report/, "import.failure.too_much"],
  [/made the process that read it fail/, "import.failure.died"],
  [/every row was refused/, "import.failure.rows"],
  [/half-written|Shapefile (lacks|is)/, "import.failure.half"],
  [/archive (unpacks|holds)/, "import.failure.archive"],
  [/layer is empty|has no rows/, "import.failure.nothing"],
  [/streets no two meet/, "import.failure.apart"],
  [/--map|there is no field/, "import.failure.field"],
  [/--(crs|datum)|outside the (world|area of use)|spans/, "import.failure.place"],
  [/--source-layer/, "import.failure.layers"],
  [/reading was stopped/, "import.failure.stopped"],
];

export function failureWords(reason: string): string {
  const known = FAILURES.find(([pattern]) => pattern.test(reason));
  return t(known ? known[1] : "import.failure.other");
}
