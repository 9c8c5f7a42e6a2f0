import fs from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { stories } from "../../scripts/sample/stories";
import { openPage } from "./account";
import { violationsOf } from "./violations";

/** The explorer on the sample estate: numbers from the seed's own stories and from plain SQL over the records. */
const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const range = { from: new Date(now.getTime() - 20 * 86_400_000).toISOString(), to: now.toISOString() };
const story = (id: string) => stories(now).find((s) => s.id === id)!;

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
test.beforeAll(() => database.connect());
test.afterAll(() => database.end());

let page: Page;
test.beforeAll(async ({ browser, playwright }) => {
  page = await openPage({ browser, playwright }, "admin");
});
test.afterAll(() => page.context().close());

test.use({ actionTimeout: 20_000 });
// Each opens pages that search a month of records; on a busy machine that takes its time.
test.describe.configure({ timeout: 150_000 });
const address = (q: string, more: Record<string, string> = {}): string =>
  `/connections?${new URLSearchParams({ v: "1", q, ...range, ...more })}`;
/** Opens the explorer and waits until the browser has taken it over: its chart is drawn there alone. */
async function show(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator(".recharts-surface").first()).toBeVisible({ timeout: 30_000 });
}
const rows = (page: Page) => page.getByRole("grid").locator("tr[data-index]");
/** The total that the sentence tells. */
async function total(page: Page): Promise<number> {
  const sentence = page.locator("header").getByText(/observations?|Nothing was seen/);
  await expect(sentence).toBeVisible({ timeout: 30_000 });
  const text = (await sentence.textContent()) ?? "";
  expect(text).not.toMatch(/^(At most|About)/);
  return text.startsWith("Nothing") ? 0 : Number(/^([\d,]+)/.exec(text)![1]!.replaceAll(",", ""));
}
async function count(where: string, values: unknown[] = []): Promise<number> {
  const { rows } = await database.query(
    `select coalesce(sum(c.count), 0)::int as n from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id
       join workload w on w.id = c.workload_id left join endpoint e on e.id = c.endpoint_id left join tls_profile t on t.id = c.tls_id
     where c.time >= $1 and c.time < $2 and not c.twin and ${where}`,
    [range.from, range.to, ...values],
  );
  return rows[0].n;
}

test.describe("the questions of the field", () => {
  const questions: [name: string, q: string, where: string, cell: RegExp, columns: string][] = [
    ["by port", "dport:25", "k.port = 25", /^25$/, "dport,time,service"],
    ["by source IP", "src:10.20.1.21", "c.src_ip = '10.20.1.21'", /^10\.20\.1\.21$/, "src,time,service"],
    ["by a source prefix", "src:10.20.0.0/16", "c.src_ip <<= '10.20.0.0/16'", /^10\.20\.\d+\.\d+$/, "src,time,service"],
    [
      "by destination URL",
      "host:api.payments.example path:/v1/*",
      "k.host = 'api.payments.example' and e.path like '/v1/%'",
      /^\/v1\//,
      "path,time,host",
    ],
    ["by status class", "status:5xx", "c.status between 500 and 599", /^5\d\d$/, "status,time,service"],
    ["by retries", "attempt:>0", "c.attempt > 0", /^[1-9]\d*$/, "attempt,time,service"],
    ["by TLS version", "tls:<1.2", "t.version in ('ssl3', '1.0', '1.1')", /^(ssl3|1\.0|1\.1)$/, "tls,time,service"],
    ["what was not answered", "answered:false", "c.answered = false", /^no$/, "answered,time,service"],
    ["by application protocol", "app:dns", "k.application = 'dns'", /^dns$/, "app,time,service"],
    [
      "by country but not its port",
      "country:IN -dport:80",
      "k.country = 'IN' and k.port is distinct from 80",
      /^India$/,
      "country,time,service",
    ],
  ];
  for (const [name, q, where, cell, columns] of questions)
    test(name, async () => {
      await show(page, address(q, { columns }));
      const expected = await count(where);
      expect(expected, `${q} finds something in the estate`).toBeGreaterThan(0);
      expect(await total(page)).toBe(expected);
      await expect(rows(page).first()).toBeVisible();
      for (const text of await page.getByRole("grid").locator("tr[data-index] > td:first-child").allTextContents())
        expect(text.trim()).toMatch(cell);
    });

  test("by time: an hour is that hour", async () => {
    const [from, to] = ["2026-11-12T09:00:00.000Z", "2026-11-12T10:00:00.000Z"];
    await show(page, address("", { from, to }));
    const { rows: found } = await database.query(
      "select sum(count)::int as n from connection where time >= $1 and time < $2 and not twin",
      [from, to],
    );
    expect(await total(page)).toBe(found[0].n);
    for (const text of await page.getByRole("grid").locator("tr[data-index] time").allTextContents())
      expect(text).toMatch(/^2026-11-12 09:/);
  });
});

