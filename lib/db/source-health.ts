import { sql } from "kysely";
import type { Db } from "./client";

/** What a list of sources shows of each. Rates and shares are of the last day; times are of records unless said. */
export interface SourceHealth {
  id: number;
  name: string;
  format: string;
  sample: boolean;
  unmasked: boolean;
  disabledAt: Date | null;
  lastRecordAt: Date | null;
  lastReceivedAt: Date | null;
  /** Between the newest record's time and its arrival, at the last delivery. */
  lagMs: number | null;
  /** Connections recorded in the last day, per hour. */
  perHour: number;
  lines: number;
  rejected: number;
  status: SourceStatus;
}

export const sourceStatuses = ["disabled", "waiting", "silent", "rejecting", "receiving"] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

/** Above this share of a day's lines a source is said to be rejecting. */
const rejectingShare = 0.05;
const dayMs = 86_400_000;

/** By name. A sample source is held against the end of the sample, not against today: it ends when it ends. */
export async function listSources(db: Db, now = new Date()): Promise<SourceHealth[]> {
  const { rows } = await sql<Row>`
    with clock as (
      select s.id, case when s.sample then (select coalesce(max(last_record_at), ${now}::timestamptz) from source where sample) else ${now}::timestamptz end as until
      from source s
    ), day as (
      select k.source_id, sum(h.count)::float8 as connections
      from traffic_hour h
      join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
      join clock c on c.id = k.source_id
      where h.hour >= (select min(until) from clock) - interval '1 day' and h.hour >= c.until - interval '1 day' and h.hour < c.until
      group by k.source_id
    ), deliveries as (
      select i.source_id, max(i.received_at) as received,
        sum(i.lines) filter (where i.received_at > ${now}::timestamptz - interval '1 day')::float8 as lines,
        sum(i.rejected) filter (where i.received_at > ${now}::timestamptz - interval '1 day')::float8 as rejected
      from import i where i.replay_of is null group by i.source_id
    )
    select s.id, s.name, s.format, s.sample, s.unmasked, s.disabled_at as "disabledAt", s.last_record_at as "lastRecordAt",
      s.silent_after as "silentAfter", s.created_at as "createdAt", c.until, v.received as "lastReceivedAt",
      coalesce(d.connections, 0) / 24 as "perHour", coalesce(v.lines, 0) as lines, coalesce(v.rejected, 0) as rejected,
      (select (extract(epoch from i.received_at - i.last_time) * 1000)::float8 from import i
        where i.source_id = s.id and i.last_time is not null and i.replay_of is null order by i.id desc limit 1) as "lagMs"
    from source s
    join clock c on c.id = s.id
    left join day d on d.source_id = s.id
    left join deliveries v on v.source_id = s.id
    order by s.sample, s.name`.execute(db.sql);
  return rows.map(({ silentAfter, createdAt: _, until, ...row }) => ({
    ...row,
    lagMs: row.sample || row.lagMs === null ? null : Math.max(0, row.lagMs),
    status: statusOf({ ...row, silentAfter, until }),
  }));
}

interface Row extends Omit<SourceHealth, "status"> {
  silentAfter: number;
  createdAt: Date;
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
