import { sql } from "kysely";
import type { Db } from "./client";
import { attemptsAllowed } from "./outbox";

/** A webhook and how its messages fare. */
export interface WebhookState {
  id: number;
  name: string;
  /** Its path is often a secret: for those who may change it only. */
  url: string;
  disabledAt: Date | null;
  sentAt: Date | null;
  /** Messages that are tried again. */
  waiting: number;
  /** Dead letters: given up. */
  dead: number;
  /** What went wrong last, of those not sent. */
  error: string | null;
}

/** By name. */
export async function listWebhooks(db: Db): Promise<WebhookState[]> {
  const { rows } = await sql<WebhookState>`
    select w.id, w.name, w.url, w.disabled_at as "disabledAt", max(o.sent_at) as "sentAt",
      count(*) filter (where o.id is not null and o.sent_at is null and o.attempts < ${attemptsAllowed})::int as waiting,
      count(*) filter (where o.sent_at is null and o.attempts >= ${attemptsAllowed})::int as dead,
      (array_agg(o.error order by o.id desc) filter (where o.sent_at is null and o.error is not null))[1] as error
    from webhook w left join outbox o on o.webhook_id = w.id
    group by w.id order by w.name`.execute(db.sql);
  return rows;
}
