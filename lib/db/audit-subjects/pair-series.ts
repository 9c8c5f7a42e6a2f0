import { sql } from "kysely";
import type { ObservationKind } from "../../model/connection";
import type { Db } from "../client";

/** Hours with traffic of a pair as one source saw it, ascending; the arrays are parallel. */
export interface PairSeries {
  workloadId: string;
  host: string | null;
  ip: string | null;
  source: string;
  kind: ObservationKind;
  /** Hours since the epoch. */
  hours: number[];
  count: number[];
  left: number[];
  blocked: number[];
  retries: number[];
  retryable: number[];
  statuses: number[];
  bytesOut: number[];
  bytesIn: number[];
  /** Milliseconds since the epoch. */
  firstSeen: number[];
  lastSeen: number[];
}

const left = sql`h.outcome in ('conforming', 'reported', 'violation', 'unexplained')`;
const hourly = (column: string) => sql`array_agg(${sql.ref(column)} order by hour)`;

/** Judged outbound requests and connections of the workloads, by destination, source and hour. */
export async function listPairSeries(db: Db, workloadIds: readonly string[], from: Date, to: Date): Promise<PairSeries[]> {
  const { rows } = await sql<PairSeries>`
    select t.workload_id::text as "workloadId", t.host, t.ip, coalesce(s.name, '#' || t.source_id) as source, t.kind,
      ${hourly("hour")} as hours, ${hourly("n")} as count, ${hourly("n_left")} as "left", ${hourly("blocked")} as blocked,
      ${hourly("retries")} as retries, ${hourly("retryable")} as retryable, ${hourly("statuses")} as statuses,
      ${hourly("bytes_out")} as "bytesOut", ${hourly("bytes_in")} as "bytesIn",
      ${hourly("first_seen")} as "firstSeen", ${hourly("last_seen")} as "lastSeen"
    from (
      select h.workload_id, k.host, case when k.host is null then host(k.ip) end as ip, k.source_id, k.kind,
        (extract(epoch from h.hour) / 3600)::float8 as hour, sum(h.count)::float8 as n,
        coalesce(sum(h.count) filter (where ${left}), 0)::float8 as n_left,
        coalesce(sum(h.count) filter (where h.outcome = 'blocked'), 0)::float8 as blocked,
        sum(h.retries)::float8 as retries, sum(h.retryable)::float8 as retryable,
        sum(h.status_2xx + h.status_3xx + h.status_4xx + h.status_5xx)::float8 as statuses,
        coalesce(sum(h.bytes_out) filter (where ${left}), 0)::float8 as bytes_out,
        coalesce(sum(h.bytes_in) filter (where ${left}), 0)::float8 as bytes_in,
        (extract(epoch from min(h.first_seen)) * 1000)::float8 as first_seen, (extract(epoch from max(h.last_seen)) * 1000)::float8 as last_seen
      from traffic_hour h join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
      where h.workload_id = any(${[...workloadIds]}::int8[]) and h.hour >= ${from} and h.hour < ${to}
        and h.verdict <> 'unjudged' and h.kind in ('request', 'connection')
      group by 1, 2, 3, 4, 5, 6
    ) t left join source s on s.id = t.source_id
    group by 1, 2, 3, 4, 5`.execute(db.sql);
  return rows;
}

/** Deploys in the half-open period, ascending; `service` is null for one that concerns all. */
export async function listDeploys(db: Db, from: Date, to: Date): Promise<{ at: Date; label: string; service: string | null }[]> {
  return db.prisma.mark.findMany({
    where: { kind: "deploy", at: { gte: from, lt: to } },
    orderBy: { at: "asc" },
    select: { at: true, label: true, service: true },
  });
}
