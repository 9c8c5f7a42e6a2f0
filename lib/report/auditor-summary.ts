import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { countRecords } from "../db/evidence";
import { listSourceBalances } from "../db/import-balance";
import { listJournal } from "../db/journal";
import { type Actor, guard } from "../model/role";
import { connectionsHref } from "../query/link";
import { readRulesInForce } from "./rules-in-force";
import type { Question } from "./view";

/** What the auditor's sentence is made of; each figure with the list behind it. */
export interface AuditorSummary {
  records: { count: number; href: string };
  imports: { count: number; lines: number; unbalanced: number };
  rules: number;
  overdue: number;
  lastEntry?: { at: number; by: string; action: string };
}

export async function getAuditorSummary(db: Db, actor: Actor, q: Question): Promise<AuditorSummary> {
  guard(actor, "auditor:view");
  const noted = q.noted ?? q.period;
  const [records, balances, rules, journal] = await Promise.all([
    countRecords(db, scopeOf(actor), q),
    listSourceBalances(db, noted),
    readRulesInForce(db, actor, q),
    listJournal(db, { to: new Date(noted.to) }, { limit: 1 }),
  ]);
  const [entry] = journal.entries;
  const sum = (of: (b: (typeof balances)[number]) => number) => balances.reduce((total, b) => total + of(b), 0);
  return {
    records: { count: records, href: connectionsHref("", q.period) },
    imports: { count: sum((b) => b.imports), lines: sum((b) => b.lines), unbalanced: sum((b) => b.unbalanced) },
    rules: rules.length,
    overdue: rules.filter((r) => r.isOverdue).length,
    ...(entry && { lastEntry: { at: entry.at.getTime(), by: entry.actorName, action: entry.action } }),
  };
}
