import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** `tauri.conf.json` names the same address as `devUrl`. */
const DEVELOPMENT_PORT = 5173;

/** One page for each kind of window. */
const PAGES = ["index"];

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url));

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { port: DEVELOPMENT_PORT, strictPort: true, host: "127.0.0.1" },
  build: {
    // The oldest web view that Tauri 2 meets on the supported systems.
    target: "safari16",
    // Inlined pictures would need `data:` in the content policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: PAGES.map(page) },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
