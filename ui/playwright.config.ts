import { defineConfig } from "@playwright/test";

/** Where the built pages are served for the tests; on loopback only. */
const PORT = 5174;
const ADDRESS = `http://127.0.0.1:${String(PORT)}`;
/** Where they are built: beside what the program embeds, with the pages for looking at them. */
const SITE = "test-results/site";

export default defineConfig({
  testDir: "browser",
  testMatch: process.env["FRAMES"] ? "**/*.bench.ts" : "**/*.spec.ts",
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  outputDir: "test-results/browser",
  forbidOnly: true,
  fullyParallel: true,
  workers: process.env["FRAMES"] ? 1 : 2,
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["line"], ["json"]] : [["line"]],
  expect: { toHaveScreenshot: { animations: "disabled", maxDiffPixelRatio: 0.01 } },
  use: {
    baseURL: ADDRESS,
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1180, height: 760 },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--force-device-scale-factor=1", "--font-render-hinting=none"],
    },
  },
  webServer: {
    command: `npx vite build --mode preview --outDir ${SITE} --logLevel warn && npx vite preview --outDir ${SITE} --host 127.0.0.1 --port ${String(PORT)} --strictPort`,
    url: `${ADDRESS}/preview.html`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
