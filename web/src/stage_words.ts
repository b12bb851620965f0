// What the stages of an incident are called here: in the page's own words where the county's workflow calls them as the shipped one does.
import { word } from "./i18n/zh_CN";
import type { StageTitle } from "./protocol/workflow";

let titles: ReadonlyMap<string, string> = new Map();

/** Once, when the page opens: of the workflow that the server runs. */
export function nameStages(stages: readonly StageTitle[]): void {
  titles = new Map(stages.filter(({ stage, title }) => word("shipped_stage", stage) !== title).map(({ stage, title }) => [stage, title]));
}

export function stageWord(stage: string): string {
  return titles.get(stage) ?? word("stage", stage);
}
