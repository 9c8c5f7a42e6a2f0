import { randomBytes, randomUUID } from "node:crypto";
import { systemActor } from "../../lib/access/system";
import { closeDb, type Db, openDb } from "../../lib/db/client";
import { insertSource, makeSourceToken } from "../../lib/db/source";
import { createAccount } from "../../lib/govern/create-account";
import { freePort } from "../pg.mjs";
import { build } from "../steps.mjs";
import { withServer } from "../with-server.mjs";
import { addEstate } from "./database";
import { limits } from "./limits";
import { formatOf, linesOf, type Mix, mixes } from "./lines";
import { quantile } from "./quantile";
import { atMost, ms, number, type Sheet } from "./sheet";
import { type Cookie, signIn } from "./sign-in";

/** What an auditor opens, and what stands on the page only when its answers do. */
const pages = [
  { name: "auditor home", path: "/auditor", holds: "bench-squid" },
  { name: "explorer, first page", path: "/connections", holds: "bench-squid" },
] as const;

const CLIENTS = 2;
/** As long as pages are asked for, at least: of the server at rest, and while logs come in. */
const REST_MS = 20_000;
const BUSY_MS = 60_000;
const LOADS = 20;
const BODY_LINES = 50_000;
const HOUR = 3_600;

/** Whether a production server can be made here; says on stderr why not. */
export async function isBuildable(): Promise<boolean> {
  try {
    await build();
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

/**
 * Pages of the production server for somebody signed in, from the request to the last byte, one after another: while nothing
 * else is asked of it, then while two clients post logs as fast as it takes them.
 */
export async function measurePages(sheet: Sheet, records: number): Promise<void> {
  // Made before the server runs: while a million lines are, its idle connections would end unseen.
  const stock = new Map(mixes.map(({ mix, share }) => [mix, linesOf(mix, Math.round(records * share))]));
  const news = new Map(mixes.map(({ mix }) => [mix, linesOf(mix, BODY_LINES, HOUR)]));
  const port = await freePort();
  await withServer({ name: "bench", port }, async ({ databaseUrl }: { databaseUrl: string }) => {
    const url = `http://127.0.0.1:${port}`;
    const db = openDb(databaseUrl, 3);
    try {
      const senders = await openSources(db, url);
      await addEstate(db);
      await Promise.all(senders.map(({ mix, post }) => post(stock.get(mix)!)));
      await db.pool.query("vacuum analyze");
      const cookie = await signInAsAuditor(db, url);
      const load = async (path: string, holds: string): Promise<number> => loadPage(url + path, cookie, holds);
      for (let i = 0; i < 5; i++) for (const { path, holds } of pages) await load(path, holds);
      tell(sheet, "at rest", await loadPages(load, REST_MS));
      const flood = new Flood(senders, news);
      const times = await loadPages(load, BUSY_MS);
      const rate = await flood.end();
      tell(sheet, "logs coming in", times, limits.pageMs);
      sheet.line(`records taken in meanwhile, ${CLIENTS} clients`, `${number(rate)}/s`);
    } finally {
      await closeDb(db);
    }
  });
}

type Times = ReadonlyMap<string, readonly number[]>;

async function loadPages(load: (path: string, holds: string) => Promise<number>, forMs: number): Promise<Times> {
  const times = new Map<string, number[]>(pages.map((p) => [p.name, []]));
  for (const from = performance.now(); performance.now() - from < forMs || times.get(pages[0].name)!.length < LOADS; )
    for (const { name, path, holds } of pages) times.get(name)!.push(await load(path, holds));
  return times;
}

/** @returns milliseconds to the last byte. @throws {Error} when the page is not whole. */
async function loadPage(address: string, cookie: Cookie, holds: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(address, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
  const html = await response.text();
  const took = performance.now() - from;
  // $RX is how React says that a part of a streamed page failed.
  if (response.status !== 200 || !html.trimEnd().endsWith("</html>") || html.includes("$RX(") || !html.includes(holds))
    throw new Error(`${address}: not a whole page (${response.status}, ${html.length} characters).`);
  return took;
}

function tell(sheet: Sheet, when: string, times: Times, limit?: number): void {
  for (const [name, of] of times) {
    const p95 = quantile(of, 0.95);
    sheet.line(
      `${name}, ${when}: p50 / p95 / max`,
      ms(quantile(of, 0.5), p95, Math.max(...of)),
      limit === undefined ? undefined : atMost(p95, limit, " ms"),
    );
  }
}

interface Sender {
  mix: Mix;
  /** @returns records that it made. */
  post(body: Buffer): Promise<number>;
}

/** A source of each format, and how a log is sent to it. */
async function openSources(db: Db, url: string): Promise<Sender[]> {
  const senders: Sender[] = [];
  for (const { mix } of mixes) {
    const { token, ...hash } = makeSourceToken();
    const name = `bench-${mix}`;
    const draft = {
      ...{ name, format: formatOf(mix), options: {}, tags: {}, silentAfter: 60, createdBy: "bench" },
      ...{ keepQueries: false, keepUsers: false, keepInternal: false },
    };
    await db.prisma.$transaction((tx) => insertSource(tx, { ...draft, ...hash }));
    const post = async (body: Buffer): Promise<number> => {
      const response = await fetch(`${url}/api/ingest/${name}`, {
        method: "POST",
        // The same lines again are another body by their key.
        headers: { authorization: `Bearer ${token}`, "idempotency-key": randomUUID() },
        body: body as unknown as BodyInit,
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`${name}: the receiver answered ${response.status}: ${answer.slice(0, 200)}`);
      return (JSON.parse(answer) as { connections: number }).connections;
    };
    senders.push({ mix, post });
  }
  return senders;
}

/** Clients that each post a body of the last hour's lines as soon as the one before is answered, of all formats in turn. */
class Flood {
  readonly #from = performance.now();
  readonly #clients: Promise<void>[];
  readonly #answered: number[] = [];
  #over = false;

  constructor(senders: readonly Sender[], bodies: ReadonlyMap<Mix, Buffer>) {
    this.#clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = client * (senders.length / CLIENTS); !this.#over; i++) {
        const { mix, post } = senders[i % senders.length]!;
        this.#answered.push(await post(bodies.get(mix)!));
      }
    });
    // A failure is met at the end; until then it must not count as unhandled.
    for (const client of this.#clients) client.catch(() => {});
  }

  /** @returns records a second, to the last answer. */
  async end(): Promise<number> {
    this.#over = true;
    await Promise.all(this.#clients);
    return this.#answered.reduce((sum, n) => sum + n, 0) / ((performance.now() - this.#from) / 1000);
  }
}

async function signInAsAuditor(db: Db, url: string): Promise<Cookie> {
  const account = { email: "auditor@bench.example", password: randomBytes(12).toString("base64url") };
  await createAccount(db, systemActor, { ...account, name: "Bench Auditor", role: "auditor" });
  return signIn(url, account);
}
