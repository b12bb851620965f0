// The marks of the map, drawn on a canvas from the tokens when MapLibre first asks for them.
import type { Map as MapLibre } from "maplibre-gl";
import { fontFamily, type Palette } from "../../tokens/tokens";
import { t } from "../i18n/zh_CN";
import { RING_STEPS } from "../state/time_left";
import { COUNT_PLATES, wordSign, type Mark } from "./count_marks";
import { drop, houseOn, severityShape, tickOn, type Draw } from "./shapes";

const RATIO = 2;

function disc(c: Draw, x: number, y: number, r: number, fill: string, edge: string, width: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, Math.PI * 2);
  c.fillStyle = fill;
  c.fill();
  c.strokeStyle = edge;
  c.lineWidth = width;
  c.stroke();
}

/** The deadline ring: what is filled, from 12 o'clock clockwise, is the share of time left; whole is over, dashed paused. */
function ring(c: Draw, p: Palette, r: number, at: number, edge: string, name: string): void {
  const circle = (to: number, ink: string, width: number): void => {
    c.beginPath();
    c.arc(at, at, r, -Math.PI / 2, -Math.PI / 2 + Math.PI * 2 * to);
    c.strokeStyle = ink;
    c.lineWidth = width;
    c.stroke();
  };
  if (name === "paused") {
    c.setLineDash([4, 3]);
    circle(1, p.text3, 2.6);
    c.setLineDash([]);
    return;
  }
  circle(1, p.ring_track, 3);
  const share = name === "over" ? 1 : Number(name) / RING_STEPS;
  if (share > 0) circle(share, edge, 3.2);
}

/** Surface disc, ring, shape; a plate with the word under the worst one. Without a deadline the ring tells severity only. */
function pin(severity: "critical" | "urgent" | "routine", radius: number, left = ""): Mark {
  const size = 64;
  return {
    width: size,
    height: size,
    draw(c, p) {
      const edge = { critical: p.red_edge, urgent: p.orange_edge, routine: p.yellow_edge }[severity];
      const mid = size / 2;
      disc(c, mid, mid, radius, p.surface, p.line, 1);
      if (left !== "") ring(c, p, radius - 2.5, mid, edge, left);
      else disc(c, mid, mid, radius - 2.5, p.surface, severity === "routine" ? p.ring_track : edge, severity === "critical" ? 3.5 : 2.5);
      severityShape(c, severity, mid, mid, radius * 0.52, p);
      if (severity === "critical") plateWord(c, p, mid, mid + radius + 5);
    },
  };
}

function plateWord(c: Draw, p: Palette, x: number, y: number): void {
  c.beginPath();
  c.roundRect(x - 17, y - 7.5, 34, 15, 3);
  c.fillStyle = p.red;
  c.fill();
  c.strokeStyle = p.red_rim;
  c.lineWidth = 1;
  c.stroke();
  c.fillStyle = p.on_red;
  c.font = `700 11px ${fontFamily}`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillText(t("severity.critical"), x, y + 0.5);
}

function hollow(c: Draw, p: Palette): void {
  c.beginPath();
  c.arc(13, 13, 8, 0, Math.PI * 2);
  c.fillStyle = p.surface;
  c.globalAlpha = 0.85;
  c.fill();
  c.globalAlpha = 1;
  c.setLineDash([3.6, 2.7]);
  c.strokeStyle = p.text3;
  c.lineWidth = 2.6;
  c.stroke();
}

function square(c: Draw, p: Palette): void {
  c.beginPath();
  c.roundRect(3, 3, 18, 18, 4);
  c.fillStyle = p.station;
  c.fill();
  c.strokeStyle = p.surface;
  c.lineWidth = 2;
  c.stroke();
  houseOn(c, 12, 12, p.surface);
}

function placePin(c: Draw, p: Palette): void {
  c.beginPath();
  c.arc(12, 11, 8, Math.PI * 0.85, Math.PI * 0.15);
  c.lineTo(12, 29);
  c.closePath();
  c.fillStyle = p.accent;
  c.fill();
  c.strokeStyle = p.surface;
  c.lineWidth = 2;
  c.stroke();
  disc(c, 12, 11, 3, p.surface, p.surface, 0.5);
}

