import fs from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { countryName } from "../../components/ui/country";
import { compactBytes } from "../../components/ui/number";
import { countriesOf } from "../../lib/policy/regions";
import { sampleSetup } from "../../scripts/sample/setup";
import { stories } from "../../scripts/sample/stories";
import { openPage } from "./account";
import { cellsOf, countedRecords, explorerTotal, left, numberOf, panel } from "./counted";
import { violationsOf } from "./violations";

/** The legal home on the sample estate: numbers from the seed's registers and stories, and from SQL over the records. */
const now = new Date(process.env.WAYBILL_NOW ?? Date.now());
const day = 86_400_000;
const period = [new Date(now.getTime() - 20 * day), now];
const home = (more: Record<string, string> = {}): string =>
  `/legal?${new URLSearchParams({ from: period[0]!.toISOString(), to: now.toISOString(), ...more })}`;
const setup = sampleSetup(now);
const moved = stories(now).find((s) => s.id === "new-country")!;

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
/** What a run that was cut off may have left behind. */
const clean = () => database.query("delete from recipient_register where not sample; delete from data_register where not sample");
test.beforeAll(async () => {
  await database.connect();
  await clean();
});
test.afterAll(async () => {
  await clean();
  await database.end();
});

test.use({ actionTimeout: 20_000 });
test.describe.configure({ timeout: 120_000 });
let page: Page;
test.beforeAll(async ({ browser, playwright }) => {
  page = await openPage({ browser, playwright }, "legal");
});
test.afterAll(() => page.context().close());

const questions = {
  map: "Where is data possibly going?",
  transfers: "Which data possibly leaves, for which jurisdiction, to whom, and on which basis?",
  geo: "What breaks the geo policy?",
  basis: "Which destinations have no basis?",
  news: "What is new since the last export?",
} as const;
const sentence = () => page.locator("header p").first();

/** What left by caller and destination, with what the seed's registers say of it. */
interface Expected {
  service: string;
  environment: string;
  destination: string;
  domain: string | null;
  countries: string[];
  classes: string[] | undefined;
  recipient: string | undefined;
  pattern: string | undefined;
  hasBasis: boolean;
  breaks: boolean;
  bytes: number;
}

const matches = (pattern: string, host: string): boolean => {
  const name = pattern.replace(/^\*+\./, "");
  const before = host.endsWith(`.${name}`) ? host.slice(0, -name.length - 1) : "";
  return pattern.startsWith("**.") ? before !== "" : pattern.startsWith("*.") ? before !== "" && !before.includes(".") : host === pattern;
};
// The one geo rule of the seed: personal data stays here.
const allowed = new Set([...countriesOf("EEA")!, ...countriesOf("adequate:eu")!, "CA"]);

async function expected(): Promise<Expected[]> {
  const { rows } = await database.query(
    `${countedRecords} select service, environment, host, coalesce(host, ip) as destination, domain, country, operator_country as operator,
       sum(bytes_out)::float8 as bytes from records where outcome in ${left} group by 1, 2, 3, 4, 5, 6, 7`,
    period,
  );
  return rows.map(({ service, environment, host, destination, domain, country, operator, bytes }): Expected => {
    const entries = setup.dataRegister.filter((d) => d.service === service && ["", environment].includes(d.environment));
    const classes = entries.length > 0 ? [...new Set(entries.flatMap((d) => d.classes))].sort() : undefined;
    const recipient = setup.recipientRegister.find((r) => host && matches(r.host, host));
    const seen: string | undefined = country && (!operator || operator === country) ? country : undefined;
    const stated = recipient?.countries ?? [];
    const countries = [...new Set([...stated, ...(seen ? [seen] : [])])];
    const ended = recipient?.validUntil && Date.parse(recipient.validUntil) + day <= now.getTime();
    return {
      service,
      environment,
      destination,
      domain,
      countries,
      classes,
      recipient: recipient?.recipient,
      pattern: recipient?.host,
      hasBasis: recipient !== undefined && !ended,
      breaks: !!classes?.includes("personal") && (seen ? [seen] : countries).some((c) => !allowed.has(c)),
      bytes,
    };
  });
}
const distinct = (rows: readonly Expected[]): number => new Set(rows.map((r) => r.destination)).size;
const names = (codes: readonly string[]): string =>
  codes.length === 0
    ? "Not known"
    : codes
        .map(countryName)
        .sort((a, b) => a.localeCompare(b))
        .join(", ");

