// Shapes that canvas marks and list signs share, so that a sign looks the same everywhere.
import type { Palette } from "../../tokens/tokens";
import type { Severity } from "../protocol/live";

export type Draw = CanvasRenderingContext2D;

/** Corners around (0,0) for radius 1; null is the circle. */
export const CORNERS: Readonly<Record<Severity, readonly (readonly [number, number])[] | null>> = {
  critical: [[0, -1.05], [1, 0.75], [-1, 0.75]],
  urgent: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  routine: null,
};

export function severityShape(c: Draw, severity: Severity, x: number, y: number, r: number, p: Palette): void {
  const [fill, edge] = {
    critical: [p.red, p.red_edge],
    urgent: [p.orange, p.orange_edge],
    routine: [p.yellow, p.yellow_edge],
  }[severity] as [string, string];
  c.beginPath();
  const corners = CORNERS[severity];
  if (corners) corners.forEach(([dx, dy], i) => (i === 0 ? c.moveTo(x + dx * r, y + dy * r) : c.lineTo(x + dx * r, y + dy * r)));
  else c.arc(x, y, r * 0.9, 0, Math.PI * 2);
  c.closePath();
  c.fillStyle = fill;
  c.fill();
  c.lineJoin = "round";
  c.strokeStyle = edge;
  c.lineWidth = 1.4;
  c.stroke();
}

export function houseOn(c: Draw, x: number, y: number, fill: string): void {
  c.beginPath();
  c.moveTo(x, y - 5.5);
  c.lineTo(x + 5.5, y - 0.5);
  c.lineTo(x + 4, y - 0.5);
  c.lineTo(x + 4, y + 4.5);
  c.lineTo(x - 4, y + 4.5);
  c.lineTo(x - 4, y - 0.5);
  c.lineTo(x - 5.5, y - 0.5);
  c.closePath();
  c.fillStyle = fill;
  c.fill();
}

export function tickOn(c: Draw, x: number, y: number, ink: string): void {
  c.beginPath();
  c.moveTo(x - 4, y);
  c.lineTo(x - 1, y + 3.2);
  c.lineTo(x + 4.4, y - 3.4);
  c.strokeStyle = ink;
  c.lineWidth = 2;
  c.lineCap = "round";
  c.lineJoin = "round";
  c.stroke();
}

/** Pointing north; MapLibre turns it. */
export function drop(c: Draw, p: Palette): void {
  const r = 7;
  c.beginPath();
  c.moveTo(13, 1.5);
  c.bezierCurveTo(16, 6, 13 + r, 9, 13 + r, 14);
  c.arc(13, 14, r, 0, Math.PI);
  c.bezierCurveTo(13 - r, 9, 10, 6, 13, 1.5);
  c.closePath();
  c.strokeStyle = p.surface;
  c.lineWidth = 4;
  c.stroke();
  c.fillStyle = p.duty;
  c.fill();
  c.strokeStyle = p.duty_edge;
  c.lineWidth = 1;
  c.stroke();
}