function plate(c: Draw, p: Palette): void {
  c.beginPath();
  c.roundRect(1, 1, 22, 16, 4);
  c.fillStyle = p.surface;
  c.fill();
  c.strokeStyle = p.line_strong;
  c.lineWidth = 1;
  c.stroke();
}

/** Two posts and the bar between them. */
function gate(c: Draw, p: Palette): void {
  c.beginPath();
  c.roundRect(1.5, 1.5, 15, 15, 3);
  c.fillStyle = p.surface;
  c.fill();
  c.strokeStyle = p.line_strong;
  c.lineWidth = 1;
  c.stroke();
  c.fillStyle = p.label;
  c.fillRect(4.5, 5, 2.5, 8.5);
  c.fillRect(11, 5, 2.5, 8.5);
  c.fillRect(7, 7, 4, 1.8);
}

/** Repeats without a seam: the corners carry the neighbours' ends. */
function hatch(c: Draw, p: Palette): void {
  const size = 12;
  c.globalAlpha = 0.75;
  c.strokeStyle = p.text1;
  c.lineWidth = 1.1;
  for (const shift of [-size, 0, size]) {
    c.beginPath();
    c.moveTo(shift - 1, size + 1);
    c.lineTo(shift + size + 1, -1);
    c.stroke();
  }
}

const RADIUS = { critical: 19, urgent: 16, routine: 14 } as const;

/** "pin-urgent-36": made when it is first asked for. */
function pinWithRing(id: string): Mark | undefined {
  const [, severity, left] = /^pin-(critical|urgent|routine)-(\d{1,2}|over|paused)$/.exec(id) ?? [];
  const kind = severity as keyof typeof RADIUS | undefined;
  return kind && left !== undefined ? pin(kind, RADIUS[kind], left) : undefined;
}

const MARKS: Readonly<Record<string, Mark>> = {
  "pin-critical": pin("critical", RADIUS.critical),
  "pin-urgent": pin("urgent", RADIUS.urgent),
  "pin-routine": pin("routine", RADIUS.routine),
  "pin-done": { width: 24, height: 24, draw: (c, p) => { disc(c, 12, 12, 9, p.surface, p.line_strong, 1.5); tickOn(c, 12, 12, p.ok_ink); } },
  "worker-drop": { width: 26, height: 26, draw: drop },
  "worker-disc": { width: 26, height: 26, draw: (c, p) => { disc(c, 13, 13, 8.5, p.surface, p.surface, 1); disc(c, 13, 13, 6.5, p.duty, p.duty_edge, 1); } },
  "worker-stale": { width: 26, height: 26, draw: hollow },
  station: { width: 24, height: 24, draw: square },
  place: { width: 24, height: 32, draw: placePin },
  plate: { width: 24, height: 18, draw: plate },
  ...COUNT_PLATES,
  gate: { width: 18, height: 18, draw: gate },
  hatch: { width: 12, height: 12, draw: hatch },
};

const STRETCH = { stretchX: [[14, 34]] as [number, number][], stretchY: [[14, 22]] as [number, number][], content: [8, 6, 40, 30] as [number, number, number, number] };

/** Answers MapLibre's request for an image that the style names. */
export function addMark(map: MapLibre, id: string, palette: Palette): void {
  const mark = MARKS[id] ?? pinWithRing(id) ?? wordSign(id);
  if (!mark || map.hasImage(id)) return;
  const canvas = document.createElement("canvas");
  canvas.width = mark.width * RATIO;
  canvas.height = mark.height * RATIO;
  const c = canvas.getContext("2d");
  if (!c) return;
  c.scale(RATIO, RATIO);
  mark.draw(c, palette);
  const data = c.getImageData(0, 0, canvas.width, canvas.height);
  map.addImage(id, data, { pixelRatio: RATIO, ...(id === "plate" || id.startsWith("count-") ? STRETCH : {}) });
}

export const MARK_IDS = Object.keys(MARKS);
