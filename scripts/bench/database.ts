import pg from "pg";
import { closeDb, type Db, openDb } from "../../lib/db/client";
import { env } from "../../lib/env";
import { migrateTo } from "../migrate-to";
import { startPg, stopPg } from "../pg.mjs";

/** A migrated database of its own, with a policy and mappings, dropped at the end. */
export async function openBenchDatabase(): Promise<{ db: Db; close(): Promise<void> }> {
  const opened = await openEmptyDatabase();
  await addEstate(opened.db);
  return opened;
}

/** A migrated database of its own, dropped at the end. */
export async function openEmptyDatabase(): Promise<{ db: Db; close(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  const server = given ? { url: given, started: false } : await startPg();
  const name = `waybill_bench_${process.pid}`;
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  migrateTo(url, env.root);
  // The threads open the database by it.
  process.env.DATABASE_URL = url;
  const db = openDb(url, 6);
  return {
    db,
    async close() {
      await closeDb(db);
      if (given) process.env.DATABASE_URL = given;
      else delete process.env.DATABASE_URL;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await client.end();
      if (server.started) await stopPg();
    },
  };
}

/** Whose the callers of the bench's lines are, and what they may. */
export async function addEstate(db: Db): Promise<void> {
  await db.prisma.policyVersion.create({ data: { version: 1, publishedAt: new Date(0), publishedBy: "bench", yaml: policy() } });
  await db.prisma.workloadMapping.createMany({
    data: Array.from({ length: 12 }, (_, i) => ({
      by: "cidr",
      value: `10.${i}.0.0/16`,
      service: `service-${i}`,
      environment: ["production", "staging"][i % 2]!,
      team: `team-${i % 4}`,
    })),
  });
}

/** 200 rules, of the kinds that people write. */
export function policy(): string {
  const rules = Array.from({ length: 200 }, (_, i) =>
    [
      `  - id: rule-${i}`,
      `    from: { service: service-${i % 12} }`,
      `    to: ${i % 10 === 0 ? `{ cidr: 203.0.113.${(i % 16) * 16}/28, port: 443 }` : `{ host: ${i % 7 === 0 ? "'*." : "host-"}${i}.vendor.example${i % 7 === 0 ? "'" : ""}, port: 443, protocol: tcp }`}`,
      `    owner: team-${i % 4}`,
      "    reason: bench",
      "    review: 90d",
    ].join("\n"),
  );
  return `version: 1\nunlisted: deny\nrules:\n${rules.join("\n")}\n`;
}
