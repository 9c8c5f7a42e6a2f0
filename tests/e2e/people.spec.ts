import { type Browser, expect, type Page, test } from "@playwright/test";
import { baseUrl, signIn, stateOf } from "./account";

const password = "grey heron over water";
const email = `e2e-${Date.now().toString(36)}@ops.example`;

async function open(browser: Browser, state?: Awaited<ReturnType<typeof stateOf>>): Promise<Page> {
  return (await browser.newContext({ baseURL: baseUrl, ...(state && { storageState: state }) })).newPage();
}

async function fillSignIn(page: Page, given: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail").fill(given.email);
  await page.getByLabel("Password").fill(given.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe.configure({ mode: "serial" });
let link = "";

test("an administrator adds somebody and gets a one-time link, shown once", async ({ browser, playwright }) => {
  const page = await open(browser, await stateOf(playwright, "admin"));
  await page.goto("/people");
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name").fill("Nadia New");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("radio", { name: /Engineer/ }).check();
  await page.getByRole("checkbox", { name: "payments" }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  link = await page.getByTestId("one-time-link").innerText();
  expect(link).toMatch(/\/setup\/[\w-]{43}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: /Nadia New/ })).toContainText("Link not used yet");
  expect(await page.content()).not.toContain(link);
  await page.context().close();
});

test("the link refuses an obvious password, takes a good one, signs in, and works no second time", async ({ browser }) => {
  const page = await open(browser);
  await page.goto(link);
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await page.getByLabel("Password", { exact: true }).fill("password12345");
  await page.getByLabel("Password again").fill("password12345");
  await page.getByRole("button", { name: /Set password/ }).click();
  await expect(page.getByText("one of the first that are tried")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password again").fill(password);
  await page.getByRole("button", { name: /Set password/ }).click();
  await page.waitForURL("**/engineer");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  await page.context().close();
});

test("a wrong password is told without saying which of the two was wrong; a right one goes where one wanted", async ({ browser }) => {
  const page = await open(browser);
  await page.goto("/findings?status=open");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await fillSignIn(page, { email, password: "not this one at all" });
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toHaveText("The e-mail or the password is not right.");
  await fillSignIn(page, { email, password });
  await page.waitForURL("**/findings?status=open");
  await page.context().close();
});

test("an address in `from` that leads elsewhere is not followed", async ({ browser }) => {
  for (const from of ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]) {
    const page = await open(browser);
    await page.goto(`/sign-in?from=${encodeURIComponent(from)}`);
    await fillSignIn(page, { email, password });
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    expect(new URL(page.url()).origin, from).toBe(new URL(baseUrl).origin);
    await page.context().close();
  }
});

test("signing out ends the session on every device", async ({ browser, playwright }) => {
  const here = await open(browser);
  await here.goto("/sign-in");
  await fillSignIn(here, { email, password });
  await here.waitForURL("**/engineer");
  const there = await playwright.request.newContext({ baseURL: baseUrl });
  expect(await signIn(there, { email, password })).toBe(true);
  expect((await there.get("/connections/rows?v=1")).status()).toBe(200);
  const cookie = await here.context().cookies();
  await here
    .getByRole("button", { name: /^Account:/ })
    .first()
    .click();
  await here.getByRole("menuitem", { name: "Sign out" }).click();
  await here.waitForURL("**/sign-in");
  expect((await there.get("/connections/rows?v=1")).status()).toBe(401);
  // A copy of the cookie is worth nothing either.
  await here.context().addCookies(cookie);
  await here.goto("/engineer");
  await expect(here).toHaveURL(/\/sign-in/);
  await here.context().close();
  await there.dispose();
});

test("a session cookie says nothing about its person and cannot be read by scripts", async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: baseUrl });
  await signIn(request, { email, password });
  const { cookies } = await request.storageState();
  const session = cookies.find((c) => c.name.endsWith("next-auth.session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", secure: baseUrl.startsWith("https:") });
  const about = await (await request.get("/api/auth/session")).json();
  expect(about.actor).toMatchObject({ role: "engineer", teams: ["payments"] });
  await request.dispose();
});

test("a role change and a disabled account hold from the next request", async ({ browser, playwright }) => {
  const theirs = await playwright.request.newContext({ baseURL: baseUrl });
  const admin = await open(browser, await stateOf(playwright, "admin"));
  const menu = async (item: string) => {
    await admin.goto("/people");
    await admin.getByRole("button", { name: "What to do about Nadia New" }).last().click();
    await admin.getByRole("menuitem", { name: item }).click();
  };
  expect(await signIn(theirs, { email, password })).toBe(true);
  await menu("Change role and teams");
  await admin.getByRole("radio", { name: /Auditor/ }).check();
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("row", { name: new RegExp(email) })).toContainText("Auditor");
  expect((await theirs.get("/connections/rows?v=1")).status()).toBe(401);
  expect(await signIn(theirs, { email, password })).toBe(true);
  expect(await (await theirs.get("/journal")).text()).toContain("<h1");
  await menu("Disable the account");
  await admin.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(admin.getByRole("row", { name: new RegExp(email) })).toContainText("Disabled");
  expect((await theirs.get("/connections/rows?v=1")).status()).toBe(401);
  expect(await signIn(theirs, { email, password })).toBe(false);
  await theirs.dispose();
  await admin.context().close();
});
