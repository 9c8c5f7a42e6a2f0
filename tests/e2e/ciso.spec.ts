import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { percent } from "../../components/ui/number";
import { parsePolicy } from "../../lib/policy/parse";
import { sampleSetup } from "../../scripts/sample/setup";
import { stories } from "../../scripts/sample/stories";
import { openPage } from "./account";
import { cellsOf, countedRecords, explorerTotal, left, numberOf, panel } from "./counted";
import { violationsOf } from "./violations";

/** The security lead's home on the sample estate: numbers from the seed's own set-up and stories, and from SQL over the records. */
const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const day = 86_400_000;
const week = [new Date(now.getTime() - 7 * day), now];
const before = [new Date(now.getTime() - 14 * day), week[0]];
const story = (id: string) => stories(now).find((s) => s.id === id)!;
const fullNumber = (n: number): string => n.toLocaleString("en");

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
test.beforeAll(() => database.connect());
test.afterAll(() => database.end());
const all = async (text: string, values: unknown[] = week) => (await database.query(`${countedRecords} ${text}`, values)).rows;
const one = async (text: string, values?: unknown[]) => (await all(text, values))[0];

test.use({ actionTimeout: 20_000 });
test.describe.configure({ timeout: 120_000 });
let page: Page;
test.beforeAll(async ({ browser, playwright }) => {
  page = await openPage({ browser, playwright }, "ciso");
});
test.afterAll(() => page.context().close());

const sentence = () => page.locator("header p").first();
const totals = `sum(count) filter (where outcome in ${left})::int as left,
  sum(count) filter (where outcome = 'conforming')::float8 / sum(count) filter (where outcome in ('conforming', 'reported', 'violation')) as conformity,
  sum(count) filter (where outcome in ('reported', 'violation'))::int as bad`;

/** Rules of the newest version of the seed that nobody confirmed in time, most days late first. */
function overdueInTheSeed(): { rule: string; owner: string; late: number }[] {
  const { policies, confirmations } = sampleSetup(now);
  const confirmed = new Map(confirmations.map((c) => [c.ruleId, c.confirmedAt.getTime()]));
  const [first, last] = policies.map((p) => ({ rules: parsePolicy(p.yaml).policy!.rules, at: p.publishedAt.getTime() }));
  return last!.rules
    .flatMap(({ id, owner, review }) => {
      if (!review) return [];
      const published = first!.rules.some((r) => r.id === id) ? first!.at : last!.at;
      const due = Math.max(confirmed.get(id) ?? 0, published) + review * day;
      return due < now.getTime() ? [{ rule: id, owner: owner ?? "Nobody", late: Math.floor((now.getTime() - due) / day) }] : [];
    })
    .sort((a, b) => b.late - a.late);
}

test("the home opens with conformity, against the week before, and who explains the rest", async () => {
  const mine = await one(`select ${totals} from records`);
  const earlier = await one(`select ${totals} from records`, before);
  const culprits = await all(
    "select service, sum(count)::int as n from records where outcome in ('reported', 'violation') group by 1 order by 2 desc",
  );
  await page.goto("/ciso");
  await expect(sentence()).toContainText(`${percent(mine.conformity)} of`);
  await expect(sentence().getByRole("link").first()).toHaveAttribute("title", fullNumber(mine.left));
  const points = (mine.conformity - earlier.conformity) * 100;
  expect(Math.abs(points)).toBeGreaterThan(0.05);
  await expect(sentence()).toContainText(
    `${Math.abs(points).toFixed(1)} points ${points > 0 ? "more" : "fewer"} than in the period before`,
  );
  let reached = 0;
  for (const { service, n } of culprits) {
    if (reached >= 0.9 * mine.bad) break;
    await expect(sentence().getByRole("link", { name: service, exact: true })).toBeVisible();
    reached += n;
  }
  await expect(sentence()).toContainText(`${percent(reached / mine.bad)} of the rest`);
});

test("what is accounted for lies under rules with owner, reason and a current confirmation", async () => {
  const { policies } = sampleSetup(now);
  const late = overdueInTheSeed().map((r) => r.rule);
  const sound = parsePolicy(policies[1]!.yaml)
    .policy!.rules.filter((r) => r.owner && r.reason && !late.includes(r.id))
    .map((r) => r.id);
  const { share } = await one(
    `select sum(count) filter (where outcome = 'conforming' and p.rule_id = any($3))::float8 / sum(count) filter (where outcome in ${left}) as share
     from records r left join policy_rule p on p.version = r.policy_version and p.index = r.rule`,
    [...week, sound],
  );
  await page.goto("/ciso");
  await expect(page.getByText("of what left is accounted for")).toContainText(`${percent(share)} of what left`);
});

