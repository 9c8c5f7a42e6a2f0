import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { stories } from "../../scripts/sample/stories";
import { openPage } from "./account";
import { violationsOf } from "./violations";

/** The engineer's home and the runs on the sample estate: numbers from the seed's own stories and from plain SQL. */
const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const hour = 3_600_000;
const story = (id: string) => stories(now).find((s) => s.id === id)!;
const iso = (at: number): string => new Date(at).toISOString();
const missing = story("missing-host");

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
test.beforeAll(() => database.connect());
test.afterAll(() => database.end());
const one = async (text: string, values: unknown[] = []) => (await database.query(text, values)).rows[0];

let page: Page;
test.beforeAll(async ({ browser, playwright }) => {
  page = await openPage({ browser, playwright }, "engineer");
});
test.afterAll(() => page.context().close());

const panel = (question: string) => page.getByRole("region", { name: question, exact: true }).first();
/** Home whose period holds a story whole. */
const around = (id: string): string => {
  const { from, until } = story(id);
  return `/engineer?${new URLSearchParams({ from: iso(Math.floor(from.getTime() / hour) * hour), to: iso(Math.ceil(until.getTime() / hour) * hour) })}`;
};
const runId = async (externalId: unknown): Promise<string> =>
  (await one("select id::text from run where external_id = $1", [externalId])).id;

test("the home opens with the runs of the last day and the job that silently stopped calling a host", async () => {
  await page.goto("/engineer");
  const { runs, jobs, failed } = await one(
    `select count(*)::int as runs, count(distinct job_id)::int as jobs, count(*) filter (where exit_code <> 0)::int as failed
     from run where started_at >= date_trunc('hour', $1::timestamptz - interval '24 hours') and started_at < $1`,
    [now],
  );
  const sentence = page.locator("header p").filter({ hasText: "batch run" }).first();
  await expect(sentence).toContainText(`${runs} batch runs of ${jobs} jobs: ${failed === 0 ? "none" : failed} failed`);
  // A run that goes on or failed half way is not named before the one that ended well.
  await expect(sentence).toContainText(`${missing.job} no longer calls ${missing.host}`);
  const row = panel("What do the latest runs do that earlier ones did not, and what no longer?")
    .getByRole("row")
    .filter({ hasText: missing.host! });
  await expect(row).toContainText("Missing");
  await expect(row).toContainText(
    `Host no longer called; last in ${missing.facts["lastRunWith"]}, ${14 - Number(missing.facts["runsWithout"]) + 1} of 14 runs before`,
  );
  await page.goto(`/runs/${await runId(missing.facts["latestRun"])}`);
  await expect(page.locator("header p").first()).toContainText(`${missing.host} is no longer called`);
});

test("the page of the run shows what is missing first, and leads to the calls of before", async () => {
  await page.goto(`/runs/${await runId(missing.facts["latestRun"])}`);
  const first = page.getByRole("table", { name: "What the run called" }).locator("tbody tr").first();
  await expect(first).toContainText("Missing");
  await expect(first).toContainText(missing.host!);
  await expect(page.getByText("Exit code").locator("xpath=following-sibling::dd[1]")).toHaveText(String(missing.facts["exitCode"]));
  // Beside the last run that called it, its calls of then stand in the row.
  await page.getByLabel("Compare with").selectOption({ label: String(missing.facts["lastRunWith"]) });
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(first.locator("td").nth(4)).toHaveText(String(missing.facts["callsPerRunBefore"]));
  await expect(first.locator("td").nth(3)).toHaveText("0");
  await first.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/connections\?.*archive/);
});

test("what a run called adds up to its records", async () => {
  const id = await runId(missing.facts["lastRunWith"]);
  const { n } = await one("select sum(count)::int as n from connection where run_id = $1 and not twin and verdict <> 'unjudged'", [id]);
  await page.goto(`/runs/${id}`);
  await expect(page.locator("header p").first()).toContainText(`${n} calls to`);
});

test("where the log holds no URL the page of the run says so", async () => {
  const { id } = await one(
    "select r.id::text from run r join job j on j.id = r.job_id where j.name = 'hourly-rollup' order by r.started_at desc limit 1",
  );
  await page.goto(`/runs/${id}`);
  await expect(page.getByText("no URL in the log").first()).toBeVisible();
  await expect(page.getByText("The log holds no URL for any of them")).toBeVisible();
  await expect(page.getByRole("table", { name: "What each source saw of the run" })).toContainText("sample-vpc-flow");
});

