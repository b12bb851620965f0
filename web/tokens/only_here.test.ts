import { expect, it } from "vitest";

const all = import.meta.glob<string>("../src/**/*.{ts,css}", { query: "?raw", import: "default", eager: true });
const SOURCES = Object.entries(all).filter(([path]) => !path.endsWith(".test.ts"));

it("the rules below look at the sources", () => {
  expect(SOURCES.length).toBeGreaterThan(40);
});

it("no file but the tokens holds a colour", () => {
  for (const [path, text] of SOURCES) {
    expect(text.match(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?=[;")])|rgba?\(|hsla?\(/i), path).toBeNull();
  }
});

it("no file writes HTML from text", () => {
  for (const [path, text] of SOURCES) {
    expect(text.match(/innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write/), path).toBeNull();
  }
});

it("no file but the catalogue holds Chinese text", () => {
  for (const [path, text] of SOURCES) {
    if (path.endsWith("zh_CN.ts")) continue;
    const code = text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    expect(code.match(/["'`][^"'`\n]*[\u4e00-\u9fff]/), path).toBeNull();
  }
});

it("no file names an address outside the server", () => {
  for (const [path, text] of SOURCES) {
    const found = text.match(/(?:https?|wss?):\/\/[^$\s"'`]+/g) ?? [];
    expect(found.filter((url) => url !== "http://www.w3.org/2000/svg"), path).toEqual([]);
  }
});