test("every number of the sentence leads to a list of that many", async () => {
  await page.goto("/ciso");
  // The sentence comes after its page.
  await expect.poll(() => sentence().getByRole("link").count()).toBeGreaterThan(4);
  const links = await sentence()
    .getByRole("link")
    .evaluateAll((found) =>
      found.map((a) => ({ text: a.textContent ?? "", href: a.getAttribute("href")!, title: a.getAttribute("title") })),
    );
  expect(links.length).toBeGreaterThan(4);
  const seen = new Set<string>();
  for (const { text, href, title } of links) {
    if (href.startsWith("/connections")) {
      const service = /service:(\S+)/.exec(new URL(href, page.url()).searchParams.get("q") ?? "")?.[1];
      const own = service === text ? service : undefined;
      const expected = title
        ? numberOf(title)
        : (
            await one("select sum(count)::int as n from records where outcome in ('reported', 'violation') and service = $3", [
              ...week,
              own,
            ])
          ).n;
      await page.goto(href);
      expect([text, await explorerTotal(page)]).toEqual([text, expected]);
      seen.add(own ? "service" : text === "the rest" ? "rest" : "left");
    } else if (href.startsWith("/findings")) {
      await page.goto(href);
      await expect(page.getByRole("table", { name: "Findings" }).locator("tbody tr")).not.toHaveCount(0);
      const { open } = (await database.query("select count(*)::int as open from finding where status = 'open'")).rows[0];
      await expect(page.getByRole("link", { name: `Open ${open}` })).toHaveAttribute("aria-current", "page");
      seen.add("findings");
    } else if (href.startsWith("/policy")) {
      await page.goto(href);
      const n = numberOf(text);
      expect(n).toBe(overdueInTheSeed().length);
      await expect(page.getByRole("table", { name: "Rules in force" }).locator("tbody tr")).toHaveCount(n);
      await expect(page.getByRole("status").filter({ hasText: ` of ` })).toHaveText(new RegExp(`^${n} of`));
      seen.add("policy");
    }
  }
  expect([...seen].sort()).toEqual(["findings", "left", "policy", "rest", "service"]);
});

