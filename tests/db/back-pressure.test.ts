import { expect, test } from "vitest";
import { closeDb, openDb } from "../../lib/db/client";
import { findSource, type RateLimit } from "../../lib/db/source";
import { receive } from "../../lib/ingest/receive";
import { receiveOtlp } from "../../lib/ingest/receive-otlp";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const line = (i: number): string =>
  `${(Date.now() / 1000 - 600 + (i % 500)).toFixed(3)} 120 10.5.0.${i % 200} TCP_TUNNEL/200 5000 CONNECT api.payments.example:443 - HIER_DIRECT/203.0.113.9 -\n`;
const lines = (n: number): string => Array.from({ length: n }, (_, i) => line(i)).join("");

async function squidOf(name: string, rateLimit: RateLimit = {}): Promise<{ id: number; token: string }> {
  const { source, token } = await addSource(database.db, name, "squid", { rateLimit });
  return { id: source.id, token };
}

const post = (name: string, token: string, body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request(`http://waybill.example/api/ingest/${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);

/** A body that waits for its end to be let go. */
function held(text: string): { body: ReadableStream; release: () => void } {
  let end = (): void => {};
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(text));
      end = () => controller.close();
    },
  });
  return { body, release: () => end() };
}

const refusedWith = async (answer: Response, status: number): Promise<number> => {
  expect(answer.status).toBe(status);
  const seconds = Number(answer.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  return seconds;
};
const kept = async (id: number): Promise<number> =>
  Number((await database.db.pool.query("select count(*)::int as n from import where source_id = $1", [id])).rows[0].n);

test("a source that sends more than its rate is told 429 and when to come again; others are not held up", async () => {
  const { db } = database;
  const fast = await squidOf("fast", { linesPerSecond: 50, burstSeconds: 2 });
  const other = await squidOf("other");
  expect((await receive(db, post("fast", fast.token, lines(400)), "fast")).status).toBe(200);
  const seconds = await refusedWith(await receive(db, post("fast", fast.token, lines(1)), "fast"), 429);
  // 400 lines, 100 at once: the rest takes 6 seconds.
  expect(seconds).toBeGreaterThanOrEqual(4);
  expect(seconds).toBeLessThanOrEqual(7);
  expect(await kept(fast.id)).toBe(1);
  expect((await receive(db, post("other", other.token, lines(1)), "other")).status).toBe(200);

  const otlp = new Request("http://waybill.example/v1/logs", {
    method: "POST",
    headers: { authorization: `Bearer ${fast.token}`, "content-type": "application/json" },
    body: '{"resourceLogs":[]}',
  });
  await refusedWith(await receiveOtlp(db, otlp, "logs"), 429);
  const firehose = { "x-amz-firehose-protocol-version": "1.0", "x-amz-firehose-request-id": "r-1" };
  await refusedWith(await receive(db, post("fast", fast.token, '{"records":[]}', firehose), "fast"), 429);
});

test("bytes are counted as they are sent, and a changed rate holds from the next batch on", async () => {
  const { db } = database;
  const slow = await squidOf("slow", { bytesPerSecond: 1000, burstSeconds: 1 });
  expect((await receive(db, post("slow", slow.token, lines(20)), "slow")).status).toBe(200);
  await refusedWith(await receive(db, post("slow", slow.token, lines(1)), "slow"), 429);
  await db.prisma.source.update({ where: { id: slow.id }, data: { rateLimit: {} } });
  expect((await findSource(db.prisma, slow.id))?.rateLimit).toEqual({});
  expect((await receive(db, post("slow", slow.token, lines(1)), "slow")).status).toBe(200);
});

test("when every place is taken the next one is told 429, and is let in when one is free", async () => {
  const { db } = database;
  const { id, token } = await squidOf("crowded");
  const waiting: { answer: Promise<Response>; release: () => void }[] = [];
  let refused: Response | undefined;
  for (let i = 0; i < 40 && !refused; i++) {
    const { body, release } = held(line(i));
    const answer = receive(db, post("crowded", token, body, { "idempotency-key": `k${i}` }), "crowded");
    // The one that is refused answers at once, without its body's end.
    refused = await Promise.race([answer, new Promise<undefined>((resolve) => setTimeout(resolve, 300))]);
    if (!refused) waiting.push({ answer, release });
  }
  await refusedWith(refused!, 429);
  for (const w of waiting) w.release();
  for (const w of waiting) expect((await w.answer).status).toBe(200);
  expect((await receive(db, post("crowded", token, lines(1)), "crowded")).status).toBe(200);
  expect(await kept(id)).toBe(waiting.length + 1);
});

test("a database that is not there is 503 and when to come again, in the words of each sender", async () => {
  const gone = openDb("postgresql://nobody@127.0.0.1:1/none", 2);
  const token = `wb_${"a".repeat(52)}`;
  try {
    await refusedWith(await receive(gone, post("any", token, lines(1)), "any"), 503);
    const otlp = new Request("http://waybill.example/v1/traces", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/x-protobuf" },
      body: Buffer.alloc(0),
    });
    await refusedWith(await receiveOtlp(gone, otlp, "traces"), 503);
  } finally {
    await closeDb(gone);
  }
});

test("a database that ends in the middle of a batch is 503, and nothing of the batch is kept", async () => {
  const { db } = database;
  const { id, token } = await squidOf("cut-off");
  const { body, release } = held(lines(3000));
  const answer = receive(db, post("cut-off", token, body), "cut-off");
  // Until the batch has begun to write, it holds no connection that could end.
  await expect
    .poll(
      async () =>
        Number(
          (
            await db.pool.query(
              "select count(*)::int as n from pg_stat_activity where datname = current_database() and query ilike 'copy connection%'",
            )
          ).rows[0].n,
        ),
      { timeout: 10_000 },
    )
    .toBe(1);
  await db.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'copy connection%'",
  );
  release();
  await refusedWith(await answer, 503);
  expect(await kept(id)).toBe(0);
  expect((await receive(db, post("cut-off", token, lines(3000)), "cut-off")).status).toBe(200);
  expect(await kept(id)).toBe(1);
});
