import { type APIRequestContext, type APIResponse, expect, test } from "@playwright/test";
import { may, type Permission, type Role, roles } from "../../lib/model/role";
import { baseUrl, stateOf } from "./account";
import { actions, addressOf, foundActions, foundHandlers, foundPages, handlers, type Needs, pages } from "./entry-points";
import { Intrusions } from "./intrusion";

type Subject = Role | "nobody";
const subjects: readonly Subject[] = ["nobody", ...roles];

/** Who gets in by the table of grants, and nothing else. */
function admits(needs: Needs, subject: Subject): boolean {
  if (needs === "public") return true;
  if (needs === "token" || subject === "nobody") return false;
  return needs === "signed-in" || may({ role: subject }, needs as Permission);
}

const contexts = new Map<Subject, APIRequestContext>();
let intrusions: Intrusions;
test.beforeAll(async ({ playwright }) => {
  intrusions = await Intrusions.open();
  contexts.set("nobody", await playwright.request.newContext({ baseURL: baseUrl }));
  for (const role of roles)
    contexts.set(role, await playwright.request.newContext({ baseURL: baseUrl, storageState: await stateOf(playwright, role) }));
});
test.afterAll(async () => {
  await intrusions.close();
  for (const context of contexts.values()) await context.dispose();
});

const signInAddress = /^(https?:\/\/[^/]+)?\/sign-in([?;]|$)/;

