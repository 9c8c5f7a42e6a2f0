import { expect, type Page, test } from "@playwright/test";
import { stateOf } from "./account";

const ask = async (page: Page, service: string, destination: string, port = "443"): Promise<void> => {
  await page.getByLabel("Service", { exact: true }).fill(service);
  await page.getByLabel("Host or address").fill(destination);
  await page.getByLabel("Port", { exact: true }).fill(port);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
};

/** The editor has judged its file once: from then on it listens. */
const openEditor = async (page: Page): Promise<string> => {
  await page.goto("/policy/edit");
  await expect(accept(page)).toBeVisible();
  return page.getByRole("textbox", { name: "Policy, as YAML" }).inputValue();
};
const accept = (page: Page) => page.getByRole("checkbox", { name: /warnings? and accept/ });

test.describe("the security lead", () => {
  let page: Page;
  test.beforeAll(async ({ browser, playwright }) => {
    page = await (await browser.newContext({ storageState: await stateOf(playwright, "ciso") })).newPage();
  });
  test.afterAll(() => page.context().close());

  test("asks whether something would be allowed, and is told why not", async () => {
    await page.goto("/policy");
    // What is asked before the page listens is lost.
    await expect(async () => {
      await ask(page, "billing", "API.payments.example");
      await expect(page.getByText("Rule billing-card-charges allows api.payments.example")).toBeVisible({ timeout: 3000 });
    }).toPass();
    await ask(page, "billing", "api.payments.example", "8443");
    await expect(page.getByText("No rule allows it. Nearest is billing-card-charges: it is for port 443, not 8443.")).toBeVisible();
    await expect(page.getByText("port differs").first()).toBeVisible();
    await ask(page, "", "api.payments.example");
    await expect(page.getByText("Unknown", { exact: true })).toBeVisible();
    await ask(page, "billing", "no host at all");
    await expect(page.getByText("Write a host name such as api.partner.example, or an address.")).toBeVisible();
  });

  test("finds a rule and confirms it, under their own name", async () => {
    await page.goto("/policy?show=overdue");
    await expect(page.getByRole("row").filter({ hasText: "Overdue" }).first()).toBeVisible();
    await page.goto("/policy");
    await page.getByRole("searchbox", { name: "Find rules" }).fill("ledger.acctbank");
    const rows = page.getByRole("table", { name: "Rules in force" }).getByRole("row");
    await expect(rows).toHaveCount(2);
    await page.getByRole("button", { name: "Confirm bank-ledger" }).filter({ visible: true }).click();
    await page.getByRole("dialog").getByLabel("Note").fill("The bank still takes postings.");
    await page.getByRole("dialog").getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(page.getByText("bank-ledger confirmed", { exact: true })).toBeVisible();
    await expect(rows.nth(1)).toContainText(/ago|now/);
  });

  test("edits: an error has its line, a wider rule is called so, and a publish needs its warnings accepted", async () => {
    const before = await openEditor(page);
    const file = page.getByRole("textbox", { name: "Policy, as YAML" });
    const publish = page.getByRole("button", { name: /^Publish version/ });
    const at = before.split("\n").findIndex((line) => line.includes("api.payments.example")) + 1;
    await expect(page.getByText("Nothing has changed yet.")).toBeVisible();

    await file.fill(before.replace("api.payments.example, port: 443", "api.payments.example, prt: 443"));
    const remark = page.getByRole("button", { name: new RegExp(`${at}:\\d+ .*Error.*has no key "prt"`) });
    await expect(remark).toBeVisible();
    await expect(publish).toBeDisabled();
    await remark.click();
    await expect(file).toBeFocused();
    const caret = await file.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart).slice(0, 4));
    expect(caret).toBe("prt:");

    await file.fill(before.replace("api.payments.example, port: 443", "api.payments.example, port: [443, 8443]"));
    await page.getByRole("tab", { name: "Rules changed (1)" }).click();
    await expect(page.getByText("wider", { exact: true })).toBeVisible();
    await page.getByRole("tab", { name: "Lines changed" }).click();
    await expect(page.getByRole("table", { name: "Changed lines" })).toContainText("port: [443, 8443]");
    await expect(publish).toBeDisabled();
    await accept(page).check();
    await page.getByLabel("What for").fill("A second port for charges");
    await publish.click();
    await page.waitForURL(/\/policy\/\d+$/);
    await expect(page.getByText("in force", { exact: true })).toBeVisible();
    await expect(page.getByText("A second port for charges")).toBeVisible();
    await expect(page.getByText("wider", { exact: true })).toBeVisible();

    await page.goto("/policy");
    await ask(page, "billing", "api.payments.example", "8443");
    await expect(page.getByText("Allowed", { exact: true })).toBeVisible();

    // As it was, for whoever looks at this estate next.
    await openEditor(page);
    await file.fill(before);
    await accept(page).check();
    await publish.click();
    await page.waitForURL(/\/policy\/\d+$/);
    await expect(page.getByText("narrower", { exact: true })).toBeVisible();
  });

  test("a draft based on an older version is refused, and nothing of it is lost", async ({ context }) => {
    const before = await openEditor(page);
    const file = page.getByRole("textbox", { name: "Policy, as YAML" });
    const other = await context.browser()!.newContext({ storageState: await page.context().storageState() });
    const theirs = await other.newPage();
    await openEditor(theirs);
    for (const [p, text] of [
      [theirs, `# reviewed\n${before}`],
      [page, `# mine\n${before}`],
    ] as const) {
      await p.getByRole("textbox", { name: "Policy, as YAML" }).fill(text);
      await accept(p).check();
      await p.getByRole("button", { name: /^Publish version/ }).click();
      if (p === theirs) await p.waitForURL(/\/policy\/\d+$/);
    }
    await expect(page.getByText(/was published by .* meanwhile/)).toBeVisible();
    await expect(file).toHaveValue(`# mine\n${before}`);
    await other.close();
  });
});

test("an auditor sees rules and versions, and no way to change them", async ({ browser, playwright }) => {
  const context = await browser.newContext({ storageState: await stateOf(playwright, "auditor") });
  const page = await context.newPage();
  await page.goto("/policy");
  await expect(page.getByRole("table", { name: "Rules in force" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("button", { name: /Confirm/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /Edit/ })).toHaveCount(0);
  await page.getByRole("table", { name: "Versions of the policy" }).getByRole("link", { name: "1", exact: true }).click();
  await page.waitForURL(/\/policy\/1$/);
  await expect(page.getByText("the beginning; published")).toBeVisible();
  await page.goto("/policy/edit");
  await expect(page.getByText("Your role does not open this page")).toBeVisible();
  for (const address of ["/policy/4711", "/policy/1e9"]) {
    await page.goto(address);
    await expect(page.getByText("There is no such thing here")).toBeVisible();
  }
  await context.close();
});
