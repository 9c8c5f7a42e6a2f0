import { createHash } from "node:crypto";
import fs from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { stories } from "../../scripts/sample/stories";
import { unzip } from "../db/unzip";
import { openPage, stateOf } from "./account";
import { violationsOf } from "./violations";

/** The auditor's home on the sample estate, against plain SQL, and the evidence that it hands out. */
const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
test.beforeAll(() => database.connect());
test.afterAll(() => database.end());
const one = async (text: string, values: unknown[] = []) => (await database.query(text, values)).rows[0];
const fullNumber = (n: number): string => n.toLocaleString("en");

let page: Page;
test.beforeAll(async ({ browser, playwright }) => {
  page = await openPage({ browser, playwright }, "auditor");
});
test.afterAll(() => page.context().close());

const panel = (question: string) => page.getByRole("region", { name: question, exact: true }).first();
// Imports and journal entries are of the real clock, whatever moment the estate is held at.
const whole = `/auditor?${new URLSearchParams({ from: new Date(now.getTime() - 36 * 86_400_000).toISOString(), to: "2100-01-01T00:00:00Z" })}`;

test("the home opens with what is there and whether it adds up", async () => {
  await page.goto("/auditor");
  const { n } = await one(
    "select sum(count)::int as n from traffic_hour where hour >= date_trunc('hour', $1::timestamptz - interval '30 days') and hour < $1",
    [now],
  );
  const sentence = page.locator("header p").first();
  await expect(sentence).toContainText("Everything since");
  await expect(sentence.getByRole("link").first()).toHaveAttribute("title", fullNumber(n));
  const { rules } = await one("select count(*)::int as rules from policy_rule where version = (select max(version) from policy_version)");
  await expect(sentence).toContainText(`${rules} rules`);
  await expect(sentence).toContainText(/\d+ confirmations overdue/);
});

test("each source's lines have their account, by the receipts", async () => {
  await page.goto(whole);
  const { rows } = await database.query(
    `select s.name, sum(i.lines)::int as lines, sum(i.rejected)::int as rejected, count(*)::int as imports
     from import i join source s on s.id = i.source_id where s.sample group by 1`,
  );
  expect(rows.length).toBeGreaterThan(5);
  const table = panel("Does every line that came in have an account?");
  for (const { name, lines, imports } of rows) {
    const row = table.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
    await expect(row).toContainText("balanced");
    await expect(row.locator("td").nth(1)).toHaveText(fullNumber(imports));
    const told = row.locator("td").nth(2);
    if (lines >= 10_000) await expect(told.locator("data")).toHaveAttribute("value", fullNumber(lines));
    else await expect(told).toHaveText(fullNumber(lines));
  }
  await expect(page.locator("header p").first()).toContainText("all balanced");
});

test("the source that has gone silent comes first", async () => {
  await page.goto("/auditor");
  const first = panel("Which sources tell, and which have gone silent?").locator("tbody tr").first();
  await expect(first).toContainText(stories(now).find((s) => s.id === "silent-source")!.source!);
  await expect(first).toContainText("Silent");
});

test("both versions of the policy are named with who published them", async () => {
  await page.goto("/auditor");
  const { rows } = await database.query("select version, published_by from policy_version where published_at < $1", [now]);
  const table = panel("Which policy held when, and who published it?");
  for (const { version, published_by } of rows.slice(0, 6))
    await expect(table.getByRole("row").filter({ hasText: `Version ${version}` })).toContainText(published_by);
});

test("evidence of a day: the digests of the manifest are those of the files, and the hours add up", async () => {
  const from = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000 - 2 * 86_400_000);
  const to = new Date(from.getTime() + 86_400_000);
  const { last } = await one("select max(id) as last from journal");
  await page.goto("/auditor");
  await page.getByLabel("From", { exact: true }).fill(from.toISOString());
  await page.getByLabel("Until, not included", { exact: true }).fill(to.toISOString());
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the evidence" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe(`evidence-${from.toISOString().slice(0, 10)}-to-${to.toISOString().slice(0, 10)}.zip`);
  const files = unzip(fs.readFileSync((await download.path())!));
  const manifest = JSON.parse(files.get("manifest.json")!.toString());
  expect(manifest.from).toBe(from.toISOString());
  for (const { name, sha256 } of manifest.files) expect(createHash("sha256").update(files.get(name)!).digest("hex")).toBe(sha256);
  const [head, ...lines] = files.get("connections-by-hour.csv")!.toString().trimEnd().split("\r\n");
  const column = head!.split(",").indexOf("count");
  const { n } = await one(
    `with judged as (select * from traffic_hour where hour >= $1 and hour < $2 and verdict <> 'unjudged' and kind in ('request', 'connection')),
       richest as (select workload_id, min(kind) as kind from judged group by 1)
     select sum(count)::int as n from judged join richest using (workload_id, kind)`,
    [from, to],
  );
  expect(lines.reduce((sum, line) => sum + Number(line.split(",")[column]), 0)).toBe(n);
  const { actions } = await one("select array_agg(action) as actions from journal where id > $1", [last]);
  expect(actions).toEqual(expect.arrayContaining(["evidence.export", "evidence.export-done"]));
});

test("evidence is for those with the grant, of a period that can be meant", async ({ playwright }) => {
  const baseURL = process.env.WAYBILL_E2E_URL;
  const engineer = await playwright.request.newContext({ baseURL, storageState: await stateOf(playwright, "engineer") });
  expect((await engineer.get("/api/export/evidence?from=now-1d")).status()).toBe(403);
  const nobody = await playwright.request.newContext({ baseURL });
  expect((await nobody.get("/api/export/evidence?from=now-1d", { maxRedirects: 0 })).status()).toBe(401);
  for (const wrong of ["from=yesterday", "from=now&to=now-1d", "tz=Nowhere/None"]) {
    const answer = await page.request.get(`/api/export/evidence?${wrong}`);
    expect([wrong, answer.status(), answer.headers()["content-type"]]).toEqual([wrong, 400, "application/problem+json"]);
  }
  await engineer.dispose();
  await nobody.dispose();
});

test("the page can be read by everyone, light and dark", async () => {
  await page.goto("/auditor");
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
  expect(await violationsOf(page)).toEqual([]);
});
