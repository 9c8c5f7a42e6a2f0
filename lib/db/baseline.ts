import type { Db } from "./client";
import type { Tx } from "./journal";

/** What a rule has learned of a subject, by bucket. */
export interface BaselineRow {
  rule: string;
  /** The finding's subject and the source it was learned from. */
  subject: string;
  bucket: number;
  median: number;
  mad: number;
  mean: number;
  deviation: number;
  samples: number;
  /** Learned from windows before this only. */
  until: Date;
}

export async function saveBaselines(tx: Tx, rows: readonly BaselineRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 2000) {
    const slice = rows.slice(i, i + 2000).map((r) => ({ ...r, until: r.until.toISOString() }));
    await tx.$executeRaw`
      insert into baseline (rule, subject, bucket, median, mad, mean, deviation, samples, until)
      select rule, subject, bucket, median, mad, mean, deviation, samples, until
      from jsonb_to_recordset(${JSON.stringify(slice)}::jsonb)
        as r(rule text, subject text, bucket int, median float8, mad float8, mean float8, deviation float8, samples int, until timestamptz)
      on conflict (rule, subject, bucket) do update set median = excluded.median, mad = excluded.mad, mean = excluded.mean,
        deviation = excluded.deviation, samples = excluded.samples, until = excluded.until
      where baseline.until <= excluded.until`;
  }
}

/** What was learned for a finding: every source and bucket of it. */
export async function listBaselines(db: Db, rule: string, subject: string): Promise<BaselineRow[]> {
  return db.prisma.baseline.findMany({
    where: { rule, OR: [{ subject }, { subject: { startsWith: `${subject} · ` } }] },
    orderBy: [{ subject: "asc" }, { bucket: "asc" }],
  });
}
