// The ring around a severity sign: what is filled is the share of time left to the next milestone.
import { svg } from "../dom";
import { arcPath, ringName, RING_STEPS, type TimeLeft } from "../state/time_left";

export interface DeadlineRing {
  readonly element: SVGSVGElement;
  readonly update: (left: TimeLeft) => void;
}

const RADIUS = 8.9;

export function deadlineRing(): DeadlineRing {
  const element = svg("ring", { d: arcPath(10, 10, RADIUS, RING_STEPS), cls: "ring-track" }, { d: "", cls: "ring-left" });
  const arc = element.lastElementChild!;
  let shown: string | null = null;
  return {
    element,
    update(left) {
      const name = ringName(left);
      if (shown === name) return;
      shown = name;
      element.dataset["state"] = left.kind;
      arc.setAttribute("d", left.kind === "left" || left.kind === "over" ? arcPath(10, 10, RADIUS, left.step) : "");
    },
  };
}
