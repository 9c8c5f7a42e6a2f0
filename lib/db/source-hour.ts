import { type RawBuilder, sql } from "kysely";
import type pg from "pg";
import type { Scope } from "../model/scope";
import { everything, type Query } from "../query/ast";
import { sayingOnly } from "../query/edit";
import type { Db } from "./client";
import { all, type Joined, recordCondition } from "./condition";
import { scopeCondition } from "./search";

/** What a source told of an hour. */
export interface HourTold {
  /** Milliseconds since the epoch. */
  hour: number;
  connections: number;
  /** Windows without traffic, as the log says. */
  quiet: number;
  /** Windows of which records were lost, as the log says. */
  lost: number;
}

/** @param hours in order: two batches of one source must not wait for each other's rows crosswise. */
export async function writeSourceHours(client: pg.ClientBase, sourceId: number, hours: readonly HourTold[]): Promise<void> {
  if (hours.length === 0) return;
  await client.query(
    `insert into source_hour as s (source_id, hour, connections, quiet, lost)
     select $1, to_timestamp(t.hour / 1000), t.connections, t.quiet, t.lost from unnest($2::float8[], $3::int8[], $4::int8[], $5::int8[]) as t (hour, connections, quiet, lost)
     on conflict (source_id, hour) do update set connections = s.connections + excluded.connections, quiet = s.quiet + excluded.quiet, lost = s.lost + excluded.lost`,
    [sourceId, hours.map((h) => h.hour), hours.map((h) => h.connections), hours.map((h) => h.quiet), hours.map((h) => h.lost)],
  );
}

/** A source's hours of a period that it told something of, oldest first. */
export async function listSourceHours(db: Db, sourceId: number, from: number, to: number): Promise<HourTold[]> {
  const { rows } = await sql<HourTold>`
    select (extract(epoch from hour) * 1000)::float8 as hour, connections::float8 as connections, quiet::float8 as quiet, lost::float8 as lost
    from source_hour where source_id = ${sourceId} and hour >= ${new Date(from)} and hour < ${new Date(to)} order by 1`.execute(db.sql);
  return rows;
}

/** A source that sends, with what it told of a period. */
export interface ToldSource {
  id: number;
  name: string;
  sample: boolean;
  /** Its first hour of all, and the end of what can be asked of it: an old file that was sent once is not missed afterwards. */
  first: number;
  until: number;
  /** Hours since the epoch, ascending: told of at all, and with a loss. */
  hours: number[];
  lost: number[];
}

/** What a query says of who tells. Who was silent may have had what its other conditions ask for. */
const ofTellers = ["service", "environment", "team", "source", "sample"] as const;

/** Whose workloads a source must tell of; "" stands for those without a team or an environment. */
interface Told {
  team?: string | undefined;
  environment?: string | undefined;
  query?: Query;
  scope?: Scope;
  source?: number;
}

/**
 * Sources that ever brought a record, those of some workloads where such are asked for.
 *
 * @param now is when they are asked; a sample source is asked at the end of the sample.
 */
export async function listToldSources(
  db: Db,
  period: { from: number; to: number },
  now: number,
  { source, ...workloads }: Told = {},
): Promise<ToldSource[]> {
  const tells = tellerCondition(workloads);
  const { rows } = await sql<Omit<ToldSource, "until"> & { last: number; ends: boolean; sampleEnd: number | null }>`
    select s.id, s.name, s.sample, (extract(epoch from date_trunc('hour', s.first_record_at, 'UTC')) * 1000)::float8 as first,
      (extract(epoch from s.last_record_at) * 1000)::float8 as last,
      (extract(epoch from (select max(last_record_at) from source where sample)) * 1000)::float8 as "sampleEnd",
      not s.sample and (s.disabled_at is not null or not coalesce((select i.received_at - i.last_time < interval '1 day' from import i
        where i.source_id = s.id and i.replay_of is null and i.last_time is not null order by i.received_at desc limit 1), false)) as ends,
      coalesce(h.hours, '{}') as hours, coalesce(h.lost, '{}') as lost
    from source s
    left join lateral (
      select array_agg((extract(epoch from h.hour) / 3600)::int order by h.hour) as hours,
        array_agg((extract(epoch from h.hour) / 3600)::int order by h.hour) filter (where h.lost > 0) as lost
      from source_hour h where h.source_id = s.id and h.hour >= ${new Date(period.from)} and h.hour < ${new Date(period.to)}
    ) h on true
    where s.first_record_at is not null and (${source ?? null}::int is null or s.id = ${source ?? null}::int) and ${tells}
    order by s.name`.execute(db.sql);
  return rows.map(({ last, ends, sampleEnd, ...row }) => ({
    ...row,
    until: row.sample ? (sampleEnd ?? last) : ends ? last : now,
  }));
}

/** On sources (`s`). */
function tellerCondition({ team, environment, query = everything, scope = { teams: null } }: Omit<Told, "source">): RawBuilder<unknown> {
  const needed = new Set<Joined>();
  const parts = [...scopeCondition(scope, needed), recordCondition(sayingOnly(query, ofTellers), needed)];
  if (team !== undefined) parts.push(sql`coalesce(w.team, '') = ${team}`);
  if (environment !== undefined) parts.push(sql`coalesce(w.environment, '') = ${environment}`);
  return needed.has("w") || team !== undefined || environment !== undefined
    ? sql`exists (select from workload w join traffic_key k on k.workload_id = w.id where k.source_id = s.id and ${all(parts)})`
    : all(parts);
}
