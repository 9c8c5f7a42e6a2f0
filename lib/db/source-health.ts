import { sql } from "kysely";
import { LAG_BUCKETS, lagQuantile } from "../model/lag-histogram";
import type { Db } from "./client";

/** What a list of sources shows of each. Rates and shares are of the last day; times are of records unless said. */
export interface SourceHealth {
  id: number;
  name: string;
  format: string;
  sample: boolean;
  keepQueries: boolean;
  keepUsers: boolean;
  disabledAt: Date | null;
  lastRecordAt: Date | null;
  lastReceivedAt: Date | null;
  /** Between the newest record's time and its arrival, at the last delivery. */
  lagMs: number | null;
  /** How long records take to arrive, of the newest deliveries of the last day. */
  lag: { p50: number; p95: number } | null;
  /** Connections recorded in the last day, per hour. */
  perHour: number;
  /** The same hour by hour, oldest first; null where nothing is known of the hour. */
  lastDay: (number | null)[];
  /** Received in the last hour. */
  linesPerMinute: number;
  recordsPerMinute: number;
  /** One in so many is logged, 0 for a share that is not known: as the log says, else as the source's owner does. Counts are lower bounds then. */
  sampling: number | null;
  lines: number;
  rejected: number;
  status: SourceStatus;
}

export const sourceStatuses = ["disabled", "waiting", "silent", "rejecting", "receiving"] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

/** Above this share of a day's lines a source is said to be rejecting. */
const rejectingShare = 0.05;
const dayMs = 86_400_000;

/** Deliveries that say how long records take now. */
const recentDeliveries = 200;
const hourMs = 3_600_000;

/** By name. A sample source is held against the end of the sample, not against today: it ends when it ends. */
export async function listSources(db: Db, now = new Date()): Promise<SourceHealth[]> {
  const [{ rows }, hours, lags] = await Promise.all([
    readStates(db, now),
    readHours(db, now),
    readLags(db, new Date(now.getTime() - dayMs)),
  ]);
  return rows.map(({ silentAfter, until, ownSampling, ...row }) => {
    const counts = lags.get(row.id);
    const first = Math.floor(until.getTime() / hourMs) * hourMs - 23 * hourMs;
    const told = hours.get(row.id);
    const lastDay = Array.from({ length: 24 }, (_, i) => told?.get(first + i * hourMs) ?? null);
    return {
      ...row,
      perHour: lastDay.reduce<number>((sum, n) => sum + (n ?? 0), 0) / 24,
      lastDay,
      lagMs: row.sample || row.lagMs === null ? null : Math.max(0, row.lagMs),
      lag: row.sample || !counts ? null : { p50: lagQuantile(counts, 0.5) ?? 0, p95: lagQuantile(counts, 0.95) ?? 0 },
      sampling: row.sampling || ownSampling || row.sampling,
      status: statusOf({ ...row, silentAfter, until }),
    };
  });
}

const readStates = (db: Db, now: Date) =>
  sql<Row>`
  with clock as (
    select s.id, case when s.sample then (select coalesce(max(last_record_at), ${now}::timestamptz) from source where sample) else ${now}::timestamptz end as until
    from source s
  )
  select s.id, s.name, s.format, s.sample, s.keep_queries as "keepQueries", s.keep_users as "keepUsers", s.disabled_at as "disabledAt", s.last_record_at as "lastRecordAt",
    s.silent_after as "silentAfter", s.sampling as "ownSampling", c.until, last.received_at as "lastReceivedAt",
    (extract(epoch from told.received_at - told.last_time) * 1000)::float8 as "lagMs",
    coalesce(day.lines, 0)::float8 as lines, coalesce(day.rejected, 0)::float8 as rejected, day.sampling,
    coalesce(day.lines_now, 0)::float8 / 60 as "linesPerMinute", coalesce(day.records_now, 0)::float8 / 60 as "recordsPerMinute"
  from source s
  join clock c on c.id = s.id
  left join lateral (
    select i.received_at from import i where i.source_id = s.id and i.replay_of is null order by i.received_at desc limit 1) last on true
  left join lateral (
    select i.received_at, i.last_time from import i where i.source_id = s.id and i.replay_of is null and i.last_time is not null
    order by i.received_at desc limit 1) told on true
  left join lateral (
    select sum(i.lines) as lines, sum(i.rejected) as rejected, max(i.sampling) as sampling,
      sum(i.lines) filter (where i.received_at > ${now}::timestamptz - interval '1 hour') as lines_now,
      sum(i.connections) filter (where i.received_at > ${now}::timestamptz - interval '1 hour') as records_now
    from import i where i.source_id = s.id and i.replay_of is null and i.received_at > ${now}::timestamptz - interval '1 day') day on true
  order by s.sample, s.name`.execute(db.sql);

