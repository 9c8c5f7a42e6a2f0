import { sql } from "kysely";
import type { MappingKind } from "../enrich/workload";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import type { WorkloadMapping } from "./generated/prisma/client";

export interface Mapping extends WorkloadMapping {
  by: MappingKind;
}

export const listMappings = (db: Db): Promise<Mapping[]> =>
  db.prisma.workloadMapping.findMany({ orderBy: [{ priority: "asc" }, { by: "asc" }, { value: "asc" }] }) as Promise<Mapping[]>;

export interface Unmapped {
  workloadId: string;
  /** The provisional name: the caller's address or what the log called it. */
  name: string;
  connections: number;
  bytesOut: number;
  destinations: number;
  lastSeen: Date;
  sample: boolean;
}

interface UnmappedRow extends Unmapped {
  provisional: boolean;
  total: number;
  unmapped: number | null;
  all: number;
}

/**
 * Provisional workloads with traffic in the last days, the busiest first; `total` and `connections` count those left out as well.
 * A caller without a team is nobody's yet, so whoever may map sees it: how else would a team claim it?
 */
export async function listUnmapped(
  db: Db,
  scope: Scope,
  period: { now: Date; days: number },
  limit = 200,
): Promise<{ rows: Unmapped[]; total: number; connections: number; all: number }> {
  const { rows } = await sql<UnmappedRow>`
    with summed as (
      select h.workload_id, h.traffic_key_id, sum(h.count) as count, sum(h.bytes_out) as bytes_out, max(h.last_seen) as last_seen
      from traffic_hour h where h.hour >= ${period.now}::timestamptz - ${period.days}::int * interval '1 day' and h.verdict <> 'unjudged'
      group by 1, 2
    ), traffic as (
      select w.id, w.provisional, w.service as name, w.sample, sum(h.count)::float8 as connections, sum(h.bytes_out)::float8 as bytes_out,
        count(distinct coalesce(k.host, host(k.ip)))::int as destinations, max(h.last_seen) as last_seen
      from summed h
      join workload w on w.id = h.workload_id
      join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
      where ${scope.teams === null ? sql`true` : sql`(w.team = any(${[...scope.teams]}::text[]) or (w.provisional and w.team is null))`}
      group by w.id
    )
    select id::text as "workloadId", name, connections, bytes_out as "bytesOut", destinations, last_seen as "lastSeen", sample,
      (count(*) filter (where provisional) over ())::int as total, (sum(connections) filter (where provisional) over ())::float8 as unmapped,
      (sum(connections) over ())::float8 as "all", provisional
    from traffic
    order by provisional desc, connections desc, id
    limit ${limit}`.execute(db.sql);
  const [first] = rows;
  return {
    rows: rows.flatMap(({ workloadId, name, connections, bytesOut, destinations, lastSeen, sample, provisional }) =>
      provisional ? [{ workloadId, name, connections, bytesOut, destinations, lastSeen, sample }] : [],
    ),
    total: first?.total ?? 0,
    connections: first?.unmapped ?? 0,
    all: first?.all ?? 0,
  };
}

/** Names in use, to choose from. */
export async function listWorkloadNames(db: Db): Promise<{ services: string[]; environments: string[]; teams: string[] }> {
  const { rows } = await sql<{ services: string[]; environments: string[]; teams: string[] }>`
    select coalesce(array_agg(distinct service order by service), '{}') as services,
      coalesce(array_agg(distinct environment order by environment) filter (where environment is not null), '{}') as environments,
      coalesce(array_agg(distinct team order by team) filter (where team is not null), '{}') as teams
    from (
      select service, environment, team from workload where not provisional
      union all select service, environment, team from workload_mapping
    ) named`.execute(db.sql);
  return rows[0] ?? { services: [], environments: [], teams: [] };
}

/** Teams a person can be given: those of workloads, mappings and people. */
export async function listTeams(db: Db): Promise<string[]> {
  const { rows } = await sql<{ team: string }>`
    select distinct team from (
      select team from workload where team is not null
      union select team from workload_mapping where team is not null
      union select unnest(teams) from person
    ) t where team <> '*' order by team`.execute(db.sql);
  return rows.map((row) => row.team);
}

/** How the journal names a mapping. */
export const mappingSubject = (mapping: { by: string; value: string }): string => `mapping:${mapping.by}:${mapping.value}`;

/** Whether stored records are still being attributed again after a change. */
export const isRejudging = async (db: Db): Promise<boolean> =>
  (await db.prisma.task.findFirst({ where: { kind: "rejudge", doneAt: null }, select: { id: true } })) !== null;
