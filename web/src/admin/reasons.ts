// The server's reasons in the reader's words, where they are known; else as they are.
import { t, type TextKey } from "../i18n/zh_CN";

const KNOWN: readonly [RegExp, (found: RegExpExecArray) => string][] = [
  [/crosses or touches itself at (.+)$/, ([, at]) => t("import.reason.crosses", { at: at! })],
  [/^the geometry is empty|has no geometry/, () => t("import.reason.empty")],
  [/^coordinates (.+?) lie outside/, ([, at]) => t("import.reason.outside", { at: at! })],
  [/^has (\d+) corners/, ([, n]) => t("import.reason.corners", { n: n! })],
  [/^code (.+) is taken by row (\d+)/, ([, code, row]) => t("import.reason.taken", { code: code!, row: row! })],
  [/is version \w+, which is in use/, () => t("import.reason.in_use")],
  [/the line has no length at (.+)$/, ([, at]) => t("import.reason.no_length", { at: at! })],
];

export function reasonWords(reason: string): string {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(reason);
    if (found) return say(found);
  }
  return reason;
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
  [/--map|there is no field/, "import.failure.field"],
  [/--(crs|datum)|outside the (world|area of use)|spans/, "import.failure.place"],
  [/--source-layer/, "import.failure.layers"],
  [/reading was stopped/, "import.failure.stopped"],
];

export function failureWords(reason: string): string {
  const known = FAILURES.find(([pattern]) => pattern.test(reason));
  return t(known ? known[1] : "import.failure.other");
}
