import { expect, type Page, test } from "@playwright/test";
import { stateOf } from "./account";
import { violationsOf } from "./violations";

const name = `replay-${Date.now().toString(36)}`;
// The server lives at a fixed moment: what is later than that is not judged again.
const now = process.env.WAYBILL_NOW ? Date.parse(process.env.WAYBILL_NOW) : Date.now();
const at = (i: number): string => (now / 1000 - 600 + i).toFixed(3);
const native = (i: number): string =>
  `${at(i)} 120 10.78.0.${i} TCP_TUNNEL/200 5000 CONNECT api.payments.example:443 - HIER_DIRECT/203.0.113.9 -`;
const own = (i: number): string => `edge-1|${at(i)}|10.78.0.${i}|jane|CONNECT|api.payments.example:443|200|5000`;

test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 1440, height: 900 } });
let address = "";
let token = "";

const rejected = (page: Page) => page.locator("#rejected");
const dialog = (page: Page) => page.getByRole("dialog", { name: "Read rejected lines again" });

test("a source that is given a rate tells its sender when to come again", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "admin") })).newPage();
  await page.goto("/sources/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Format", { exact: true }).selectOption("squid");
  await page.getByLabel("Seconds of it at once").fill("1");
  await page.getByRole("button", { name: /Make the source/ }).click();
  await expect(page.getByText("A burst is of a rate")).toBeVisible();
  await page.getByLabel("Lines a second").fill("2");
  await page.getByRole("button", { name: /Make the source/ }).click();
  token = await page.getByTestId("source-token").innerText();
  const send = (lines: string[]) =>
    page.request.post(`/api/ingest/${name}`, { headers: { authorization: `Bearer ${token}` }, data: `${lines.join("\n")}\n` });
  const sent = await send([...[1, 2, 3, 4, 5].map(native), own(6), "no line of anything", own(7)]);
  expect(await sent.json()).toMatchObject({ lines: 8, used: 5, rejected: 3 });
  const refused = await send([native(8)]);
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()["retry-after"])).toBeGreaterThanOrEqual(1);
  await page.context().close();
});

test("rejected lines are previewed, read again once the log format is right, and leave the quarantine", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "admin") })).newPage();
  await page.goto("/sources");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row.getByRole("img", { name: /connections in the last day/ })).toBeVisible();
  await row.click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  address = new URL(page.url()).pathname;
  await expect(page.getByRole("heading", { name: "Health" })).toBeVisible();
  await expect(page.getByText("37.5 %").first()).toBeVisible();

  await page.getByRole("button", { name: "Read again" }).click();
  await expect(dialog(page)).toContainText("0 of 3 lines would be read now");
  await expect(dialog(page).getByRole("button", { name: "Read them" })).toBeDisabled();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();

  await page.getByLabel("Columns or log format").fill("edge-1|%ts.%03tu|%>a|%un|%rm|%ru|%>Hs|%<st");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Lines that arrive from now on are read this way.", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(dialog(page)).toContainText("2 of 3 lines would be read now");
  await dialog(page).getByRole("button", { name: "Read 2 lines" }).click();

  await expect(page.getByText(/rejected lines of #\d+, read again/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("2 of the lines were rejected first, and read from quarantine later.")).toBeVisible();
  await expect(rejected(page).getByText("line 7")).toBeVisible();
  await expect(rejected(page).getByText("line 6")).toHaveCount(0);
  expect(await page.content()).not.toContain("jane");
  expect(await violationsOf(page)).toEqual([]);
  await page.context().close();
});

test("a record of such a line says where it first came and who had it read", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "admin") })).newPage();
  const query = new URLSearchParams({ v: "1", q: `source:${name} src:10.78.0.7`, from: "now-2h", to: "now" });
  await page.goto(`/connections?${query}`);
  await page
    .getByRole("row", { name: /api\.payments\.example/ })
    .first()
    .click();
  await expect(page.getByText(/Line 8, byte \d+ of import \d+, rejected then/)).toBeVisible();
  await page.context().close();
});

test("an auditor sees what waits and what became of the rest, and can start nothing", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "auditor") })).newPage();
  await page.goto(address);
  await expect(rejected(page)).toContainText("line 7");
  await expect(page.getByRole("button", { name: "Read again" })).toHaveCount(0);
  await page.goto(`/journal?subject=source:${name}`);
  await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("quarantine.replay");
  await page.context().close();
});