test("the number of open findings is that of the table, in every scope", async () => {
  for (const scope of [{}, { team: "commerce" }, { team: "commerce", environment: "staging" }] as {
    team?: string;
    environment?: string;
  }[]) {
    // Others triage meanwhile: both numbers are read again until they are of one moment.
    await expect(async () => {
      await page.goto(`/ciso?${new URLSearchParams(scope)}`);
      const { n } = (
        await database.query(
          `select count(*)::int as n from finding where status = 'open' and ($1::text is null or team = $1) and ($2::text is null or environment = $2)`,
          [scope.team, scope.environment],
        )
      ).rows[0];
      const link = sentence().getByRole("link", { name: /findings?$/ });
      expect(n).toBeGreaterThan(0);
      expect(numberOf((await link.textContent()) ?? "")).toBe(n);
      await page.goto((await link.getAttribute("href"))!);
      await expect(page.getByRole("table", { name: "Findings" }).locator("tbody tr")).toHaveCount(n, { timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
  }
});

for (const measure of ["connections", "bytes", "destinations"] as const)
  test(`what left over time, in ${measure}, bucket by bucket`, async () => {
    await page.goto(measure === "connections" ? "/ciso" : `/ciso?measure=${measure}`);
    const question = "How much of what left conformed?";
    await page.getByRole("button", { name: `Show as a table: ${question}` }).click();
    const table = page.getByRole("table", { name: question });
    const cells = await cellsOf(table);
    const heads = await table.locator("thead th").allTextContents();
    // Quarters of a day over a week; a destination counts once, as the worst that was seen of it.
    const bucket = "floor(extract(epoch from time - $1) / 21600)::int";
    const worst = `case when bool_or(outcome = 'violation') then 'violation' when bool_or(outcome = 'reported') then 'reported'
      when bool_or(outcome = 'unexplained') then 'unexplained' else 'conforming' end`;
    const rows = await all(
      measure === "destinations"
        ? `select b, outcome, count(*)::int as n from (select ${bucket} as b, coalesce(domain, host, ip) as d, ${worst} as outcome
             from records where outcome in ${left} and coalesce(domain, host, ip) is not null group by 1, 2) x group by 1, 2`
        : `select ${bucket} as b, outcome, sum(${measure === "bytes" ? "bytes_out" : "count"})::float8 as n from records group by 1, 2`,
    );
    const of = (b: number, outcome: string): number => rows.find((r) => r.b === b && r.outcome === outcome)?.n ?? 0;
    expect(cells.length).toBe(28);
    cells.forEach((row, b) => {
      const told = Object.fromEntries(heads.map((head, i) => [head.trim(), row[i]!]));
      for (const [label, outcome] of [
        ["Conforming", "conforming"],
        ["Reported", "reported"],
        ["Violation", "violation"],
      ] as const)
        expect([row[0], label, numberOf(told[label]!)]).toEqual([row[0], label, of(b, outcome)]);
      const judged = of(b, "conforming") + of(b, "reported") + of(b, "violation");
      expect(told["Conformity"]).toBe(`${((100 * of(b, "conforming")) / judged).toFixed(4)} %`);
    });
  });

test("what the engines stopped stands apart: the burst after the deploy, and the week before beside it", async () => {
  const burst = story("deny-burst");
  await page.goto("/ciso");
  const question = "What did the engines stop?";
  await page.getByRole("button", { name: `Show as a table: ${question}` }).click();
  const table = page.getByRole("table", { name: question });
  const cells = await cellsOf(table);
  const heads = (await table.locator("thead th").allTextContents()).map((h) => h.trim());
  for (const [label, values] of [
    ["Blocked", week],
    ["Blocked, period before", before],
  ] as const) {
    const rows = await all(
      "select floor(extract(epoch from time - $1) / 21600)::int as b, sum(count)::int as n from records where outcome = 'blocked' group by 1",
      [...values],
    );
    const at = heads.indexOf(label);
    expect(cells.map((row) => numberOf(row[at]!))).toEqual(cells.map((_, b) => rows.find((r) => r.b === b)?.n ?? 0));
  }
  const b = Math.floor((burst.from.getTime() - week[0]!.getTime()) / (6 * 3_600_000));
  expect(numberOf(cells[b]![heads.indexOf("Blocked")]!)).toBeGreaterThanOrEqual(Number(burst.facts["denied"]));
  // A link from it lists as many.
  const { n } = await one("select sum(count)::int as n from records where outcome in ('blocked', 'false-reject') and time >= $1", [
    new Date(week[0]!.getTime() + b * 6 * 3_600_000),
    new Date(week[0]!.getTime() + (b + 1) * 6 * 3_600_000),
  ]);
  await table.locator("tbody tr").nth(b).getByRole("link").click();
  expect(await explorerTotal(page)).toBe(n);
});

test("a publish is marked where it happened, and the axis names days", async () => {
  const published = sampleSetup(now).policies[1]!.publishedAt;
  await page.goto(`/ciso?${new URLSearchParams({ from: new Date(now.getTime() - 15 * day).toISOString(), to: now.toISOString() })}`);
  const chart = panel(page, "How much of what left conformed?").locator(".recharts-surface").first();
  await expect(chart.getByText("Policy 2", { exact: true })).toBeVisible();
  expect(published.getTime()).toBeGreaterThan(now.getTime() - 15 * day);
  await page.goto("/ciso");
  await expect(chart.getByText("18 Nov", { exact: true })).toBeVisible();
  await expect(chart.getByText("Policy 2", { exact: true })).toHaveCount(0);
});

test("each team and environment has its own conformity, and its cell lists what breaks it", async () => {
  await page.goto("/ciso");
  const matrix = panel(page, "Which team and environment conform least?").getByRole("table");
  await expect(matrix).toBeVisible();
  const columns = (await matrix.locator("thead th").allTextContents()).slice(1);
  const rows = await all(`select team, environment, ${totals} from records group by 1, 2`);
  expect(rows.length).toBeGreaterThan(9);
  for (const { team, environment, conformity } of rows)
    await expect(
      matrix
        .getByRole("row", { name: new RegExp(`^${team} `) })
        .locator("td")
        .nth(columns.indexOf(environment)),
    ).toHaveText(conformity === null ? "no traffic" : percent(conformity));
  const { team, environment, bad } = rows.reduce((a, b) => (b.bad > a.bad ? b : a));
  await matrix
    .getByRole("row", { name: new RegExp(`^${team} `) })
    .getByRole("link")
    .nth(columns.indexOf(environment))
    .click();
  expect(await explorerTotal(page)).toBe(bad);
});

test("violations are listed with their age and assignee, the exfiltration first", async () => {
  const theft = story("slow-exfiltration");
  await page.goto("/ciso");
  const open = panel(page, "Which violations are open, how old are they, and whose?");
  await expect(open.locator("tbody tr").first()).toContainText(`reporting (production) → ${theft.host}`);
  const told = await cellsOf(open);
  expect(told.length).toBe(10);
  const { rows } = await database.query("select subject, title, severity, first_seen, assignee from finding");
  for (const [subject, title, severity, firstSeen, assignee] of told) {
    const f = rows.find((r) => r.subject === subject && r.title === title);
    expect([severity!.toLowerCase(), firstSeen, assignee]).toEqual([f.severity, f.first_seen.toISOString(), f.assignee ?? "Nobody"]);
  }
  await open.locator("tbody tr").first().getByRole("link").click();
  await expect(page).toHaveURL(/\/findings\/[0-9a-f]+$/);
  await page.goto("/ciso");
  await open.getByRole("link", { name: "See all" }).click();
  await expect(page).toHaveURL(/\/findings\?status=open/);
});

test("overdue confirmations are those of the seed, and each leads to its rule", async () => {
  await page.goto("/ciso");
  const table = panel(page, "Which rules are overdue for confirmation?");
  const told = (await cellsOf(table)).map(([rule, owner, late]) => ({ rule, owner, late: numberOf(late!) }));
  expect(told).toEqual(overdueInTheSeed());
  const { rule } = told[1]!;
  await table.getByRole("link", { name: rule!, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/policy\\?rule=${rule}$`));
  const rules = page.getByRole("table", { name: "Rules in force" }).locator("tbody tr");
  await expect(rules).toHaveCount(1);
  await expect(rules).toContainText(rule!);
  await page.getByRole("button", { name: `Show every rule, not only ${rule}` }).click();
  await expect(rules).not.toHaveCount(1);
});

test("it says what it sees: every source of the estate, the silent one first, and every workload", async () => {
  const silent = story("silent-source");
  await page.goto("/ciso");
  const table = panel(page, "What does this page see, and what not?");
  const told = await cellsOf(table);
  expect(told[0]!.slice(0, 2)).toEqual([silent.source, "Silent"]);
  expect(told.map(([name]) => name)).toEqual(expect.arrayContaining(sampleSetup(now).sources.map((s) => s.name)));
  expect(Math.abs(Date.parse(told[0]![2]!) - Date.parse(String(silent.facts["lastLine"])))).toBeLessThan(day);
  const { n } = await one("select count(distinct (service, environment))::int as n from records");
  await expect(table).toContainText(`${n} workloads judged`);
});

test("a scope narrows every figure", async () => {
  const { rows } = await database.query(
    `${countedRecords} select ${totals} from records where team = 'platform' and environment = 'staging'`,
    week,
  );
  await page.goto("/ciso?team=platform&environment=staging");
  await expect(sentence()).toContainText(`${percent(rows[0].conformity)} of`);
  const link = sentence().getByRole("link").first();
  expect(numberOf((await link.getAttribute("title")) ?? (await link.textContent())!)).toBe(rows[0].left);
  await link.click();
  expect(await explorerTotal(page)).toBe(rows[0].left);
});

test("on paper there is the page and nothing to click", async () => {
  await page.goto("/ciso");
  await expect(page.locator(".recharts-surface").first()).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation").first()).toBeHidden();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(sentence()).toBeVisible();
  // Paper is always light.
  const luminance = await page.locator("body").evaluate((body) => {
    const canvas = document.createElement("canvas").getContext("2d")!;
    canvas.fillStyle = getComputedStyle(body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return a === 0 ? 255 : (r! + g! + b!) / 3;
  });
  expect(luminance).toBeGreaterThan(240);
  expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMedia({ media: null, colorScheme: null });
});

test("the page can be read by everyone, light and dark", async () => {
  await page.goto("/ciso");
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator(".recharts-surface").first()).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
