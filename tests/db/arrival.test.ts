import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Db } from "../../lib/db/client";
import { countedHours } from "../../lib/db/counted";
import { verifyRollUps } from "../../lib/db/roll-up";
import { findSourceByName, insertSource, makeSourceToken, type Source } from "../../lib/db/source";
import { importLog } from "../../lib/ingest/import-log";
import { settle } from "../../lib/ingest/settle";
import { everything } from "../../lib/model/scope";
import { type Chunk, generateEstate } from "../../scripts/sample/estate";
import { installSetup, registerRuns } from "../../scripts/sample/install";
import { installPolicies } from "../../scripts/sample/install-policy";
import { registeredRuns, sampleSetup } from "../../scripts/sample/setup";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

// How records arrive must not change what is said of them: order, doubled sources, late names, floods of blocked attempts.
useStateDir();
const inOrder = useDatabase();
const shuffled = useDatabase();
const NOW = new Date("2026-11-20T12:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const period = { from: NOW.getTime() - 3 * DAY, to: NOW.getTime() + HOUR };

/** Two days of the estate. */
const estate = [...generateEstate({ now: NOW, since: new Date(NOW.getTime() - 1.5 * DAY), anchor: NOW })];

async function prepare(db: Db): Promise<void> {
  const setup = sampleSetup(NOW);
  await installSetup(db, setup);
  await installPolicies(db, setup);
  await registerRuns(db, registeredRuns(NOW, NOW));
}

async function send(db: Db, source: Source, lines: readonly string[]): Promise<void> {
  const account = await importLog(
    db,
    { source, maxBytes: 1e9, receivedAt: NOW.getTime() },
    (async function* () {
      for (let i = 0; i < lines.length; i += 500) yield Buffer.from(`${lines.slice(i, i + 500).join("\n")}\n`);
    })(),
  );
  expect(account.rejected).toBe(0);
}

const sourceOf = async (db: Db, name: string): Promise<Source> => (await findSourceByName(db.prisma, name))!;

/** A fixed shuffle (Fisher–Yates over a linear congruential generator). */
function shuffle<T>(list: readonly T[]): T[] {
  const out = [...list];
  let seed = 42;
  for (let i = out.length - 1; i > 0; i--) {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    const j = seed % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

async function conformity(db: Db): Promise<{ conforming: number; left: number; blocked: number }> {
  const { rows } = await sql<{ conforming: number; left: number; blocked: number }>`
    select coalesce(sum(count) filter (where outcome = 'conforming'), 0)::float8 as conforming,
      coalesce(sum(count) filter (where outcome in ('conforming', 'reported', 'violation')), 0)::float8 as left,
      coalesce(sum(count) filter (where outcome = 'blocked'), 0)::float8 as blocked
    from ${countedHours(everything, { period })} as t`.execute(db.sql);
  return rows[0]!;
}

/** Everything the roll-ups say, without what names a batch. */
async function rollUps(db: Db): Promise<unknown[]> {
  const hours =
    await sql`select t.*, s.name as source from traffic_hour t join traffic_key k on k.workload_id = t.workload_id and k.id = t.traffic_key_id join source s on s.id = k.source_id
    order by workload_id, hour, traffic_key_id, policy_version, rule, t.verdict, t.action, t.outcome`.execute(db.sql);
  const runs =
    await sql`select * from run_endpoint order by workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt`.execute(
      db.sql,
    );
  return [hours.rows, runs.rows];
}

test("records out of order and resolver logs last end in the same roll-ups", { timeout: 400_000 }, async () => {
  await prepare(inOrder.db);
  for (const chunk of estate) await send(inOrder.db, await sourceOf(inOrder.db, chunk.name), chunk.lines);
  await prepare(shuffled.db);
  // Resolver logs after everything, each source's lines in any order and cut elsewhere.
  const bySource = new Map<string, Chunk[]>();
  for (const chunk of estate) bySource.set(chunk.name, [...(bySource.get(chunk.name) ?? []), chunk]);
  const names = [...bySource.keys()].sort((a, b) => Number(a.includes("resolver")) - Number(b.includes("resolver")) || (a < b ? 1 : -1));
  for (const name of names) {
    const source = await sourceOf(shuffled.db, name);
    const lines = shuffle(bySource.get(name)!.flatMap((c) => c.lines));
    const third = Math.ceil(lines.length / 3);
    for (let i = 0; i < 3; i++) await send(shuffled.db, source, lines.slice(i * third, (i + 1) * third));
  }
  const before = await rollUps(shuffled.db);
  const done = await settle(shuffled.db, { since: period.from, until: period.to }, NOW.getTime());
  expect(done.changed).toBeGreaterThan(0);
  // In order, a pass changes only what its patience for names had left open.
  await settle(inOrder.db, { since: period.from, until: period.to }, NOW.getTime());
  const expected = await rollUps(inOrder.db);
  expect(before).not.toEqual(expected);
  expect(await rollUps(shuffled.db)).toEqual(expected);
  for (const { db } of [inOrder, shuffled])
    expect(await verifyRollUps(db, new Date(period.from - DAY), new Date(period.to + DAY))).toEqual([]);
});

test("every source again under another name leaves conformity equal", { timeout: 200_000 }, async () => {
  const { db } = inOrder;
  const before = await conformity(db);
  expect(before.left).toBeGreaterThan(1000);
  expect(before.conforming / before.left).toBeLessThan(1);
  for (const chunk of estate) {
    const name = `${chunk.name}-again`;
    const known = await findSourceByName(db.prisma, name);
    const { tokenHash, tokenHint } = makeSourceToken();
    const source =
      known ??
      (await db.prisma.$transaction((tx) =>
        insertSource(tx, {
          name,
          format: chunk.format,
          options: chunk.options,
          tags: chunk.tags,
          keepQueries: false,
          keepUsers: false,
          keepInternal: false,
          silentAfter: 60,
          createdBy: "test",
          tokenHash,
          tokenHint,
          sample: true,
        }),
      ));
    await send(db, source!, chunk.lines);
  }
  const after = await conformity(db);
  expect(after.conforming / after.left).toBe(before.conforming / before.left);
});

test("a million blocked attempts do not raise conformity", { timeout: 400_000 }, async () => {
  const { db } = inOrder;
  const before = await conformity(db);
  const { tokenHash, tokenHint } = makeSourceToken();
  const source = await db.prisma.$transaction((tx) =>
    insertSource(tx, {
      name: "flood",
      format: "aws-vpcflow",
      options: {},
      tags: { service: "billing", environment: "production" },
      keepQueries: false,
      keepUsers: false,
      keepInternal: false,
      silentAfter: 60,
      createdBy: "test",
      tokenHash,
      tokenHint,
    }),
  );
  const million = 1_000_000;
  const start = Math.floor((NOW.getTime() - 2 * HOUR) / 1000);
  const account = await importLog(
    db,
    { source: source!, maxBytes: 1e9, receivedAt: NOW.getTime() },
    (async function* () {
      for (let i = 0; i < million; i += 2000) {
        let text = "";
        for (let j = i; j < i + 2000; j++)
          text += `2 123456789010 eni-0a1b2c3d4e5f60718 10.200.0.${j % 200} 203.0.113.${j % 250} ${30000 + (j % 9000)} 443 6 1 60 ${start + (j % 3000)} ${start + (j % 3000) + 1} REJECT OK\n`;
        yield Buffer.from(text);
      }
    })(),
  );
  expect(account.connections).toBe(million);
  const after = await conformity(db);
  expect(after.blocked).toBe(before.blocked + million);
  expect({ ...after, blocked: 0 }).toEqual({ ...before, blocked: 0 });
});