test.describe("the stories of the estate are found by their filters", () => {
  const told: [story: string, q: string, fact: string][] = [
    ["retry-storm", "", "requests"],
    ["retry-storm", "status:429", "status429"],
    ["retry-storm", "attempt:>0", "retries"],
    ["deny-burst", "", "denied"],
    ["spoofed-sni", "", "connections"],
    ["new-country", "", "requests"],
  ];
  for (const [id, more, fact] of told)
    test(`${id}: ${fact}`, async () => {
      const { query, from, until, facts } = story(id);
      await show(
        page,
        address(`${query} ${more}`.trim(), {
          from: new Date(from ?? range.from).toISOString(),
          to: new Date(until ?? range.to).toISOString(),
        }),
      );
      expect(await total(page)).toBe((facts as Record<string, unknown>)[fact]);
    });
});

test("facets, bar and address are one state", async () => {
  await show(page, address("service:billing"));
  const facets = page.getByRole("complementary", { name: "Facets" });
  const bar = page.getByRole("combobox", { name: "Filter" });
  await facets.getByRole("button", { name: "production", exact: true }).click();
  await expect(bar).toHaveValue(/service:billing.*environment:production/);
  await facets.getByRole("checkbox", { name: "staging in the filter" }).click();
  await expect(bar).toHaveValue(/environment:\(production OR staging\)/);
  await facets.getByRole("button", { name: "staging", exact: true }).click({ modifiers: ["Alt"] });
  await expect(bar).toHaveValue(/environment:production -environment:staging/);
  expect(new URL(page.url()).searchParams.get("q")).toBe(await bar.inputValue());
  await page.goBack();
  await expect(bar).toHaveValue(/environment:\(production OR staging\)/);
});

test("completion offers fields, operators and values that are there, with their counts", async () => {
  await show(page, address(""));
  const bar = page.getByRole("combobox", { name: "Filter" });
  await page.keyboard.press("/");
  await expect(bar).toBeFocused();
  await bar.pressSequentially("serv");
  await expect(page.getByRole("option", { name: /^service:/ })).toBeVisible();
  await bar.press("ArrowDown");
  await bar.press("Enter");
  await expect(bar).toHaveValue("service:");
  await bar.pressSequentially("bil");
  const option = page.getByRole("option", { name: /^billing/ });
  await expect(option).toContainText((await count("w.service = 'billing'")).toLocaleString("en"));
  await bar.press("ArrowDown");
  await expect(bar).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id"))!);
  await bar.press("Tab");
  await bar.press("Enter");
  await expect(page).toHaveURL(/q=service%3Abilling/);
});

test("what cannot be read is underlined at its place, and nothing is searched", async () => {
  await page.goto(address("service:billing dport:https hots:a"));
  await expect(page.getByText("Nothing was searched")).toBeVisible();
  expect(await page.locator("[data-problem]").allTextContents()).toEqual(["https", "hots"]);
  await expect(page.getByText("dport is a number", { exact: false })).toContainText("character 23");
  await page.getByRole("button", { name: "Write host" }).click();
  await expect(page.getByRole("combobox", { name: "Filter" })).toHaveValue("service:billing dport:https host:a");
});

test("number, list, record, raw line: three clicks, and the reading is journaled", async () => {
  await show(page, address("service:billing kind:request"));
  await page.locator("header").getByRole("link").first().click();
  await expect(page.getByRole("combobox", { name: "Filter" })).toHaveValue(/outcome:/);
  await rows(page).nth(2).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("heading", { name: "Why this verdict" })).toBeVisible();
  await expect(panel.getByRole("link", { name: /policy version/ })).toBeVisible();
  const peeked = new URL(page.url()).searchParams.get("peek");
  // Links to its own page are drawn beside it: what is fetched ahead is not read.
  const opened = await database.query("select action from journal where subject = $1", [`connection:${peeked}`]);
  expect(opened.rows).toEqual([{ action: "connection.read" }]);
  const before = (await database.query("select count(*)::int as n from journal where action = 'connection.read-raw'")).rows[0].n;
  await panel.getByRole("button", { name: "Show the line" }).click();
  await expect(panel.locator("pre")).toBeVisible();
  const after = (await database.query("select count(*)::int as n from journal where action = 'connection.read-raw'")).rows[0].n;
  expect(after).toBe(before + 1);
  const first = new URL(page.url()).searchParams.get("peek");
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(new RegExp(`peek=${first}`));
  // Faster than a screen is drawn: every key counts all the same.
  for (const key of ["j", "j", "k", "k", "k"]) await page.keyboard.press(key);
  await expect(page).toHaveURL(new RegExp(`peek=${first}`));
  await page.reload();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Why this verdict" })).toBeVisible();
});

