import type { Db } from "../../db/client";
import type { SubjectKind, Subjects } from "../../model/audit-subject";

export interface AuditPeriod {
  /** Half-open, milliseconds since the epoch; `since` is a whole hour. */
  since: number;
  until: number;
}

/** Some subjects of one kind, and how much of them all has been told by then (0 to 1). */
export type Chunk = { [K in SubjectKind]: { kind: K; subjects: readonly Subjects[K][]; done: number } }[SubjectKind];

export type Assembler = (db: Db, period: AuditPeriod, wanted: ReadonlySet<SubjectKind>) => AsyncGenerator<Chunk>;

/** Workloads read at a time: bounds memory, and on a cluster each read stays with few shards. */
export const workloadsAtOnce = 20;

export function* slices<T>(all: readonly T[], size: number): Generator<{ slice: readonly T[]; done: number }> {
  for (let i = 0; i < all.length; i += size) yield { slice: all.slice(i, i + size), done: Math.min((i + size) / all.length, 1) };
}
