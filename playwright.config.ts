import { defineConfig } from "@playwright/test";
import { chromiumArgs, findChromium } from "./scripts/chromium.mjs";

/** They publish, triage, export and send lines: what the others count would move under them. */
const changing = /(access|findings|own-fields|policy|quarantine|sources)\.spec\.ts$/;

/** scripts/e2e.mjs starts the server with its own database and sample estate, and says where it is. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/browser",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  projects: [
    { name: "reading", testIgnore: changing },
    { name: "changing", testMatch: changing, dependencies: ["reading"] },
  ],
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: process.env.WAYBILL_E2E_URL ?? "http://localhost:3000",
    // The document at each step costs a third of a test: what was done, and the page and its picture at the end, tell as much.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false },
    screenshot: "only-on-failure",
    // Without a graphics card each frame of a place held by something that pulses is drawn by the processor.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { executablePath: findChromium(), args: chromiumArgs },
  },
});
