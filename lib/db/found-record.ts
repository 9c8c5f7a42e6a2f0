import { type RawBuilder, sql } from "kysely";
import { type FieldId, fieldIds } from "../query/fields";
import type { Facts } from "../query/predicate";
import { printRecordKey, type RecordKey } from "../query/record-id";
import { columns, type Joined, joinSql } from "./condition";

/** A record as a list shows it. What the log did not say is absent. */
export interface FoundRecord {
  /** As in links (query/record-id). */
  id: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** Activities it stands for. */
  count: number;
  facts: Facts;
}

type Stored = Exclude<FieldId, "dst">;
const stored = fieldIds.filter((f): f is Stored => f !== "dst");

// int8 comes as text and inet with its length unless told otherwise.
const numbers: readonly FieldId[] = ["asn", "bytes", "bytes_out", "bytes_in"];
const addresses: readonly FieldId[] = ["src", "ip"];

const selected = (f: Stored): RawBuilder<unknown> => {
  const x = columns[f].sql;
  const shown = numbers.includes(f) ? sql`(${x})::float8` : addresses.includes(f) ? sql`host(${x})` : x;
  return sql`${shown} as ${sql.ref(`f_${f}`)}`;
};

const everyJoin = joinSql(new Set<Joined>(["w", "k", "s", "j", "p", "e", "t", "a", "r", "i"]));

/** Columns of `foundRow`, over records `c` and all that they point to. */
export const foundColumns = sql`c.workload_id::text as workload_id, c.time, c.import_id, c.line, c.part, c.count, ${sql.join(stored.map(selected))}`;
export const foundJoins = everyJoin;

export interface FoundRow {
  workload_id: string;
  time: Date;
  import_id: number;
  line: number;
  part: number;
  count: number;
  [fact: `f_${string}`]: string | number | boolean | null;
}

export const keyOf = (row: FoundRow): RecordKey => ({
  workload: row.workload_id,
  time: row.time.getTime(),
  import: row.import_id,
  line: row.line,
  part: row.part,
});

export function foundRecord(row: FoundRow): FoundRecord {
  const facts: Record<string, string | number | boolean> = {};
  for (const f of stored) {
    const value = row[`f_${f}`];
    if (value !== null && value !== undefined) facts[f] = value;
  }
  return { id: printRecordKey(keyOf(row)), time: row.time.getTime(), count: row.count, facts };
}