/** Connections of the last day by hour, of every source; an hour that nothing is known of is not there. */
async function readHours(db: Db, now: Date): Promise<Map<number, Map<number, number>>> {
  const { rows } = await sql<{ id: number; hour: number; connections: number }>`
    select h.source_id as id, (extract(epoch from h.hour) * 1000)::float8 as hour, h.connections::float8 as connections
    from source_hour h join source s on s.id = h.source_id
    cross join lateral (select case when s.sample then (select coalesce(max(last_record_at), ${now}::timestamptz) from source where sample)
      else ${now}::timestamptz end as until) c
    where h.hour > c.until - interval '25 hours' and h.hour <= c.until`.execute(db.sql);
  const found = new Map<number, Map<number, number>>();
  for (const { id, hour, connections } of rows) found.set(id, (found.get(id) ?? new Map<number, number>()).set(hour, connections));
  return found;
}

/** Counts of the lag histogram over the newest deliveries since a moment. */
export async function readLags(db: Db, since: Date): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ id: number; bucket: number; n: number }>`
    select s.id, l.bucket::int as bucket, sum(l.n)::float8 as n
    from source s
    cross join lateral (select lag from import i where i.source_id = s.id and i.replay_of is null
      and i.received_at > ${since}::timestamptz order by i.received_at desc limit ${recentDeliveries}) i
    cross join lateral unnest(i.lag) with ordinality as l (n, bucket)
    where not s.sample group by 1, 2`.execute(db.sql);
  const found = new Map<number, number[]>();
  for (const { id, bucket, n } of rows) {
    const counts = found.get(id) ?? new Array<number>(LAG_BUCKETS).fill(0);
    counts[bucket - 1] = n;
    found.set(id, counts);
  }
  return found;
}

interface Row extends Omit<SourceHealth, "status" | "lag" | "perHour" | "lastDay"> {
  silentAfter: number;
  ownSampling: number | null;
  until: Date;
}

function statusOf(
  row: Pick<Row, "sample" | "disabledAt" | "lastRecordAt" | "lastReceivedAt" | "lines" | "rejected" | "silentAfter" | "until">,
): SourceStatus {
  if (row.disabledAt) return "disabled";
  if (!row.lastReceivedAt) return "waiting";
  if (row.lines > 0 && row.rejected / row.lines > rejectingShare) return "rejecting";
  // An old file sent just now is no silence; the sample was sent all at once, so only its records' times speak.
  const heard = Math.max(row.lastRecordAt?.getTime() ?? 0, row.sample ? 0 : row.lastReceivedAt.getTime());
  return row.until.getTime() - heard > Math.min(row.silentAfter * 60_000, 400 * dayMs) ? "silent" : "receiving";
}

/** Names of sources that log a sample, as their newest batch or their owner says. */
export async function listSampledSources(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.name from source s where s.disabled_at is null and s.first_record_at is not null and (s.sampling > 1
      or (select i.sampling is not null from import i where i.source_id = s.id and i.replay_of is null order by i.received_at desc limit 1))
    order by s.name`.execute(db.sql);
  return rows.map((r) => r.name);
}
