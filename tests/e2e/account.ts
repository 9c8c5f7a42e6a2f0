import type { APIRequestContext, Browser, BrowserContext, BrowserContextOptions, Page, PlaywrightWorkerArgs } from "@playwright/test";

import type { Role } from "../../lib/model/role";

export interface Account {
  email: string;
  password: string;
}

/** One account a role, made by whoever started the server (scripts/e2e.mjs). */
export function accountOf(role: Role): Account {
  const account = (JSON.parse(process.env.WAYBILL_E2E_ACCOUNTS ?? "{}") as Partial<Record<Role, Account>>)[role];
  if (!account) throw new Error(`WAYBILL_E2E_ACCOUNTS has no account for ${role}: run node scripts/e2e.mjs.`);
  return account;
}

export const baseUrl = process.env.WAYBILL_E2E_URL ?? "http://localhost:3000";

/** Signs in as the sign-in form does. @returns whether it worked. */
export async function signIn(request: APIRequestContext, account: Account): Promise<boolean> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await request.post("/api/auth/callback/credentials", { form: { ...account, csrfToken, json: "true" } });
  return answer.ok();
}

const states = new Map<string, ReturnType<APIRequestContext["storageState"]>>();

/** Cookies of somebody signed in with this role; one sign-in for all that ask in this process. */
export function stateOf(playwright: PlaywrightWorkerArgs["playwright"], role: Role): ReturnType<BrowserContext["storageState"]> {
  const known = states.get(role);
  if (known) return known;
  const made = (async () => {
    const request = await playwright.request.newContext({ baseURL: baseUrl });
    if (!(await signIn(request, accountOf(role)))) throw new Error(`${role} could not sign in.`);
    const state = await request.storageState();
    await request.dispose();
    return state;
  })();
  states.set(role, made);
  return made;
}

/**
 * A page of somebody signed in with this role, wide as a desk. A new one costs as much as three visits, so that a file
 * opens one before its tests; each test goes to an address of its own.
 */
export async function openPage(
  { browser, playwright }: { browser: Browser; playwright: PlaywrightWorkerArgs["playwright"] },
  role: Role,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const state = await stateOf(playwright, role);
  return (await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 }, ...more })).newPage();
}