test("a denied record names the nearest rules and what they failed on", async () => {
  const { query, from, until } = story("deny-burst");
  await show(
    page,
    address(query ?? "", { from: new Date(from ?? range.from).toISOString(), to: new Date(until ?? range.to).toISOString() }),
  );
  await rows(page).first().click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("Nearest rules")).toBeVisible();
  await expect(panel.getByText(/differs in host/).first()).toBeVisible();
});

test("a log that holds no URL is said to hold none", async () => {
  await show(page, address("kind:connection -has:path"));
  await rows(page).first().click();
  await expect(page.getByRole("dialog").getByText("This log holds no URL")).toBeVisible();
});

test("the list goes on as one scrolls, with few rows in the document", async () => {
  await show(page, address("kind:request"));
  await expect(rows(page).first()).toBeVisible();
  const list = page.getByRole("region", { name: "Connections found" });
  const foot = list.locator("xpath=following-sibling::footer");
  await expect(async () => {
    await list.evaluate((e) => e.scrollTo(0, e.scrollHeight));
    await expect(foot).toContainText(/([4-9]\d\d|\d,\d{3}) records here/, { timeout: 200 });
  }).toPass();
  expect(await rows(page).count()).toBeLessThan(90);
  const times = await page
    .getByRole("grid")
    .locator("tr[data-index] time")
    .evaluateAll((all) => all.map((t) => t.getAttribute("datetime") ?? ""));
  expect(times).toEqual([...times].sort().reverse());
});

test("by keyboard: cells, the value's menu, the histogram", async () => {
  await show(page, address("dport:25", { columns: "service,dport,status" }));
  await expect(rows(page).first()).toBeVisible();
  // A source of the sample has gone silent, and could have told of this.
  await expect(page.getByText("Data missing")).toBeVisible();
  // The rows come as markup before the browser has taken them over: the first key may be one that nobody hears.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page.locator("[data-column]:focus")).toBeVisible({ timeout: 200 });
  }).toPass();
  // As fast as they can be typed: none is lost between two frames.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press(".");
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  await expect(menu.getByRole("menuitem", { name: "Exclude" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press(".");
  await menu.getByRole("menuitem", { name: "Filter", exact: true }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Filter" })).toHaveValue(/service:\S+/);

  const span = () => {
    const q = new URL(page.url()).searchParams;
    return Date.parse(q.get("to")!) - Date.parse(q.get("from")!);
  };
  const whole = span();
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByText(/Enter zooms in\.$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(span).toBeLessThan(whole / 4);
  const zoomed = span();
  await expect(page.getByRole("combobox", { name: "Filter" })).toHaveValue(/service:\S+/);
  await page.locator("h1").click();
  await page.keyboard.press("z");
  await expect.poll(span).toBe(zoomed * 2);
});

test("an export is the filter, whole, with its manifest", async () => {
  const { query, from, until, facts } = story("deny-burst");
  await show(
    page,
    address(query ?? "", { from: new Date(from ?? range.from).toISOString(), to: new Date(until ?? range.to).toISOString() }),
  );
  await total(page);
  await page.keyboard.press("e");
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /^NDJSON/ }).click();
  const file = await (await download).path();
  const text = fs.readFileSync(file).toString("latin1");
  expect(text.startsWith("PK")).toBe(true);
  expect(text).toContain("manifest.json");
  const { rows: entries } = await database.query(
    "select after from journal where action = 'connection.export-done' order by id desc limit 1",
  );
  expect(entries[0].after.rows).toBe(facts["denied" as keyof typeof facts]);
});

test("columns and density are in the address and ask nothing again", async () => {
  await show(page, address("dport:25"));
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "ASN" }).click();
  await expect(page.getByRole("columnheader", { name: "ASN" })).toBeAttached();
  await expect(page).toHaveURL(/columns=[^&]*asn/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "ASN" })).toBeAttached();
});

test("destinations: from the list to one, and on to its records", async () => {
  const { host, facts } = story("deny-burst");
  await page.goto(`/destinations?${new URLSearchParams({ ...range, find: String(host), by: "host" })}`);
  await page
    .getByRole("link")
    .filter({ hasText: String(host) })
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(String(host));
  await expect(page.locator("header").getByText(/blocked/)).toBeVisible({ timeout: 20_000 });
  await page
    .locator("header")
    .getByRole("link", { name: Number(facts["denied" as keyof typeof facts]).toLocaleString("en") })
    .last()
    .click();
  await expect(page).toHaveURL(/\/connections\?/);
});

test("axe finds nothing on the explorer, light and dark", async () => {
  await show(page, address("service:billing"));
  await expect(rows(page).first()).toBeVisible();
  await rows(page).first().click();
  await expect(page.getByRole("dialog").getByText("Why this verdict")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
