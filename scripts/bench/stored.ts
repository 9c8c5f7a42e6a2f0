import type { Db } from "../../lib/db/client";
import { limits } from "./limits";
import { atMost, type Sheet } from "./sheet";

/** Bytes a record, on disk and with indexes. */
export interface Stored {
  /** Masked lines, compressed. */
  lines: number;
  /** All tables but the masked lines. */
  others: number;
  /** Of these the records, and what is summed of them. */
  facts: number;
  rollUps: number;
}

const rollUps = ["traffic_key", "traffic_hour", "run_endpoint", "source_hour"];

/** Of every table, as a vacuum leaves it. */
export async function measureStored(db: Db, records: number): Promise<Stored> {
  await db.pool.query("vacuum analyze");
  const { rows } = await db.pool.query<{ name: string; bytes: number }>(
    `select coalesce(p.relname, c.relname) as name, sum(pg_total_relation_size(c.oid))::float8 as bytes
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1`,
  );
  const size = (of: (name: string) => boolean): number => rows.filter((r) => of(r.name)).reduce((sum, r) => sum + r.bytes, 0) / records;
  return {
    lines: size((name) => name === "raw_block"),
    others: size((name) => name !== "raw_block"),
    facts: size((name) => name === "connection"),
    rollUps: size((name) => rollUps.includes(name)),
  };
}

export function tellStored(sheet: Sheet, { lines, others, facts, rollUps }: Stored): void {
  sheet.line("bytes a record: all tables but the masked lines", others.toFixed(0), atMost(others, limits.storedBytes));
  sheet.line("bytes a record: of these the fact row", facts.toFixed(0));
  sheet.line("bytes a record: of these roll-ups", rollUps.toFixed(0));
  sheet.line("bytes a record: of these dimensions and all else", (others - facts - rollUps).toFixed(0));
  sheet.line("bytes a record: masked lines, compressed", lines.toFixed(0), atMost(lines, limits.lineBytes));
  sheet.line("bytes a record: together", (others + lines).toFixed(0));
}
