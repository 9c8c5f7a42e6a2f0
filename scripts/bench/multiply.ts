import type { Db } from "../../lib/db/client";
import { connectionColumns } from "../../lib/db/connection";

const sums = [
  ...["count", "bytes_out", "bytes_in", "packets_out", "packets_in", "status_2xx", "status_3xx", "status_4xx", "status_5xx"],
  ...["retryable", "retries", "unanswered", "weak_tls", "duration_ms"],
];

/**
 * Makes so many records of each, as a bigger company with the same services has them: the same week, the same callers and
 * destinations, each called that much more often. The copies lie in the order of their time, as records arrive.
 */
export async function multiplyRecords(db: Db, times: number): Promise<void> {
  const { rows: days } = await db.pool.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'connection'::regclass order by 1",
  );
  const { rows: lines } = await db.pool.query<{ most: number }>("select max(line) as most from connection");
  const copied = connectionColumns.map((c) => (c === "line" ? `line + n * ${lines[0]!.most + 1}` : c));
  for (const { name } of days)
    await db.pool.query(
      `insert into ${name} (${connectionColumns.join(", ")}) select ${copied.join(", ")} from ${name}, generate_series(1, $1) n order by time`,
      [times - 1],
    );
  await db.pool.query(`update traffic_hour set ${sums.map((c) => `${c} = ${c} * $1`).join(", ")}`, [times]);
  // An update leaves as many dead rows as it found: a roll-up that grew record by record has none of them.
  await db.pool.query("vacuum full traffic_hour");
  await db.pool.query("vacuum analyze");
}
