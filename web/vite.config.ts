import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import { icon, tokensCss } from "./tokens/tokens";

/** Serves `virtual:tokens.css` (the colours as CSS variables) and writes icon.svg: no other file holds a colour. */
function tokensPlugin(): Plugin {
  const name = "virtual:tokens.css";
  return {
    name: "yuntu-tokens",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? tokensCss() : undefined),
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "icon.svg", source: icon() });
    },
  };
}

export default defineConfig({
  plugins: [tokensPlugin()],
  build: {
    target: "es2022",
    rollupOptions: { input: ["index.html", "admin.html", "planner.html", "tablet.html", "report.html"] },
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // MapLibre alone is about 1 MB; the server sends it compressed from the same machine room.
    chunkSizeWarningLimit: 1600,
  },
  test: { include: ["src/**/*.test.ts", "tokens/**/*.test.ts"] },
});
