/**
 * Pictures of the four homes for the README, from a running demo.
 *
 *   npm run demo            (in another terminal)
 *   npm run screenshots     writes docs/images/<role>.png
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { env } from "../lib/env";
import { homeOf, type Role } from "../lib/model/role";
import { chromiumArgs, findChromium } from "./chromium.mjs";

const folder = path.join(import.meta.dirname, "..", "docs", "images");
const shown: readonly Role[] = ["engineer", "legal", "ciso", "auditor"];
const largest = 300 * 1024;

interface Account {
  role: Role;
  email: string;
  password: string;
}

async function picture(browser: Browser, url: string, { role, email, password }: Account): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 1000 },
    colorScheme: "light",
    reducedMotion: "reduce",
    timezoneId: "UTC",
    locale: "en-GB",
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`**${homeOf[role]}**`);
  // Every panel streams in by itself: the picture waits for the last one.
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector(".animate-pulse-soft") === null);
  await page.waitForTimeout(500);
  const file = path.join(folder, `${role}.png`);
  const image = await page.screenshot({ path: file, animations: "disabled" });
  await context.close();
  console.log(`docs/images/${role}.png, ${Math.round(image.length / 1024)} KB`);
  if (image.length > largest) throw new Error(`docs/images/${role}.png is larger than ${largest / 1024} KB.`);
}

const { values } = parseArgs({ options: { url: { type: "string" } } });
const accounts = JSON.parse(fs.readFileSync(path.join(env.stateDir, "demo-accounts.json"), "utf8")) as Account[];
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
try {
  fs.mkdirSync(folder, { recursive: true });
  for (const role of shown) {
    const account = accounts.find((a) => a.role === role);
    if (!account) throw new Error(`The demo has no account for ${role}.`);
    await picture(browser, values.url ?? env.url, account);
  }
} finally {
  await browser.close();
}
