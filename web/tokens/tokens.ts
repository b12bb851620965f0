// The one place that knows colours, type and sizes: CSS variables and the map style come from here.
import values from "./tokens.json";

export type Theme = "light" | "dark";
export type Token = keyof (typeof values)["light"];
export type Palette = Readonly<Record<Token, string>>;

export const palettes: Readonly<Record<Theme, Palette>> = values;

/** Local fonts only; MapLibre draws Han glyphs with the same list. */
export const FONT_STACK = [
  "Noto Sans CJK SC",
  "Source Han Sans SC",
  "PingFang SC",
  "Microsoft YaHei",
  "WenQuanYi Micro Hei",
  "sans-serif",
] as const;

export const fontFamily = FONT_STACK.map((f) => (f.includes(" ") ? `"${f}"` : f)).join(",");

/** Desk sizes in CSS pixels: [font size, line height]. */
export const type = {
  figure: [24, 32],
  clock: [16, 24],
  title: [18, 26],
  heading: [16, 24],
  body: [14, 20],
  second: [13, 19],
  least: [12, 17],
} as const;

type Sizes = Readonly<Record<keyof typeof type, readonly [number, number]>>;

/** At arm's length, in the rain, with gloves on. */
const tabletType: Sizes = {
  figure: [32, 40], clock: [24, 30], title: [26, 36], heading: [20, 28], body: [18, 27], second: [17, 24], least: [16, 22],
};

/** A resident's telephone. */
const residentType: Sizes = {
  figure: [28, 36], clock: [17, 26], title: [22, 30], heading: [18, 26], body: [17, 26], second: [16, 24], least: [15, 22],
};

function block(selector: string, palette: Palette): string {
  const lines = Object.entries(palette).map(([name, value]) => `--${name.replaceAll("_", "-")}:${value}`);
  return `${selector}{${lines.join(";")}}`;
}

/** The style sheet of variables: `--text1`, `--red-ink`, `--font`, `--size-body`, `--line-body`. */
export function tokensCss(): string {
  const sizes = (of: Sizes) => Object.entries(of).map(([n, [size, line]]) => `--size-${n}:${size}px;--line-${n}:${line}px`).join(";");
  return [
    block(":root", palettes.light),
    block(':root[data-theme="dark"]', palettes.dark),
    `:root{--font:${fontFamily};${sizes(type)}}`,
    `:root[data-page="tablet"]{${sizes(tabletType)}}`,
    `:root[data-page="resident"]{${sizes(residentType)}}`,
  ].join("\n");
}

/** The product's mark as a picture file, for the browser's tab. */
export function icon(): string {
  const { accent, accent_ink } = palettes.light;
  const faces: readonly [string, string][] = [
    ["M10 1.5l7 4-7 4-7-4z", palettes.dark.accent],
    ["M2.5 7l6.7 3.9V18L2.5 14.2z", accent],
    ["M17.5 7l-6.7 3.9V18l6.7-3.8z", accent_ink],
  ];
  const paths = faces.map(([d, fill]) => `<path d="${d}" fill="${fill}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">${paths.join("")}</svg>\n`;
}
