import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import type { FoundRecord } from "../db/found-record";
import { writeJournal } from "../db/journal";
import { findRawLine, type RawLine } from "../db/raw-block";
import { findObservations, findRecord, type RecordDetail } from "../db/record";
import { Problem } from "../model/problem";
import { type Actor, guard, may } from "../model/role";
import { parseRecordKey } from "../query/record-id";
import { type RecordReason, reasonOf } from "./record-reason";

/** All there is to say of one record, without its line. */
export interface ReadRecord {
  record: Omit<RecordDetail, "policy"> & { policy: { version: number; publishedAt: number } | null };
  reason: RecordReason;
  observations: FoundRecord[];
  raw: RawAccess;
  /** It is another team's: that it was read is in the journal. */
  journaled: boolean;
}

/** `journaled`: it is another team's, so reading its line is written down. */
export type RawAccess = "open" | "journaled" | "denied";

async function getRecord(db: Db, actor: Actor, id: string): Promise<RecordDetail> {
  const key = parseRecordKey(id);
  const record = key && (await findRecord(db, scopeOf(actor), key));
  if (!record)
    throw new Problem("not-found", "There is no such record, or it is not among your teams' records, or its retention has ended.");
  return record;
}

/** A record without a team is nobody's own. */
const isOwn = (actor: Actor, { facts }: RecordDetail): boolean => typeof facts.team === "string" && actor.teams.includes(facts.team);

const rawAccess = (actor: Actor, record: RecordDetail): RawAccess =>
  !may(actor, "connection:read-raw") ? "denied" : isOwn(actor, record) ? "open" : "journaled";

/** What of another team's is read is written down before it is shown. */
async function journalReading(
  db: Db,
  actor: Actor,
  action: "connection.read" | "connection.read-raw",
  record: RecordDetail,
): Promise<void> {
  if (isOwn(actor, record)) return;
  const after = { source: record.source.name, import: record.import.id, line: record.line, team: record.facts.team ?? null };
  await db.prisma.$transaction((tx) => writeJournal(tx, actor, { action, subject: `connection:${record.id}`, after }));
}

/** Another team's is journaled. @throws {Problem} not-found for what is not there and for what is not in scope alike. */
export async function readRecord(db: Db, actor: Actor, id: string): Promise<ReadRecord> {
  guard(actor, "connection:read");
  const record = await getRecord(db, actor, id);
  const observations = await findObservations(db, scopeOf(actor), record);
  await journalReading(db, actor, "connection.read", record);
  const { policy } = record;
  return {
    record: { ...record, policy: policy && { version: policy.version, publishedAt: policy.publishedAt } },
    reason: reasonOf(record),
    observations,
    raw: rawAccess(actor, record),
    journaled: !isOwn(actor, record),
  };
}

/** The line a record was read from, as it rests. Another team's is journaled. */
export async function readRawLine(db: Db, actor: Actor, id: string): Promise<RawLine | undefined> {
  guard(actor, "connection:read-raw");
  const record = await getRecord(db, actor, id);
  await journalReading(db, actor, "connection.read-raw", record);
  return findRawLine(db, record.import.id, record.line);
}
