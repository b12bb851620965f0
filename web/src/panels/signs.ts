// Small drawn signs for lists and cards: severity, tools.
import { svg } from "../dom";
import { CORNERS } from "../layers/shapes";
import type { Severity } from "../protocol/live";

function outline(severity: Severity, r: number): string {
  const corners = CORNERS[severity];
  if (!corners) {
    const c = r * 0.9;
    return `M${10 - c},10a${c},${c} 0 1,0 ${2 * c},0a${c},${c} 0 1,0 ${-2 * c},0z`;
  }
  return `M${corners.map(([x, y]) => `${10 + x * r},${10 + y * r}`).join("L")}z`;
}

/** Shape and colour; the word belongs beside it. */
export function severitySign(severity: Severity, cls = "sign"): SVGSVGElement {
  return svg(`${cls} sev-${severity}`, { d: outline(severity, 7.4) });
}

export function tick(): SVGSVGElement {
  return svg("sign tick", { d: "M4 10.5l4 4 8-9" });
}

export function house(): SVGSVGElement {
  return svg("sign house", { d: "M10 3l7 6.5h-2V17H5V9.500H3z" });
}

export function camera(): SVGSVGElement {
  return svg("tool-sign", { d: "M3 6.500h3l1.500-2h5l1.500 2h3v9.500H3zM10 8.500a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400z" });
}

const TOOLS = {
  layers: "M10 3l7.500 4L10 11 2.500 7zM3.500 11L10 14.500 16.500 11M3.500 14L10 17.500 16.500 14",
  staffing: "M7.500 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM2.500 16.500c0-3 2.200-4.500 5-4.500s5 1.500 5 4.500M13.500 5.500a2 2 0 1 1 0 4M14.500 12c2 .3 3 1.700 3 4",
  raised: "M10 2.500l6.500 3.500v8L10 17.500 3.500 14V6zM3.500 6L10 9.500 16.500 6M10 9.500v8",
  add: "M10 3a5 5 0 0 1 5 5c0 4-5 9-5 9S5 12 5 8a5 5 0 0 1 5-5zM10 6v4M8 8h4",
  theme: "M10 3a7 7 0 1 0 7 7 5.500 5.500 0 0 1-7-7z",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  home: "M10 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM10 2v4M10 14v4M2 10h4M14 10h4",
  close: "M5 5l10 10M15 5L5 15",
} as const;
export type Tool = keyof typeof TOOLS;

export function toolSign(tool: Tool): SVGSVGElement {
  return svg("tool-sign", { d: TOOLS[tool] });
}

/** Three faces of a cube under a roof line: the product's own mark. */
export function logo(): SVGSVGElement {
  return svg(
    "logo",
    { d: "M10 1.500l7 4-7 4-7-4z", cls: "logo-top" },
    { d: "M2.500 7l6.700 3.900V18L2.500 14.200z", cls: "logo-left" },
    { d: "M17.500 7l-6.700 3.900V18l6.700-3.800z", cls: "logo-right" },
  );
}
