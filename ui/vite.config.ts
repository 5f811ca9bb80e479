import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** `tauri.conf.json` names the same address as `devUrl`. */
const DEVELOPMENT_PORT = 5173;

/** Milliseconds that a test of the pages may take on a busy machine. */
const TEST_PATIENCE = 30_000;

/** One page for each kind of window. */
const PAGES = ["index", "buckets", "keys", "settings", "space"];

/** Its reader of PDF loads this file by its own name: it takes no hash. */
const JPEG_2000 = "openjpeg_nowasm_fallback.js";

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { port: DEVELOPMENT_PORT, strictPort: true, host: "127.0.0.1" },
  build: {
    // The oldest web view that Tauri 2 meets on the supported systems.
    target: "safari16",
    // Inlined pictures would need `data:` in the content policy.
    assetsInlineLimit: 0,
    // The page that shows windows without a program is built for its tests alone.
    rollupOptions: {
      input: (mode === "preview" ? [...PAGES, "preview"] : PAGES).map(page),
      output: {
        assetFileNames: ({ names }) =>
          names.includes(JPEG_2000) ? "assets/[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"], testTimeout: TEST_PATIENCE },
}));
