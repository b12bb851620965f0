// What a level of the county's ladder is called.
import { t } from "../i18n/zh_CN";

/** Its number, for narrow places; empty at the bottom. */
export function ladderWords(level: number | undefined): string {
  return level ? t("ladder.level", { n: level }) : "";
}

/** By the county's own name once `levels` are known. */
export function levelName(levels: readonly string[], level: number): string {
  return levels[level] || ladderWords(level);
}
