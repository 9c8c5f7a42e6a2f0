import type { Db } from "../../lib/db/client";

/** What rests; people, sessions and what only the clock of the machine makes are not compared. */
const tables = [
  ...["connection", "traffic_key", "traffic_hour", "run_endpoint"],
  ...["workload", "endpoint", "tls_profile", "caller", "user_agent", "job", "run", "dns_answer"],
  ...["import", "raw_block", "reject", "finding", "baseline"],
];
/** By the clock, or with a nonce. */
const left = new Set(["created_at", "updated_at", "received_at", "sealed", "status_at", "duration_ms"]);

export interface Digest {
  rows: number;
  /** Of all values of all rows, whatever their order. */
  sum: string;
}

/** The content of each table in two figures. */
export async function digestTables(db: Db): Promise<Map<string, Digest>> {
  const out = new Map<string, Digest>();
  for (const table of tables) {
    const { rows: columns } = await db.pool.query<{ name: string }>(
      "select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
      [table],
    );
    const values = columns
      .filter((c) => !left.has(c.name) || (table === "connection" && c.name === "duration_ms"))
      .map((c) => textOf(c.name));
    const { rows } = await db.pool.query<Digest>(
      `select count(*)::int as rows, coalesce(sum(hashtextextended(concat_ws('|', ${values.join(", ")}), 0)::numeric), 0)::text as sum from ${table}`,
    );
    out.set(table, rows[0]!);
  }
  return out;
}

const textOf = (column: string): string => `coalesce("${column}"::text, '-')`;
