import { sql } from "kysely";
import { lagQuantile } from "../../model/lag-histogram";
import type { Db } from "../client";
import { readLags } from "../source-health";

export interface SourceRow {
  name: string;
  sample: boolean;
  service: string | null;
  environment: string | null;
  team: string | null;
  silentAfterMs: number;
  createdAt: number;
  /** Last record, or for a real source its last delivery: an old file that was sent just now is no silence. */
  heardAt: number | null;
  /** Longest time between hours with records in the four weeks before the last one; null where they are fewer than two weeks. */
  longestSilenceMs: number | null;
  /** 95 % of its records arrive within this. */
  lagMs: number | null;
  /** Received in the period, and of that still in quarantine; null for sample sources. */
  lines: number | null;
  rejected: number | null;
  /** Where the sample estate ends: its sources are silent only inside their own period. */
  sampleUntil: number | null;
}

const FOUR_WEEKS = 28 * 86_400_000;

/** Sources that should be sending. */
export async function listSourceStates(db: Db, period: { since: number; until: number }): Promise<SourceRow[]> {
  const lags = await readLags(db, new Date(period.until - FOUR_WEEKS));
  const { rows } = await sql<SourceRow & { id: number }>`
    select s.id, s.name, s.sample, s.tags->>'service' as service, s.tags->>'environment' as environment, s.tags->>'team' as team,
      s.silent_after * 60000::float8 as "silentAfterMs", (extract(epoch from s.created_at) * 1000)::float8 as "createdAt",
      (extract(epoch from case when s.sample then s.last_record_at
        else greatest(s.last_record_at, (select max(i.received_at) from import i where i.source_id = s.id and i.replay_of is null)) end) * 1000)::float8 as "heardAt",
      (extract(epoch from (select max(last_record_at) from source where sample)) * 1000)::float8 as "sampleUntil",
      case when h.first < s.last_record_at - interval '14 days' then (extract(epoch from h.longest) * 1000)::float8 end as "longestSilenceMs",
      case when not s.sample then r.lines::float8 end as lines, case when not s.sample then r.rejected::float8 end as rejected
    from source s
    left join lateral (
      select min(hour) as first, max(pause) as longest from (
        select hour, hour - lag(hour) over (order by hour) as pause from source_hour
        where source_id = s.id and hour > s.last_record_at - interval '28 days') hours) h on true
    left join lateral (
      select sum(i.lines) as lines, sum(i.rejected - coalesce((select sum(a.lines) from import a where a.source_id = s.id and a.replay_of = i.id), 0)) as rejected
      from import i where i.source_id = s.id and i.replay_of is null and i.received_at >= ${new Date(period.since)} and i.received_at < ${new Date(period.until)}) r on true
    where s.disabled_at is null order by s.name`.execute(db.sql);
  return rows.map(({ id, ...row }) => ({ ...row, lagMs: lagQuantile(lags.get(id) ?? [], 0.95) ?? null }));
}
