import { expect, test } from "@playwright/test";
import { baseUrl, openPage, stateOf } from "./account";
import { violationsOf } from "./violations";

const name = `e2e-${Date.now().toString(36)}`;
// The server lives at a fixed moment: what is later than that is not judged again.
const now = process.env.WAYBILL_NOW ? Date.parse(process.env.WAYBILL_NOW) : Date.now();
const ago = (seconds: number) => (now / 1000 - seconds).toFixed(3);
// One of its own each time, so that a run does not find what another one mapped.
const network = `10.77.${Math.floor(Math.random() * 250)}`;
const line = (i: number) =>
  `${ago(600 - i)} 120 ${network}.${i % 3} TCP_TUNNEL/200 5000 CONNECT api.payments.example:443 - HIER_DIRECT/203.0.113.9 -`;

test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 1440, height: 900 } });
let token = "";

test("a new source shows its token once and tells when the first line has arrived", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "admin") })).newPage();
  await page.goto("/sources/new");
  await page.getByLabel("Name", { exact: true }).fill("Not A Name");
  await page.getByRole("button", { name: /Make the source/ }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByRole("alert").filter({ hasText: "lower-case letters, digits" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Format", { exact: true }).selectOption("squid");
  const queries = page.getByLabel("Keep query values and ids in paths in full");
  const users = page.getByLabel("Keep users and client host names in full");
  await queries.check();
  await expect(page.getByRole("note")).toContainText("Queries and paths hold personal data");
  await expect(page.getByRole("note")).not.toContainText("User names");
  await users.check();
  await queries.uncheck();
  await expect(page.getByRole("note")).toContainText("User names make this a record of what people do");
  await users.uncheck();
  await expect(page.getByRole("note")).toHaveCount(0);
  await expect(page.getByLabel("Why they are kept in full")).toHaveCount(0);
  await page.getByRole("button", { name: /Make the source/ }).click();
  token = await page.getByTestId("source-token").innerText();
  expect(token).toMatch(/^wb_[a-z2-7]{52}$/);
  for (const shipper of ["curl", "waybill", "OpenTelemetry", "Vector", "Fluent Bit", "Logstash", "rsyslog", "Cloud push"]) {
    await page.getByRole("tab", { name: shipper, exact: true }).click();
    await expect(page.getByRole("tabpanel")).toContainText(token);
  }
  await expect(page.getByText("Waiting for the first line")).toBeVisible();

  const body = `${Array.from({ length: 9 }, (_, i) => line(i)).join("\n")}\nthis is no line of squid with user=jane\n`;
  const send = (headers: Record<string, string>) => page.request.post(`/api/ingest/${name}`, { headers, data: body });
  // The browser's cookie is no token.
  expect((await send({})).status()).toBe(401);
  expect((await send({ authorization: "Bearer wb_wrong" })).status()).toBe(401);
  const answer = await send({ authorization: `Bearer ${token}` });
  expect(await answer.json()).toMatchObject({ lines: 10, used: 9, connections: 9, duplicates: 0, skipped: 0, rejected: 1 });
  await expect(page.getByText("10 lines have arrived; some could not be read.")).toBeVisible();

  await page.getByRole("link", { name: "Open the source" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const rejected = page.locator("#rejected");
  await expect(rejected).toContainText("line 10");
  await expect(rejected).toContainText("byte");
  expect(await page.content()).not.toContain("jane");
  expect(await page.content()).not.toContain(token);
  await page.context().close();
});

test("a new token ends the old one; a disabled source is told so", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "admin") })).newPage();
  await page.goto("/sources");
  await page.getByRole("row", { name: new RegExp(name) }).click();
  await page.getByRole("button", { name: "Make a new token" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  const next = await page.getByTestId("source-token").innerText();
  const send = (bearer: string) =>
    page.request.post(`/api/ingest/${name}`, { headers: { authorization: `Bearer ${bearer}` }, data: `${line(1)}\n` });
  expect((await send(token)).status()).toBe(401);
  expect((await send(next)).status()).toBe(200);
  await page.getByRole("button", { name: "Disable the source" }).click();
  await page.getByRole("button", { name: "Disable it" }).click();
  await expect(page.getByRole("button", { name: "Enable the source" })).toBeVisible();
  expect((await send(next)).status()).toBe(403);
  await page.context().close();
});

test("values are kept in full for a reason, which an auditor reads; masked again, it is in the journal", async ({
  browser,
  playwright,
}) => {
  const page = await openPage({ browser, playwright }, "admin");
  const auditor = await openPage({ browser, playwright }, "auditor");
  await page.goto("/sources");
  await page.getByRole("row", { name: new RegExp(name) }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const address = page.url();
  const reason = page.getByLabel("Why they are kept in full");
  const save = page.getByRole("button", { name: "Save", exact: true });
  await expect(reason).toHaveCount(0);
  await page.getByLabel("Keep query values and ids in paths in full").check();
  await reason.fill("too short");
  await save.click();
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Say in 10 to 500 characters why these values are kept in full")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await auditor.goto(address);
  await expect(auditor.getByText("kept in full")).toHaveCount(0);

  const why = "Fraud cases are traced by order number, agreed with the works council";
  await reason.fill(why);
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(reason).toHaveCount(0);
  await auditor.reload();
  const fact = auditor.getByRole("definition").filter({ hasText: "kept in full" });
  await expect(fact).toContainText(new RegExp(`since .+ by .+: ${why}`));
  await expect(auditor.getByRole("button", { name: "Save" })).toHaveCount(0);
  expect(await violationsOf(auditor)).toEqual([]);
  await auditor.goto(`/journal?subject=source:${name}&action=source.unmask`);
  await expect(auditor.getByRole("main").getByRole("listitem")).toHaveText([new RegExp(why)]);

  await page.getByLabel("Keep query values and ids in paths in full").uncheck();
  await save.click();
  await expect(page.getByRole("definition").filter({ hasText: why })).toHaveCount(0);
  await auditor.goto(`/journal?subject=source:${name}&action=source.mask`);
  await expect(auditor.getByRole("main").getByRole("listitem")).toHaveText([new RegExp(why)]);
  for (const opened of [page, auditor]) await opened.context().close();
});

test("an unmapped caller is offered for mapping by its address", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "engineer") })).newPage();
  await page.goto("/mapping");
  await page
    .getByRole("row", { name: new RegExp(`${network}.1\\b`) })
    .getByRole("button", { name: "Map it" })
    .click();
  await expect(page.getByLabel("Value")).toHaveValue(`${network}.1`);
  await page.getByLabel("Service").fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: `${network}.1/32` })).toContainText(name);
  await page.getByRole("button", { name: `Delete ${network}.1/32` }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("row", { name: `${network}.1/32` })).toHaveCount(0);
  await page.context().close();
});

test("what was done is in the journal, for the auditor, page by page", async ({ browser, playwright }) => {
  const page = await (await browser.newContext({ storageState: await stateOf(playwright, "auditor") })).newPage();
  await page.goto(`/journal?subject=source:${name}`);
  const entries = page.getByRole("main").getByRole("listitem");
  await expect(entries).toHaveText(
    ["source.mask", "source.unmask", "source.disable", "source.rotate-token", "source.create"].map((action) => new RegExp(action)),
  );
  await page.context().close();
});

test("health is alive and ready names its parts", async ({ request }) => {
  expect(await (await request.get("/api/health")).json()).toEqual({ status: "alive" });
  const ready = await request.get("/api/ready");
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toMatchObject({ status: "ready", database: "reachable", schema: expect.stringMatching(/^\d{14}_/) });
  expect(baseUrl).toBeTruthy();
});