test("what was denied has its reason, and leads to the question whether it would be allowed", async () => {
  const burst = story("deny-burst");
  await page.goto(around("deny-burst"));
  const row = panel("What was denied, and why?").getByRole("row").filter({ hasText: burst.host! });
  await expect(row).toContainText(String(burst.facts["denied"]));
  await expect(row).toContainText("Blocked");
  await expect(row).toContainText("No rule allows it.");
  await row.getByRole("link", { name: "Would it be allowed?" }).last().click();
  await expect(page.getByLabel("Host or address")).toHaveValue(burst.host!);
  await expect(page.getByLabel("Service", { exact: true })).toHaveValue(burst.service!);
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText("No rule allows it.").first()).toBeVisible();
});

test("a host that a deploy asked for is a new destination", async () => {
  const burst = story("deny-burst");
  await page.goto(around("deny-burst"));
  await expect(panel("Which destinations are new?").getByRole("row").filter({ hasText: burst.host! })).toContainText(
    "catalogue (production)",
  );
});

test("the retry storm stands first among those who try again", async () => {
  const storm = story("retry-storm");
  await page.goto(around("retry-storm"));
  const first = panel("Who keeps trying again?").locator("tbody tr").first();
  await expect(first).toContainText("billing (production)");
  await expect(first).toContainText(storm.host!);
  const told = Number((await first.locator("td").nth(2).textContent())!.replaceAll(",", ""));
  const q = new URL(page.url()).searchParams;
  const { n } = await one(
    `select sum(c.count)::int as n from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id
       join workload w on w.id = c.workload_id
     where c.time >= $1 and c.time < $2 and not c.twin and c.attempt > 0 and k.host = $3 and w.service = 'billing' and w.environment = 'production' and k.kind = 'request'`,
    [q.get("from"), q.get("to"), storm.host],
  );
  expect(told).toBe(n);
  expect(told).toBeGreaterThanOrEqual(Number(storm.facts["retries"]));
});

test("the list holds every run of the period, a filter those of one job, and pages go on where they ended", async () => {
  await page.goto("/runs");
  const { n } = await one(
    "select count(*)::int as n from run where started_at >= date_trunc('hour', $1::timestamptz - interval '7 days') and started_at < $1",
    [now],
  );
  await expect(page.locator("header p").first()).toContainText(`${n} runs of`);
  const table = page.getByRole("table", { name: "Runs", exact: true });
  const firstOf = () => table.locator("tbody tr").first().locator("td").nth(1).textContent();
  const before = await firstOf();
  await page.getByRole("link", { name: "Older runs" }).click();
  await expect(page).toHaveURL(/after=/);
  await expect.poll(firstOf).not.toBe(before);
  await page.goto("/runs?job=ledger-export&from=now-35d");
  await expect(table.locator("tbody tr").first()).toContainText(String(missing.facts["latestRun"]));
  await expect(table.locator("tbody tr").filter({ hasNotText: "ledger-export" })).toHaveCount(0);
});

test("a window is registered and taken away again", async () => {
  const job = `probe-${Date.now()}`;
  await page.goto("/runs");
  await page.getByRole("button", { name: "Register a window" }).click();
  await page.getByLabel("Job", { exact: true }).last().fill(job);
  await page.getByLabel("From", { exact: true }).fill("192.0.2.1/24");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The network has host bits set")).toBeVisible();
  await page.getByLabel("From", { exact: true }).fill("192.0.2.0/24");
  await page.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("table", { name: "Registered windows" }).getByRole("row").filter({ hasText: job });
  await expect(row).toContainText("02:00 to 03:00 UTC, every day");
  await row.getByRole("button", { name: `Delete the window of ${job}` }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(row).toHaveCount(0);
});

test("the pages can be read by everyone, light and dark", async () => {
  test.slow();
  for (const address of ["/engineer", "/runs", `/runs/${await runId(missing.facts["latestRun"])}`]) {
    await page.goto(address);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
    expect(await violationsOf(page), address).toEqual([]);
  }
});
