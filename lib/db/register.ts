import { sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import { type CountedQuestion, countedKeys } from "./counted";
import type { DataRegister, RecipientRegister } from "./generated/prisma/client";
import type { Tx } from "./journal";

export type DataEntry = DataRegister;
export type RecipientEntry = RecipientRegister;

/** By service, then environment ("" is every one). */
export const listDataEntries = (db: Db): Promise<DataEntry[]> =>
  db.prisma.dataRegister.findMany({ orderBy: [{ service: "asc" }, { environment: "asc" }] });

/** By host pattern. */
export const listRecipients = (db: Db): Promise<RecipientEntry[]> => db.prisma.recipientRegister.findMany({ orderBy: { host: "asc" } });

/** Traffic that left, by who sent it and where it went; one kind of observation a workload. */
export interface Leaving {
  service: string;
  environment: string | null;
  team: string | null;
  provisional: boolean;
  sample: boolean;
  host: string | null;
  domain: string | null;
  /** Set where no name is known. */
  ip: string | null;
  /** Approximate location, and where the network's operator is registered: two facts from two databases. */
  country: string | null;
  operatorCountry: string | null;
  bytesOut: number;
  count: number;
  /** Of records in the period. */
  firstSeen: Date;
  lastSeen: Date;
}

export async function listLeaving(db: Db, scope: Scope, q: CountedQuestion): Promise<Leaving[]> {
  const sums = sql`sum(h.bytes_out) as bytes_out, sum(h.count) as count, min(h.first_seen) as first_seen, max(h.last_seen) as last_seen`;
  const { rows } = await sql<Leaving>`
    select service, environment, team, provisional, sample, host, domain, case when host is null then ip end as ip,
      country, operator_country as "operatorCountry", sum(bytes_out)::float8 as "bytesOut", sum(count)::float8 as count,
      min(first_seen) as "firstSeen", max(last_seen) as "lastSeen"
    from ${countedKeys(scope, q, { outcome: sql`h.outcome` }, sums)} t
    where outcome in ('conforming', 'reported', 'violation', 'unexplained')
    group by service, environment, team, provisional, sample, host, domain, 8, country, operator_country`.execute(db.sql);
  return rows;
}

/** A row of an exported register: what one service sends to one recipient. Texts only, so that exports compare. */
export interface RegisterRow {
  service: string;
  environment: string;
  destination: string;
  classes: string;
  purpose: string;
  recipient: string;
  role: string;
  basis: string;
  validFrom: string;
  validUntil: string;
  countries: string;
  countriesFrom: string;
  document: string;
}

export interface RegisterExport {
  id: number;
  exportedAt: Date;
  exportedBy: string;
  rows: RegisterRow[];
}

export async function findLastExport(db: Db): Promise<RegisterExport | undefined> {
  const row = await db.prisma.registerExport.findFirst({ orderBy: { id: "desc" } });
  return row ? { ...row, rows: row.rows as unknown as RegisterRow[] } : undefined;
}

export async function insertExport(tx: Tx, exported: Omit<RegisterExport, "id">): Promise<number> {
  const { id } = await tx.registerExport.create({ data: { ...exported, rows: exported.rows as object[] } });
  return id;
}
