import { sql } from "kysely";
import type { MappingKind } from "../enrich/workload";
import type { Db } from "./client";
import type { WorkloadMapping } from "./generated/prisma/client";
import type { Tx } from "./journal";

export interface Mapping extends WorkloadMapping {
  by: MappingKind;
}

export const listMappings = (db: Db): Promise<Mapping[]> =>
  db.prisma.workloadMapping.findMany({ orderBy: [{ priority: "asc" }, { by: "asc" }, { value: "asc" }] }) as Promise<Mapping[]>;

export const findMapping = (tx: Tx, id: number): Promise<Mapping | null> =>
  tx.workloadMapping.findUnique({ where: { id } }) as Promise<Mapping | null>;

export type MappingDraft = Pick<Mapping, "by" | "value" | "service" | "environment" | "team" | "priority">;

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

/** Provisional workloads with traffic in the period, the busiest first; `total` counts those left out as well. */
export async function listUnmapped(db: Db, period: { from: Date; to: Date }, limit: number): Promise<{ rows: Unmapped[]; total: number }> {
  const { rows } = await sql<Unmapped & { total: number }>`
    select w.id::text as "workloadId", w.service as name, sum(h.count)::float8 as connections, sum(h.bytes_out)::float8 as "bytesOut",
      count(distinct coalesce(k.host, host(k.ip)))::int as destinations, max(h.last_seen) as "lastSeen", w.sample,
      count(*) over ()::int as total
    from traffic_hour h
    join workload w on w.id = h.workload_id and w.provisional
    join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
    where h.hour >= ${period.from}::timestamptz and h.hour < ${period.to}::timestamptz and h.verdict <> 'unjudged'
    group by w.id
    order by connections desc, w.id
    limit ${limit}`.execute(db.sql);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
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
