import type pg from "pg";

const HOUR = 3_600_000;

/** Names that came late: records of these hours that are already there are settled again, in whole hours and once. */
export async function enqueueSettle(client: pg.ClientBase, from: number, to: number): Promise<void> {
  const since = new Date(Math.floor(from / HOUR) * HOUR);
  const until = new Date(Math.ceil((to + 1) / HOUR) * HOUR);
  const { rowCount } = await client.query(
    "select 1 from traffic_hour where hour >= $1 and hour < $2 and kind in ('request', 'connection', 'handshake') limit 1",
    [since, until],
  );
  if (rowCount === 0) return;
  await client.query(
    `insert into task (kind, input, unique_key)
     values ('settle', jsonb_build_object('since', $1::timestamptz, 'until', $2::timestamptz), 'settle:' || $1::timestamptz || ':' || $2::timestamptz)
     on conflict (unique_key) where done_at is null and leased_until is null do nothing`,
    [since, until],
  );
}
