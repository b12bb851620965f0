// Contrast (WCAG 2.x), simulated colour blindness (Machado 2009, severity 1), difference (CIEDE2000).

export type Rgb = readonly [number, number, number];
export type Sight = "normal" | "protan" | "deutan" | "tritan";

/** #RRGGBB to linear light, 0 to 1. */
export function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

type Matrix = readonly [Rgb, Rgb, Rgb];

const MACHADO: Readonly<Record<Exclude<Sight, "normal">, Matrix>> = {
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const XYZ: Matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const WHITE: Rgb = [0.95047, 1, 1.08883];

function times(m: Matrix, v: Rgb): Rgb {
  const row = (r: Rgb): number => r[0] * v[0] + r[1] * v[1] + r[2] * v[2];
  return [row(m[0]), row(m[1]), row(m[2])];
}

function seen(hex: string, sight: Sight): Rgb {
  const rgb = linear(hex);
  if (sight === "normal") return rgb;
  const [r, g, b] = times(MACHADO[sight], rgb).map((v) => Math.min(1, Math.max(0, v)));
  return [r!, g!, b!];
}

function lab(rgb: Rgb): Rgb {
  const [x, y, z] = times(XYZ, rgb).map((v, i) => {
    const t = v / WHITE[i]!;
    return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  }) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
const hue = (a: number, b: number): number => (a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360);

function meanHue(h1: number, h2: number, c1: number, c2: number): number {
  if (c1 * c2 === 0) return h1 + h2;
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/** CIEDE2000 of two Lab colours (Sharma, Wu, Dalal 2005). */
export function ciede2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const seventh = (c: number): number => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const g = 0.5 * (1 - seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(rad(turn) / 2);
  const [L, C, H] = [(l1 + l2) / 2, (c1 + c2) / 2, meanHue(h1, h2, c1, c2)];
  const T = 1 - 0.17 * Math.cos(rad(H - 30)) + 0.24 * Math.cos(rad(2 * H)) + 0.32 * Math.cos(rad(3 * H + 6)) - 0.2 * Math.cos(rad(4 * H - 63));
  const sL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
  const sC = 1 + 0.045 * C;
  const sH = 1 + 0.015 * C * T;
  const rT = -2 * seventh(C) * Math.sin(rad(60 * Math.exp(-(((H - 275) / 25) ** 2))));
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rT * (dC / sC) * (dH / sH));
}

/** How far two colours stand apart for one kind of sight. */
export function difference(a: string, b: string, sight: Sight): number {
  return ciede2000(lab(seen(a, sight)), lab(seen(b, sight)));
}

/** Lab chroma under which an eye sees grey. */
const GREY = 6;

/** A hue of red, orange or yellow that is strong enough to be seen as one. */
export function isWarm(hex: string): boolean {
  const [, a, b] = lab(linear(hex));
  const h = hue(a, b);
  return Math.hypot(a, b) > GREY && (h < 105 || h > 345);
}
