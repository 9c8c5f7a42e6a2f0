import { sql } from "kysely";
import type { Db } from "../client";

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
  /** Where the sample estate ends: its sources are silent only inside their own period. */
  sampleUntil: number | null;
}

/** Sources that should be sending. */
export async function listSourceStates(db: Db): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select s.name, s.sample, s.tags->>'service' as service, s.tags->>'environment' as environment, s.tags->>'team' as team,
      s.silent_after * 60000::float8 as "silentAfterMs", (extract(epoch from s.created_at) * 1000)::float8 as "createdAt",
      (extract(epoch from case when s.sample then s.last_record_at
        else greatest(s.last_record_at, (select max(i.received_at) from import i where i.source_id = s.id and i.replay_of is null)) end) * 1000)::float8 as "heardAt",
      (extract(epoch from (select max(last_record_at) from source where sample)) * 1000)::float8 as "sampleUntil"
    from source s where s.disabled_at is null order by s.name`.execute(db.sql);
  return rows;
}
