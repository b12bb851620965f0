// The marks of an area's chip: its frame, and the signs that stand between its figures.
import type { Palette } from "../../tokens/tokens";
import type { Severity } from "../protocol/live";
import { drop, severityShape, type Draw } from "./shapes";

export interface Mark {
  readonly width: number;
  readonly height: number;
  readonly draw: (c: Draw, p: Palette) => void;
}

/** The frame of an area's chip in the colour of the worst it counts; the worst of all is tinted and doubly framed. */
function countPlate(worst: Severity | "none"): Mark {
  return {
    width: 24,
    height: 18,
    draw(c, p) {
      const edge = { critical: p.red_edge, urgent: p.orange_edge, routine: p.yellow_edge, none: p.duty_edge }[worst];
      c.beginPath();
      c.roundRect(1.5, 1.5, 21, 15, 5);
      c.fillStyle = worst === "critical" ? p.red_tint : p.surface;
      c.fill();
      c.strokeStyle = edge;
      c.lineWidth = worst === "critical" ? 2.5 : 1.5;
      c.stroke();
    },
  };
}

/** A sign to stand between words; `size` is that of the words. */
function signMark(kind: Severity | "duty", size: number): Mark {
  return {
    width: size + 2,
    height: size + 2,
    draw(c, p) {
      const mid = (size + 2) / 2;
      if (kind !== "duty") return severityShape(c, kind, mid, mid, size * 0.42, p);
      // The drop fills 22 of its 26 units.
      c.scale((size + 2) / 24, (size + 2) / 24);
      c.translate(-1, 0.5);
      drop(c, p);
    },
  };
}

/** By the worst that the chip counts. */
export const COUNT_PLATES: Readonly<Record<string, Mark>> = {
  "count-critical": countPlate("critical"),
  "count-urgent": countPlate("urgent"),
  "count-routine": countPlate("routine"),
  "count-none": countPlate("none"),
};

const SIGN = /^sign-(critical|urgent|routine|duty|none)-(\d+)$/;

/** `sign-KIND-SIZE`; of kind `none` next to nothing. */
export function wordSign(id: string): Mark | undefined {
  const [, kind, size] = SIGN.exec(id) ?? [];
  if (!kind) return undefined;
  return kind === "none" ? { width: 1, height: 1, draw: () => {} } : signMark(kind as Severity | "duty", Number(size));
}
