import { expect, test } from "@playwright/test";
import { openPage } from "./account";
import { violationsOf } from "./violations";

const name = `own-${Date.now().toString(36)}`;
const now = process.env.WAYBILL_NOW ? Date.parse(process.env.WAYBILL_NOW) : Date.now();
const stamp = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
const line = (i: number, verdict: string) =>
  `${stamp(600 - i)} gateway-3 [out] 10.66.1.${i}:5151${i} -> ledger${i}.payments.example:8443 as clerk-${i}: "${verdict}" (sent=${i}00)`;
const pasted = [line(1, "waved through"), line(2, "turned away")].join("\n");

test("lines of an unknown product are pasted, pointed at, previewed, kept, and then read", async ({ browser, playwright }) => {
  const page = await openPage({ browser, playwright }, "admin");
  await page.goto("/sources/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: /Make the source/ }).click();
  const token = await page.getByTestId("source-token").innerText();
  await page.getByRole("link", { name: "map your own fields" }).click();
  await expect(page.getByRole("heading", { name: "Map your own fields", level: 1 })).toBeVisible();

  await page.getByLabel("Lines of the log").fill(`${pasted}\nthe gateway has restarted`);
  await expect(page.getByLabel("Template")).toHaveValue(/-> \{/);
  await expect(page.getByText("2 lines become records")).toBeVisible();
  await expect(page.getByText("Rejected", { exact: true })).toBeVisible();
  await page.getByLabel("Only lines that hold").fill("[out]");
  await expect(page.getByText("1 line skipped")).toBeVisible();

  // The user is told by no name: the field's values say which one it is.
  const user = page
    .getByRole("listitem")
    .filter({ hasText: "clerk-1" })
    .filter({ has: page.getByRole("combobox") });
  await user.getByRole("combobox").first().selectOption("srcUser");
  await expect(page.getByText("clerk-1 (rests as a pseudonym)")).toBeVisible();
  const verdict = page
    .getByRole("listitem")
    .filter({ hasText: "waved through" })
    .filter({ has: page.getByRole("combobox") });
  await verdict.getByRole("combobox").first().selectOption("action");
  await page.getByLabel("Its words for allowed").fill("waved through");
  await page.getByLabel("Its words for denied").fill("turned away");
  await expect(page.getByText("denied", { exact: true })).toBeVisible();
  const sent = page
    .getByRole("listitem")
    .filter({ hasText: "100" })
    .filter({ hasText: "sent" })
    .filter({ has: page.getByRole("combobox") });
  await expect(sent.getByRole("combobox").first()).toHaveValue("bytesOut");

  expect(await violationsOf(page)).toEqual([]);
  for (const [scheme, width] of [
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    if (process.env.WAYBILL_SHOTS)
      await page.screenshot({ path: `${process.env.WAYBILL_SHOTS}/own-fields-${scheme}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByLabel("Name of the mapping").fill("Outbound gateway");
  await page.getByRole("button", { name: "Keep the mapping" }).click();
  await expect(page.getByText("The mapping is kept.")).toBeVisible();

  const answer = await page.request.post(`/api/ingest/${name}`, {
    headers: { authorization: `Bearer ${token}` },
    data: `${[line(3, "waved through"), line(4, "turned away"), "the gateway has restarted"].join("\n")}\n`,
  });
  expect(await answer.json()).toMatchObject({ lines: 3, used: 2, connections: 2, skipped: 1, rejected: 0 });
  await expect(page.getByText("3 lines have arrived and were read.")).toBeVisible();

  await page.goto(`/connections?v=1&q=${encodeURIComponent(`source:${name}`)}&from=now-30d&to=now`);
  await expect(page.getByText("ledger3.payments.example").first()).toBeVisible();
  expect(await page.content()).not.toContain("clerk-3");

  // A kept mapping is where its source's page goes on, and where another one may begin.
  await page.goto("/sources");
  await page.getByRole("row", { name: new RegExp(name) }).click();
  await page.getByRole("link", { name: "Change its field mapping" }).click();
  await expect(page.getByLabel("Begin from a mapping that is kept")).toContainText("Outbound gateway");
  await expect(page.getByLabel("Begin from a mapping that is kept")).not.toHaveValue("");
  await page.getByLabel("Lines of the log").fill(pasted);
  await expect(page.getByText("clerk-1 (rests as a pseudonym)")).toBeVisible();
  await page.context().close();
});
