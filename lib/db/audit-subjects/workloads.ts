import { sql } from "kysely";
import type { Db } from "../client";

export interface AuditedWorkload {
  id: string;
  service: string;
  environment: string | null;
  team: string | null;
  sample: boolean;
  provisional: boolean;
}

/** Workloads with traffic in the half-open period. */
export async function listAuditedWorkloads(db: Db, from: Date, to: Date): Promise<AuditedWorkload[]> {
  const { rows } = await sql<AuditedWorkload>`
    select w.id::text, w.service, w.environment, w.team, w.sample, w.provisional
    from workload w
    where w.id in (select h.workload_id from traffic_hour h where h.hour >= ${from} and h.hour < ${to})
    order by w.id`.execute(db.sql);
  return rows;
}
