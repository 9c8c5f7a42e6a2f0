// The browser of the browser tests and of the screenshots.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { bin, environment, root, runLong, StepFailed, say } from "./steps.mjs";

/** The machine's own; `undefined` leaves it to Playwright. The shell first: it draws no window, and a page costs half of it. */
export const findChromium = () =>
  ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    .map((name) => `/usr/bin/${name}`)
    .find((f) => fs.existsSync(f));

export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The machine's Chromium, else Playwright's own, else the distribution's package when root. @throws {StepFailed} */
export async function installChromium() {
  if (findChromium()) return;
  say("installing a Chromium …");
  const own = [bin("@playwright/test/cli.js"), "install", "--only-shell", "chromium"];
  if (spawnSync(process.execPath, own, { cwd: root, stdio: "inherit", timeout: 300_000 }).status === 0) return;
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get")) {
    const env = environment({ DEBIAN_FRONTEND: "noninteractive" });
    await runLong("apt-get", ["update", "-q"]);
    // The font is what a page stands in before its own has come.
    for (const name of ["chromium-headless-shell", "chromium"]) {
      const packages = [name, "fonts-liberation"];
      await runLong("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env }).catch((e) => say(e.message));
      if (findChromium()) return;
    }
  }
  throw new StepFailed("No Chromium was found and none could be installed; install one as /usr/bin/chromium.", "");
}