test("the home opens with how far data possibly went, what breaks policy and what lacks a basis", async () => {
  const rows = await expected();
  await page.goto(home());
  const [services, places] = [new Set(rows.map((r) => r.service)).size, new Set(rows.flatMap((r) => r.countries)).size];
  await expect(sentence()).toContainText(
    `${services} services possibly sent data to ${distinct(rows)} destinations in ${places} jurisdictions`,
  );
  const [breaking, lacking] = [rows.filter((r) => r.breaks), rows.filter((r) => !r.hasBasis)];
  await expect(sentence()).toContainText(`${distinct(breaking)} lie outside what the geo policy allows`);
  await expect(sentence()).toContainText(`${distinct(lacking)} have no basis in force`);
  const unplaced = rows.filter((r) => r.countries.length === 0);
  await expect(sentence()).toContainText(`of ${distinct(unplaced)} the country cannot be said`);
  // The lists that the numbers lead to are as long.
  await expect(panel(page, questions.geo).locator("tbody tr")).toHaveCount(distinct(breaking));
  await expect(panel(page, questions.basis).locator("tbody tr")).toHaveCount(distinct(lacking));
});

test("the map, its list and its table are of one mind, and of that of the records", async () => {
  const bytes = new Map<string, number>();
  for (const r of await expected())
    for (const c of r.countries.length > 0 ? r.countries : ["ZZ"]) bytes.set(c, (bytes.get(c) ?? 0) + r.bytes);
  const sums = [...bytes].map(([c, n]): [string, number] => [countryName(c), n]).sort(([a], [b]) => a.localeCompare(b));
  await page.goto(home());
  const map = panel(page, questions.map);
  await expect(map.getByRole("listitem").first()).toBeVisible();
  const listed = await map
    .getByRole("list", { name: "By country" })
    .getByRole("listitem")
    .evaluateAll((items) => items.map((li) => [...li.querySelectorAll("span")].map((s) => s.getAttribute("title") ?? s.textContent ?? "")));
  const told = listed.map((texts): [string, number] => [texts.at(-2)!, numberOf(texts.at(-1)!)]).sort(([a], [b]) => a.localeCompare(b));
  expect(told).toEqual(sums);
  // Shapes and discs carry the same figures, for who points at them; what is not known has no place.
  const drawn = await map.locator("svg[role=img] title").allTextContents();
  expect(drawn.map((t) => numberOf(t.slice(t.indexOf(":")))).sort()).toEqual(
    sums
      .filter(([c]) => c !== countryName("ZZ"))
      .map(([, n]) => n)
      .sort(),
  );
  await map.getByRole("button", { name: /^Show as a table/ }).click();
  const twin = (await cellsOf(map)).map(([c, n]): [string, number] => [c!, numberOf(n!)]).sort(([a], [b]) => a.localeCompare(b));
  expect(twin).toEqual(sums);
});

test("what possibly leaves, by jurisdiction, data class and recipient", async () => {
  const groups = new Map<string, number>();
  for (const r of await expected()) {
    const classes = r.classes ?? ["Not registered"];
    const data = classes.length <= 3 ? classes.join(", ") : `${classes.slice(0, 3).join(", ")} and ${classes.length - 3} more`;
    const key = [names(r.countries), data, r.recipient ?? r.domain ?? r.destination].join(" | ");
    groups.set(key, (groups.get(key) ?? 0) + r.bytes);
  }
  await page.goto(home());
  const rows = await cellsOf(panel(page, questions.transfers));
  expect(new Map(rows.map((c) => [c.slice(0, 3).join(" | "), numberOf(c[6]!)]))).toEqual(groups);
  expect(rows.length).toBe(groups.size);
});

test("the identity check that moved breaks the geo policy, though the register still says Ireland", async () => {
  await page.goto(home({ environment: "production" }));
  const row = panel(page, questions.geo).getByRole("row").filter({ hasText: moved.host! });
  await expect(row).toContainText("India, though the register says Ireland");
  await expect(row).toContainText("personal-data-in-europe");
  const bytes = Number(moved.facts["bytesOut"]);
  expect(numberOf((await row.locator("data").getAttribute("value"))!)).toBe(bytes);
  await expect(panel(page, questions.map).getByRole("listitem").filter({ hasText: "India" })).toContainText(compactBytes(bytes));
  const state = panel(page, questions.transfers).getByRole("row").filter({ hasText: "Idcheck" });
  await expect(state.first()).toContainText("Breaks geo policy");
  // The records behind it: those of the story among them.
  await row.getByRole("link").first().click();
  const { rows } = await database.query(
    `${countedRecords} select sum(count)::int as n from records where host = $3 and environment = 'production' and service = $4 and outcome in ${left}`,
    [...period, moved.host, moved.service],
  );
  const bar = page.getByRole("combobox", { name: "Filter" });
  await expect(bar).toHaveValue(/verify\.idcheck\.example/);
  await bar.fill(`${await bar.inputValue()} kind:request`);
  await bar.press("Enter");
  await expect(page).toHaveURL(/kind/);
  await expect.poll(() => explorerTotal(page)).toBe(rows[0].n);
  await bar.fill(moved.query!);
  await bar.press("Enter");
  await expect.poll(() => explorerTotal(page)).toBe(moved.facts["requests"]);
});

