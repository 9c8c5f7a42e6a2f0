import { sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import { type CountedQuestion, countedHours, workloadCondition } from "./counted";
import type { Finding, Journal } from "./generated/prisma/client";

/** Every record of the period that is kept in the roll-ups, whatever its kind: nothing is counted once here. */
export async function countRecords(db: Db, scope: Scope, q: CountedQuestion): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(h.count), 0)::float8 as n from traffic_hour h join workload w on w.id = h.workload_id
    where h.hour >= ${new Date(q.period.from)} and h.hour < ${new Date(q.period.to)} and ${workloadCondition(scope, q)}`.execute(db.sql);
  return rows[0]?.n ?? 0;
}

/** Counted activities of one hour, by who, where to and outcome. */
export interface EvidenceHour {
  hour: Date;
  service: string;
  environment: string | null;
  team: string | null;
  destination: string | null;
  port: number | null;
  protocol: string | null;
  outcome: string;
  verdict: string;
  action: string;
  policyVersion: number;
  rule: string | null;
  kind: string;
  count: number;
  bytesOut: number;
  bytesIn: number;
  sample: boolean;
}

/** In order of time, a day of hours at a time: which kind counts is decided over the whole period. */
export async function* streamHours(db: Db, scope: Scope, q: CountedQuestion): AsyncGenerator<EvidenceHour[]> {
  const client = await db.pool.connect();
  try {
    const query = sql`
      select hour, service, environment, team, coalesce(host, ip) as destination, port, protocol, outcome, verdict, action,
        policy_version as "policyVersion", p.rule_id as rule, t.kind, sum(count)::float8 as count, sum(bytes_out)::float8 as "bytesOut",
        sum(bytes_in)::float8 as "bytesIn", t.sample
      from ${countedHours(scope, q)} t left join policy_rule p on p.version = t.policy_version and p.index = t.rule
      group by hour, service, environment, team, coalesce(host, ip), port, protocol, outcome, verdict, action, policy_version, p.rule_id, t.kind, t.sample
      order by hour, service, environment, destination, port, outcome`.compile(db.sql);
    await client.query("begin read only");
    await client.query(`declare evidence no scroll cursor for ${query.sql}`, [...query.parameters]);
    for (;;) {
      const { rows } = await client.query<EvidenceHour>("fetch 2000 from evidence");
      if (rows.length > 0) yield rows;
      if (rows.length < 2000) break;
    }
  } finally {
    // Ends the cursor as well when the reader went away.
    await client.query("rollback").catch(() => {});
    client.release();
  }
}

/** Findings whose evidence touches the period, oldest first. */
export async function listFindingsOf(db: Db, scope: Scope, period: { from: number; to: number }): Promise<Finding[]> {
  return db.prisma.finding.findMany({
    where: {
      lastSeen: { gte: new Date(period.from) },
      firstSeen: { lt: new Date(period.to) },
      ...(scope.teams === null ? {} : { team: { in: [...scope.teams] } }),
    },
    orderBy: [{ firstSeen: "asc" }, { id: "asc" }],
  });
}

/** Journal entries of a period, oldest first. */
export async function* streamJournal(db: Db, period: { from: number; to: number }, page = 1000): AsyncGenerator<Journal[]> {
  let after = 0n;
  for (;;) {
    const entries = await db.prisma.journal.findMany({
      where: { id: { gt: after }, at: { gte: new Date(period.from), lt: new Date(period.to) } },
      orderBy: { id: "asc" },
      take: page,
    });
    if (entries.length > 0) yield entries;
    if (entries.length < page) return;
    after = entries.at(-1)!.id;
  }
}

/** Findings by status, with how many there are and the oldest. */
export async function countFindingsByStatus(
  db: Db,
  scope: Scope,
): Promise<{ status: string; severity: string; count: number; oldest: Date; unassigned: number; sample: boolean }[]> {
  const within = scope.teams === null ? sql`true` : sql`team = any(${[...scope.teams]}::text[])`;
  const { rows } = await sql<{ status: string; severity: string; count: number; oldest: Date; unassigned: number; sample: boolean }>`
    select status::text, severity::text, count(*)::float8 as count, min(first_seen) as oldest,
      (count(*) filter (where assignee is null))::float8 as unassigned, bool_or(sample) as sample
    from finding where ${within} group by status, severity order by status, severity desc`.execute(db.sql);
  return rows;
}
