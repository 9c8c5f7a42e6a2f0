import type pg from "pg";

export interface DnsAnswerRow {
  client: string;
  address: string;
  /** Milliseconds since the epoch. */
  time: number;
  name: string;
  /** Seconds. */
  ttl: number;
  sourceId: number;
}

const SLICE = 2000;

/**
 * The same answer in two chunks or two batches is one row.
 *
 * @param received the import's moment: the table is partitioned and pruned by it, not by the answers' own time.
 */
export async function insertDnsAnswers(client: pg.ClientBase, received: number, rows: readonly DnsAnswerRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += SLICE) {
    const s = rows.slice(i, i + SLICE);
    await client.query(
      `insert into dns_answer (received, client, address, time, name, ttl, source_id)
       select $1::timestamptz, client, address, to_timestamp(ms / 1000), name, ttl, source_id
       from unnest($2::inet[], $3::inet[], $4::float8[], $5::text[], $6::int4[], $7::int4[]) as given (client, address, ms, name, ttl, source_id)
       on conflict do nothing`,
      [
        new Date(received),
        s.map((r) => r.client),
        s.map((r) => r.address),
        s.map((r) => r.time),
        s.map((r) => r.name.slice(0, 255).replaceAll("\0", "").toWellFormed()),
        s.map((r) => Math.min(Math.max(0, Math.round(r.ttl)), 2 ** 31 - 1)),
        s.map((r) => r.sourceId),
      ],
    );
  }
}

/** What clients were told about addresses between two moments, for pairs "client address". */
export async function findDnsAnswers(
  db: { query: pg.Pool["query"] },
  pairs: readonly (readonly [client: string, address: string])[],
  from: number,
  to: number,
): Promise<Map<string, { name: string; time: number; ttl: number }[]>> {
  const found = new Map<string, { name: string; time: number; ttl: number }[]>();
  if (pairs.length === 0) return found;
  const { rows } = await db.query<{ client: string; address: string; name: string; time: string; ttl: number }>(
    `select distinct host(a.client) as client, host(a.address) as address, a.name, (extract(epoch from a.time) * 1000)::float8 as time, a.ttl
     from unnest($1::inet[], $2::inet[]) as p (client, address) join dns_answer a on a.client = p.client and a.address = p.address
     where a.time >= $3 and a.time <= $4`,
    [pairs.map((p) => p[0]), pairs.map((p) => p[1]), new Date(from), new Date(to)],
  );
  for (const r of rows) {
    const key = `${r.client} ${r.address}`;
    const list = found.get(key);
    const answer = { name: r.name, time: Number(r.time), ttl: r.ttl };
    if (list) list.push(answer);
    else found.set(key, [answer]);
  }
  return found;
}

/** Whether any client's answers are known at all: most installations without resolver logs never ask further. */
export async function hasDnsAnswers(db: { query: pg.Pool["query"] }): Promise<boolean> {
  const { rows } = await db.query<{ some: boolean }>("select exists (select from dns_answer) as some");
  return rows[0]!.some;
}
