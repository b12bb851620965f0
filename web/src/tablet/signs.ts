// Line drawings of the tablet's buttons, 20 by 20.
import { svg } from "../dom";

const SIGNS = {
  tasks: "M3 5.500h.01M3 10h.01M3 14.500h.01M7 5.500h10M7 10h10M7 14.500h10",
  queue: "M3.500 11.500l2-7h9l2 7v4.500h-13zM3.500 11.500h4l1 2h3l1-2h4",
  back: "M12.500 4l-6 6 6 6",
  locate: "M10 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM10 2v4M10 14v4M2 10h4M14 10h4",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.300l2.800 1.700",
  flag: "M5 17V3.500h10l-2.500 3.500L15 10.500H5",
  no_network: "M3 3l14 14M2.500 8A11 11 0 0 1 6 5.800M9 5a11 11 0 0 1 8.500 3M5.500 11a7 7 0 0 1 3-1.700M12 9.500a7 7 0 0 1 2.500 1.500M10 15h.01",
  photo: "M3 5h14v11H3zM3 13l4-3.500 3 2.500 2.500-2 4.500 3.500M13 8h.01",
} as const;
export type TabletSign = keyof typeof SIGNS;

export function sign(name: TabletSign): SVGSVGElement {
  return svg("tool-sign", { d: SIGNS[name] });
}
