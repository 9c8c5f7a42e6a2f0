import type { Db } from "./client";
import type { Retention } from "./setting";

/** Resolver answers name addresses for as long as connections may still come (store: two days). */
const DNS_DAYS = 2;
const DAY = 86_400_000;

interface Partition {
  parent: string;
  child: string;
  /** Exclusive end of the partition. */
  until: Date;
}

async function listPartitions(db: Db): Promise<Partition[]> {
  const { rows } = await db.pool.query<{ parent: string; child: string; bound: string }>(
    `select p.relname as parent, c.relname as child, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname in ('connection', 'raw_block', 'traffic_hour', 'run_endpoint', 'dns_answer') and p.relkind = 'p'`,
  );
  return rows.flatMap(({ parent, child, bound }) => {
    const until = /TO \('([^']+)'\)/.exec(bound)?.[1];
    return until
      ? [
          {
            parent,
            child,
            until: new Date(until.includes(":") ? until.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00") : `${until}T00:00:00Z`),
          },
        ]
      : [];
  });
}

/**
 * Drops whole partitions that are past their days, and what hung on them: rejects of imports that have no record left,
 * receipts of imports that have no roll-up left. Records, their lines and roll-ups are never deleted row by row.
 */
export async function applyRetention(db: Db, keep: Retention, now: Date): Promise<string[]> {
  const recordsFrom = now.getTime() - keep.recordDays * DAY;
  const rollUpsFrom = now.getTime() - keep.rollupDays * DAY;
  const limits: Record<string, number> = {
    connection: recordsFrom,
    raw_block: recordsFrom,
    traffic_hour: rollUpsFrom,
    run_endpoint: rollUpsFrom,
    dns_answer: now.getTime() - DNS_DAYS * DAY,
  };
  const dropped: string[] = [];
  for (const p of await listPartitions(db)) {
    if (p.until.getTime() > limits[p.parent]!) continue;
    // The name is one of ours, read from the catalogue; DROP takes no parameters.
    await db.pool.query(`drop table "${p.child.replaceAll('"', '""')}"`);
    dropped.push(p.child);
  }
  await db.pool.query("delete from source_hour where hour < $1", [new Date(rollUpsFrom)]);
  // What was read after all has no bytes left; that it was is told as long as the receipts are.
  await db.pool.query("delete from reject where replayed_in is null and import_id in (select id from import where received_at < $1)", [
    new Date(recordsFrom),
  ]);
  await db.pool.query("update import set context = null where context is not null and received_at < $1", [new Date(recordsFrom)]);
  await db.pool.query(
    `delete from import i where received_at < $1 and coalesce(last_time, received_at) < $1
       and not exists (select from import r where r.replay_of = i.id and r.received_at >= $1)`,
    [new Date(rollUpsFrom)],
  );
  return dropped;
}
