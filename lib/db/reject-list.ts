import { sql } from "kysely";
import type { Db } from "./client";

/** A unit that could not be read: where it stands, why, and its structure without its words. */
export interface ListedReject {
  importId: number;
  line: number;
  /** Bytes from the start of the decoded body. */
  offset: number;
  format: string;
  reason: string;
  masked: string;
  receivedAt: Date;
}

export interface RejectPlace {
  importId: number;
  line: number;
}

/** A source's rejected lines that wait in quarantine, the newest batch first, in the order of the batch; `after` is the place of the last one seen. */
export async function listRejects(
  db: Db,
  sourceId: number,
  page: { after?: RejectPlace; reason?: string; importId?: number; limit: number },
): Promise<{ rejects: ListedReject[]; next?: RejectPlace }> {
  const { after } = page;
  const { rows } = await sql<ListedReject>`
    select r.import_id as "importId", r.line, r."offset"::float8 as "offset", r.format, r.reason, r.masked, i.received_at as "receivedAt"
    from reject r join import i on i.id = r.import_id
    where i.source_id = ${sourceId} and r.replayed_in is null
      and (${page.importId ?? null}::int is null or r.import_id = ${page.importId ?? null}::int)
      and (${page.reason ?? null}::text is null or r.reason = ${page.reason ?? null}::text)
      and (${after?.importId ?? null}::int is null or r.import_id < ${after?.importId ?? null}::int
        or (r.import_id = ${after?.importId ?? null}::int and r.line > ${after?.line ?? null}::int))
    order by r.import_id desc, r.line
    limit ${page.limit + 1}`.execute(db.sql);
  const rejects = rows.slice(0, page.limit);
  const last = rejects.at(-1);
  return { rejects, next: rows.length > page.limit && last ? { importId: last.importId, line: last.line } : undefined };
}
