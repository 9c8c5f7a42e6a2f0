import { expect, type Page, test } from "@playwright/test";
import { stories } from "../../scripts/sample/stories";
import { stateOf } from "./account";

const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const story = (id: string) => {
  const found = stories(now).find((s) => s.id === id);
  if (!found) throw new Error(`There is no story ${id}.`);
  return found;
};

/** What each planted story must be found as. */
const expected = [
  ["retry-storm", "retry-storm", (s) => `${s.service} (production) → ${s.host}`],
  ["slow-exfiltration", "slow-exfiltration", (s) => `${s.service} (production) → ${s.host}`],
  ["new-country", "unapproved-country", (s) => `${s.service} (production) → ${s.host} in ${s.facts.country}`],
  ["spoofed-sni", "contradicted-name", (s) => `${s.service} (production) → ${s.facts.said}`],
  ["deny-burst", "default-deny-hits", (s) => `${s.service} (production) → ${s.host}`],
  ["silent-source", "silent-source", (s) => `source ${s.source}`],
] as const satisfies readonly (readonly [string, string, (s: ReturnType<typeof story>) => string])[];

test.describe("the security lead", () => {
  let page: Page;
  test.beforeAll(async ({ browser, playwright }) => {
    page = await (await browser.newContext({ storageState: await stateOf(playwright, "ciso") })).newPage();
  });
  test.afterAll(() => page.context().close());

  for (const [id, rule, subject] of expected)
    test(`finds the planted ${id} once, with its evidence`, async () => {
      await page.goto(`/findings?status=all&rule=${rule}`);
      const row = page.getByRole("row").filter({ has: page.getByText(subject(story(id)), { exact: true }) });
      await expect(row).toHaveCount(1);
      await row.getByRole("link").first().click();
      await expect(page.getByRole("link", { name: "Show the connections" })).toHaveAttribute("href", /^\/connections\?v=1&q=/);
    });

  test("triages by keyboard: pick, acknowledge, comment, resolve", async () => {
    await page.goto("/findings?rule=weak-tls");
    const rows = page.getByRole("table", { name: "Findings" }).locator("tbody tr");
    await expect(rows.first()).toBeVisible();
    const before = await rows.count();
    const subject = await rows.first().locator("[data-finding]").getAttribute("data-finding");
    // k at the top stays there; a key pressed before the page listens is lost.
    await expect(async () => {
      await page.keyboard.press("k");
      await expect(rows.first()).toBeFocused({ timeout: 500 });
    }).toPass();
    await page.keyboard.press("x");
    await expect(page.getByText("1 picked")).toBeVisible();
    await page.keyboard.press("a");
    await expect(rows).toHaveCount(before - 1, { timeout: 20_000 });

    await page.goto(`/findings/${subject}`);
    await expect(page.getByText("acknowledged it")).toBeVisible();
    await page.getByLabel("Comment").fill("Signed content; moves to TLS with the next image.");
    await page.getByRole("button", { name: "Comment" }).click();
    await expect(page.getByText("Signed content; moves to TLS with the next image.")).toBeVisible();
    await page.locator("h1").click();
    await page.keyboard.press("r");
    await page.getByLabel("Reason").fill("Done");
    await page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
    await expect(page.getByText("resolved it")).toBeVisible();
  });

  test("runs an audit without waiting for it, and its page tells what could not be judged", async () => {
    await page.goto("/findings");
    await page.getByRole("button", { name: "Run audit now" }).click();
    const dialog = page.getByRole("dialog");
    for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
    await dialog.getByRole("button", { name: "Start" }).click();
    await expect(dialog.getByText("Choose at least one rule.")).toBeVisible();
    await dialog.getByLabel("The name does not belong to the address").check();
    await dialog.getByRole("button", { name: "Start" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("The audit has ended", { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.goto("/audit");
    await page.locator("tbody tr").first().getByRole("link").click();
    await page.waitForURL(/\/audit\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("row", { name: /The name does not belong to the address.*a DNS answer/ })).toBeVisible();
  });
});

test("an auditor reads findings and decides nothing", async ({ browser, playwright }) => {
  const context = await browser.newContext({ storageState: await stateOf(playwright, "auditor") });
  const page = await context.newPage();
  await page.goto("/findings?status=all");
  await expect(page.getByRole("table", { name: "Findings" }).locator("tbody tr").first()).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Run audit now" })).toHaveCount(0);
  await page.getByRole("table", { name: "Findings" }).locator("tbody tr").first().getByRole("link").first().click();
  await page.waitForURL(/\/findings\/[0-9a-f]{20}$/);
  await expect(page.getByText("What the rule went by")).toBeVisible();
  await expect(page.getByRole("button", { name: /Acknowledge|Resolve|Accept|Assign|Comment/ })).toHaveCount(0);
  await context.close();
});
