// The county's workflow, as far as the page says it.
import { list, object, text } from "./check";

export interface StageTitle {
  readonly stage: string;
  readonly title: string;
}

export function readStageTitles(value: unknown): StageTitle[] {
  return list(object(value, "workflow")["stages"], "workflow.stages", (v, w) => {
    const o = object(v, w);
    return { stage: text(o["stage"], `${w}.stage`), title: text(o["title"], `${w}.title`) };
  });
}