/** Enters a recipient as a person does. */
async function register(host: string, given: Record<string, string>): Promise<void> {
  await page.goto(`/registers/recipients?host=${encodeURIComponent(host)}`);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Destination")).toHaveValue(host);
  for (const [label, value] of Object.entries(given)) {
    const field = dialog.getByLabel(label);
    if (["Role", "Basis"].includes(label)) await field.selectOption({ label: value });
    else await field.fill(value);
  }
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
}
async function unregister(recipient: string): Promise<void> {
  await page.goto("/registers/recipients");
  await page.getByRole("button", { name: `Remove ${recipient}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("table", { name: "Recipient register" })).not.toContainText(recipient);
}
const lacking = async (): Promise<number> => {
  await page.goto(home());
  return numberOf(/(\d+) ha(s|ve) no basis/.exec((await sentence().textContent()) ?? "")?.[1] ?? "0");
};

test("a recipient entered in the register gives its destination a basis, until the day it ends", async () => {
  const host = "hooks.chatops.example";
  const before = await lacking();
  const basis = () => panel(page, questions.basis).getByRole("row").filter({ hasText: host });
  await expect(basis()).toContainText("No entry");
  await basis().getByRole("link").click();
  await expect(page.getByRole("dialog").getByLabel("Destination")).toHaveValue(host);
  const document = "https://contracts.example/chatops";
  const given = { Recipient: "Chatops Example Inc.", Role: "Joint controller", Basis: "Binding corporate rules", Document: document };
  await register(host, { ...given, "Valid from": "2026-01-01", "Valid until": now.toISOString().slice(0, 10) });
  const entry = page.getByRole("table", { name: "Recipient register" }).getByRole("row").filter({ hasText: host });
  await expect(entry).toContainText("Joint controller");
  await expect(entry.getByRole("link", { name: "Binding corporate rules" })).toHaveAttribute("href", document);
  expect(await lacking()).toBe(before - 1);
  await expect(basis()).toHaveCount(0);
  const transfer = panel(page, questions.transfers).getByRole("row").filter({ hasText: "Chatops Example Inc." }).first();
  await expect(transfer).toContainText("Binding corporate rules");
  await expect(transfer).toContainText("Basis on file");

  // The same address opens the entry itself now.
  const yesterday = new Date(now.getTime() - day).toISOString().slice(0, 10);
  await register(host, { "Valid until": yesterday });
  expect(await lacking()).toBe(before);
  await expect(basis()).toContainText(`Ended ${yesterday}`);
  const { rows } = await database.query("select action from journal where subject = $1 order by id desc limit 2", [`recipient:${host}`]);
  expect(rows.map((r) => r.action)).toEqual(["recipient.change", "recipient.create"]);
  await unregister(given.Recipient);
  expect(await lacking()).toBe(before);
});

test("what cannot be meant is said at its field, and nothing is entered", async () => {
  await page.goto("/registers/recipients?host=hooks.chatops.example");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Recipient").fill("Chatops Example Inc.");
  await dialog.getByLabel("Countries").fill("Narnia");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("write countries by their two letters")).toBeVisible();
  await dialog.getByLabel("Countries").fill("US");
  await dialog.getByLabel("Valid from").fill("2026-02-01");
  await dialog.getByLabel("Valid until").fill("2026-01-01");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("it lies before the start")).toBeVisible();
  const { rows } = await database.query("select from recipient_register where host = 'hooks.chatops.example'");
  expect(rows.length).toBe(0);
});

test("a country that the register states stands where the databases disagree: on the map, in the figures, in the geo policy", async () => {
  const host = "tenant-7f3a.eu-1.cloudstore.example";
  const rows = await expected();
  const own = rows.filter((r) => r.destination === host);
  expect(own.every((r) => r.countries.length === 0)).toBe(true);
  const bytes = own.reduce((sum, r) => sum + r.bytes, 0);
  const of = (country: string): number => rows.filter((r) => r.countries.includes(country)).reduce((sum, r) => sum + r.bytes, 0);
  await register(host, { Recipient: "Stranger Example LLC", Basis: "Derogation", Countries: "us" });
  await page.goto(home());
  const list = panel(page, questions.map).getByRole("listitem");
  const told = (country: string) => list.filter({ hasText: countryName(country) }).locator("span[title]");
  await expect(told("US")).toHaveAttribute("title", new RegExp(`^${(of("US") + bytes).toLocaleString("en")} bytes$`));
  const unknown = rows.filter((r) => r.countries.length === 0 && r.destination !== host).reduce((sum, r) => sum + r.bytes, 0);
  await expect(told("ZZ")).toHaveAttribute("title", new RegExp(`^${unknown.toLocaleString("en")} bytes$`));
  const breaking = panel(page, questions.geo).getByRole("row").filter({ hasText: host });
  await expect(breaking).toContainText("United States, as the register says");
  await page.goto(home({ country: "US" }));
  await expect(panel(page, questions.transfers).getByRole("row").filter({ hasText: "Stranger Example LLC" }).first()).toContainText(
    "Breaks geo policy",
  );
  await unregister("Stranger Example LLC");
});

test("a service's data, once registered, is held against the geo policy", async () => {
  await page.goto("/registers");
  const missing = page.getByRole("listitem").filter({ hasText: "ci-runners" });
  await missing.getByRole("button", { name: "Register" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Service")).toHaveValue("ci-runners");
  await dialog.getByLabel("Classes of data").fill("personal, source-code");
  await dialog.getByLabel("Purpose").fill("Builds with test customers");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(missing).toHaveCount(0);
  const abroad = (await expected())
    .filter((r) => r.service === "ci-runners" && r.countries.some((c) => !allowed.has(c)))
    .map((r) => r.destination);
  expect(abroad.length).toBeGreaterThan(2);
  await page.goto(home());
  const geo = panel(page, questions.geo);
  for (const host of new Set(abroad)) await expect(geo.getByRole("row").filter({ hasText: host })).toContainText("ci-runners");
  await page.goto("/registers");
  await page.getByRole("button", { name: "Remove ci-runners" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(missing).toHaveCount(1);
});

test("an export holds a row for each caller and recipient, and sets the mark for what is new", async () => {
  const rows = await expected();
  const held = new Set(rows.map((r) => [r.service, r.environment, r.pattern ?? r.domain ?? r.destination].join()));
  await page.goto(home());
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export register" }).click();
  const text = fs.readFileSync((await (await waiting).path())!, "utf8");
  const [head, ...lines] = text.trimEnd().split("\r\n");
  expect(head).toContain("service,environment,data_classes,purpose,destination,recipient,recipient_role,possible_countries");
  expect(lines.length).toBe(held.size);
  const line = lines.find((l) => l.startsWith("identity,production,") && l.includes("verify.idcheck.example"));
  expect(line).toContain('"India, Ireland"');
  await page.goto(home());
  await expect(panel(page, questions.news)).toContainText("Nothing is new or changed since the export");
  await expect(sentence()).toContainText("nothing is new or changed");

  const host = "hooks.chatops.example";
  await register(host, { Recipient: "Chatops Example Inc." });
  await page.goto(home());
  const changed = panel(page, questions.news).locator("tbody tr");
  const callers = new Set(rows.filter((r) => r.destination === host).map((r) => `${r.service} ${r.environment}`)).size;
  await expect(changed).toHaveCount(callers);
  await expect(sentence()).toContainText(`${callers} ${callers === 1 ? "row is" : "rows are"} new or changed`);
  await unregister("Chatops Example Inc.");

  // A link to another document is a change too.
  const login = setup.recipientRegister.find((r) => r.host === "login.idp.example")!;
  const people = new Set(rows.filter((r) => r.destination === login.host).map((r) => `${r.service} ${r.environment}`)).size;
  await register(login.host, { Document: "https://contracts.example/new" });
  await page.goto(home());
  await expect(changed).toHaveCount(people);
  await expect(changed.first()).toContainText("Changed: document");
  await register(login.host, { Document: login.document! });
  await page.goto(home());
  await expect(panel(page, questions.news)).toContainText("Nothing is new or changed");
});

test("the pages can be read by everyone, light and dark", async () => {
  test.slow();
  for (const address of ["/legal", "/registers", "/registers/recipients", "/registers/recipients?host=hooks.chatops.example"]) {
    await page.goto(address);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
    expect(await violationsOf(page), address).toEqual([]);
  }
});