/** What an answer of a page comes to. A streamed page tells a redirect or a refusal inside a body with status 200. */
async function outcome(answer: APIResponse): Promise<"shown" | "refused" | "sign-in" | "elsewhere" | "missing" | "broken"> {
  const status = answer.status();
  const body = await answer.text();
  if (status >= 500) return "broken";
  if (status >= 300 && status < 400) return signInAddress.test(answer.headers().location ?? "") ? "sign-in" : "elsewhere";
  if (/NEXT_REDIRECT;\w+;\/sign-in/.test(body)) return "sign-in";
  if (status === 403 || body.includes("NEXT_HTTP_ERROR_FALLBACK;403")) return "refused";
  if (status === 404 || body.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "missing";
  return status === 200 ? "shown" : "broken";
}

/** Every page of the signed-in part has one heading; a page that was refused has none, in markup or in a payload. */
const holdsPage = (body: string): boolean =>
  /<h1(?! class="next-error-h1")[\s>]|\["\$","h1"(?!,null,\{"className":"next-error-h1")/.test(body);

test("the tables know every page, handler and action, and nothing that is gone", () => {
  expect(Object.keys(pages).sort()).toEqual(foundPages().sort());
  expect(Object.keys(handlers).sort()).toEqual(foundHandlers().sort());
  expect(Object.keys(actions).sort()).toEqual([...new Set(foundActions().map((a) => a.name))].sort());
});

for (const [route, needs] of Object.entries(pages)) {
  test(`page ${route} opens for who holds ${needs}`, async () => {
    for (const subject of subjects) {
      const answer = await contexts.get(subject)!.get(addressOf(route), { maxRedirects: 0 });
      const got = await outcome(answer);
      const where = `${subject} at ${route}`;
      if (admits(needs, subject)) expect(["shown", "missing", "elsewhere"], `${where}: ${got}`).toContain(got);
      else {
        expect(got, where).toBe(subject === "nobody" ? "sign-in" : "refused");
        expect(holdsPage(await answer.text()), where).toBe(false);
        // Told before anything else is sent, so that the status says it as well.
        expect(answer.status(), where).toBe(subject === "nobody" ? 307 : 403);
      }
    }
  });
}

interface Variant {
  name: string;
  headers?: Record<string, string>;
  address?: (path: string) => string;
}
/** Ways in which a request reaches a page without passing the documented matcher of the proxy, or pretends to. */
const variants: readonly Variant[] = [
  { name: "payload", headers: { rsc: "1" } },
  { name: "prefetch", headers: { rsc: "1", "next-router-prefetch": "1" } },
  { name: "prefetch, markup", headers: { "next-router-prefetch": "1", purpose: "prefetch" } },
  { name: "segment prefetch", headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_full" } },
  { name: "internal subrequest", headers: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" } },
  { name: "forged host", headers: { "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https" } },
  { name: "//", address: (path) => `/${path}` },
  { name: "trailing slash", address: (path) => `${path}/` },
  { name: ".rsc", address: (path) => `${path}.rsc` },
  { name: ".segments", address: (path) => `${path}.segments/_full.segment.rsc` },
  { name: ".segments of the page", address: (path) => `${path}.segments/!KGNvbnNvbGUp${path}/__PAGE__.segment.rsc`, headers: { rsc: "1" } },
  { name: "encoded", address: (path) => path.replace(/^\/(.)/, (_, c: string) => `/%${c.charCodeAt(0).toString(16)}`) },
  { name: "data", address: (path) => `/_next/data/build${path}.json` },
];

/** Follows the router's own corrections of an address (a payload's cache key, a doubled slash), as a client would. */
async function reach(context: APIRequestContext, variant: Variant, path: string): Promise<APIResponse> {
  let address = variant.address?.(path) ?? path;
  for (let hop = 0; ; hop++) {
    const answer = await context.get(new URL(baseUrl).origin + address, { maxRedirects: 0, headers: variant.headers });
    const location = answer.headers().location;
    if (hop === 4 || answer.status() < 300 || answer.status() >= 400 || !location || signInAddress.test(location)) return answer;
    const next = new URL(location, baseUrl);
    if (next.origin !== new URL(baseUrl).origin) return answer;
    address = next.pathname + next.search;
  }
}

test("no variant of an address or a header shows a page to nobody, or to a role without the grant", async () => {
  test.setTimeout(240_000);
  for (const [route, needs] of Object.entries(pages).filter(([, n]) => n !== "public")) {
    const denied = subjects.filter((s) => !admits(needs, s)).slice(0, 2);
    for (const subject of denied)
      for (const variant of variants) {
        const where = `${subject} at ${route} by ${variant.name}`;
        const answer = await reach(contexts.get(subject)!, variant, addressOf(route));
        expect(holdsPage(await answer.text()), where).toBe(false);
        expect(await outcome(answer), where).not.toBe("broken");
        if (variant.name === "forged host") expect(answer.headers().location ?? "", where).not.toContain("elsewhere.example");
      }
  }
});

for (const [entry, needs] of Object.entries(handlers).filter(([, n]) => n !== "public")) {
  test(`handler ${entry} answers who holds ${needs}`, async () => {
    const [method, route] = entry.split(" ") as [string, string];
    for (const subject of subjects) {
      const send = (headers: Record<string, string>) =>
        contexts.get(subject)!.fetch(`${addressOf(route)}?v=1&q=host:nowhere.example&from=now-1h&to=now`, {
          method,
          headers,
          maxRedirects: 0,
          ...(method === "POST" && { data: "not json" }),
        });
      const answer = await send({ origin: new URL(baseUrl).origin, "content-type": "application/json" });
      const where = `${subject}: ${entry}`;
      if (admits(needs, subject)) expect([401, 403, 500, 502], `${where}: ${answer.status()}`).not.toContain(answer.status());
      else {
        expect(answer.status(), where).toBe(subject === "nobody" || needs === "token" ? 401 : 403);
        // OTLP has a document of its own for what is refused (google.rpc.Status).
        const isOtlp = route.startsWith("/v1/");
        expect(answer.headers()["content-type"], where).toContain(isOtlp ? "application/json" : "application/problem+json");
        const refused = isOtlp ? { code: 16, message: expect.any(String) } : { status: answer.status(), detail: expect.any(String) };
        expect(await answer.json(), where).toMatchObject(refused);
      }
      // A cookie alone, sent along by a page elsewhere, changes nothing.
      if (method !== "GET" && subject !== "nobody" && needs !== "token")
        for (const origin of [{ origin: "https://elsewhere.example" }, {}] as Record<string, string>[])
          expect((await send({ ...origin, "content-type": "application/json" })).status(), `${where} from elsewhere`).toBe(403);
    }
  });
}

/** Calls an action as the browser does. */
const callAction = (subject: Subject, action: { id: string; page: string }, args: unknown[], headers: Record<string, string> = {}) =>
  contexts.get(subject)!.post(action.page, {
    maxRedirects: 0,
    headers: {
      "next-action": action.id,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      origin: new URL(baseUrl).origin,
      ...headers,
    },
    data: JSON.stringify(args),
  });

const refusedBy = (body: string): string | undefined => /urn:waybill:problem:([a-z-]+)/.exec(body)?.[1];

test("actions refuse who lacks the grant, and right input has no effect", async () => {
  test.setTimeout(180_000);
  for (const action of foundActions()) {
    const needs = actions[action.name] ?? "signed-in";
    if (needs === "public") continue;
    for (const subject of subjects.filter((s) => !admits(needs, s))) {
      const where = `${subject}: ${action.name}`;
      const answer = await callAction(subject, action, intrusions.argsFor(action.name));
      const body = await answer.text();
      if (subject === "nobody") {
        const to = answer.headers()["x-action-redirect"] ?? answer.headers().location ?? "";
        expect(signInAddress.test(to) || /NEXT_REDIRECT;\w+;\/sign-in/.test(body), `${where}: ${answer.status()} ${to}`).toBe(true);
      } else expect(refusedBy(body), `${where}: ${answer.status()}`).toBe("forbidden");
    }
  }
  expect(await intrusions.succeeded()).toEqual([]);
});

test("actions let in who holds the grant: what is wrong is then the input", async () => {
  for (const action of foundActions()) {
    const needs = actions[action.name] ?? "public";
    // It takes no input that could be wrong.
    if (needs === "public" || needs === "sample:remove") continue;
    for (const subject of roles.filter((r) => admits(needs, r))) {
      const answer = await callAction(subject, action, [{ nonsense: true }]);
      const reason = refusedBy(await answer.text());
      expect(answer.status(), `${subject}: ${action.name}`).toBe(200);
      expect(["forbidden", "unauthenticated", "mistake"], `${subject}: ${action.name}: ${reason}`).not.toContain(reason);
    }
  }
});

test("an administrator's cookie sent from another origin, or without one, has no effect", async () => {
  const elsewhere: Record<string, string>[] = [
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: "" },
    { "sec-fetch-site": "cross-site" },
    { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" },
  ];
  for (const action of foundActions())
    for (const headers of elsewhere) {
      const answer = await callAction("admin", action, intrusions.argsFor(action.name), headers);
      const refused = answer.status() >= 400 || refusedBy(await answer.text()) === "forbidden";
      expect(refused, `${action.name} with ${JSON.stringify(headers)}: ${answer.status()}`).toBe(true);
    }
  expect(await intrusions.succeeded()).toEqual([]);
});

test("every answer carries the headers that keep it from being framed, sniffed or scripted", async () => {
  for (const address of ["/sign-in", "/people", "/nowhere", "/api/health", "/api/nowhere", "/sources"]) {
    const answer = await contexts.get("nobody")!.get(new URL(baseUrl).origin + address, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers["x-content-type-options"], address).toBe("nosniff");
    expect(headers["content-security-policy"], address).toContain("frame-ancestors 'none'");
    expect(headers["x-powered-by"], address).toBeUndefined();
  }
  const signIn = await contexts.get("nobody")!.get("/sign-in");
  const policy = signIn.headers()["content-security-policy"]!;
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain("'strict-dynamic'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  expect(await signIn.text()).toContain(`nonce="${nonce}"`);
  expect((await contexts.get("nobody")!.get("/sign-in")).headers()["content-security-policy"]).not.toContain(nonce);
});
