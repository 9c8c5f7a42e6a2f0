import { logMistake } from "../access/reference";
import { systemActor } from "../access/system";
import { type AuditRun, failAuditRun, finishAuditRun, type RuleCount, saveAuditProgress, startAuditRun } from "../db/audit-run";
import { saveBaselines } from "../db/baseline";
import type { Db } from "../db/client";
import { type Found, findingId, type SavedFindings, saveFindings } from "../db/finding";
import { type Tx, writeJournal } from "../db/journal";
import { enqueueMessage } from "../db/outbox";
import { findSetting } from "../db/setting";
import { env } from "../env";
import type { SubjectKind, Subjects } from "../model/audit-subject";
import { type AnyRule, type AuditRule, parametersOf } from "./rule";
import { rules } from "./rules/index";
import { assemble } from "./subjects/index";
import { Tally } from "./tally";

export interface AuditOutcome {
  counts: Record<string, RuleCount>;
  found: Found[];
  opened: string[];
  reopened: string[];
}

/**
 * Runs a requested audit: judges every subject of the period, and writes counts, findings, baselines and messages in one
 * transaction. Running it again changes nothing but how often it was seen.
 *
 * @param report is told the share that is done, 0 to 1.
 * @returns undefined when the run is over already, or when it failed (then the run says so).
 */
export async function runAudit(
  db: Db,
  id: string,
  report: (done: number) => void = () => {},
  signal?: AbortSignal,
): Promise<AuditOutcome | undefined> {
  const run = await startAuditRun(db, id);
  if (!run) return undefined;
  try {
    return await judgeAndSave(db, run, report, signal);
  } catch (error) {
    // Stopped with the server: the queue gives it to the next one.
    if (signal?.aborted) throw error;
    const reference = error instanceof RangeError ? undefined : logMistake(error, "audit");
    await failAuditRun(db, id, reference ? `Something went wrong on our side (${reference}).` : (error as Error).message);
    return undefined;
  }
}

async function judgeAndSave(db: Db, run: AuditRun, report: (done: number) => void, signal?: AbortSignal): Promise<AuditOutcome> {
  const given = ((await findSetting(db.prisma, "audit.parameters")) ?? {}) as Record<string, Record<string, number>>;
  const tallies = rules.filter((r) => run.rules.includes(r.id)).map((r) => tallyOf(r, given[r.id]));
  let told = 0;
  for await (const chunk of assemble(
    db,
    { since: run.since.getTime(), until: run.until.getTime() },
    new Set(tallies.map((t) => t.rule.over)),
  )) {
    signal?.throwIfAborted();
    for (const tally of tallies) if (tally.rule.over === chunk.kind) for (const s of chunk.subjects) tally.add(s as Subjects[SubjectKind]);
    report(chunk.done);
    if (Date.now() - told > 300) {
      told = Date.now();
      await saveAuditProgress(db, run.id, chunk.done * 0.95);
    }
  }
  const found = tallies.flatMap((t) => t.found());
  const counts = Object.fromEntries(tallies.map((t) => [t.rule.id, t.count]));
  const saved = await db.prisma.$transaction(
    async (tx) => {
      const changes = await saveFindings(tx, found);
      for (const { id, before } of changes.reopened)
        await writeJournal(tx, systemActor, {
          action: "finding.reopen",
          subject: `finding:${id}`,
          before: { status: before },
          after: { status: "open", audit: run.id },
        });
      await saveBaselines(
        tx,
        tallies.flatMap((t) => t.baselines()),
      );
      await tell(tx, run, found, changes);
      await finishAuditRun(tx, run.id, counts);
      return changes;
    },
    { timeout: 120_000 },
  );
  return { counts, found, opened: saved.opened, reopened: saved.reopened.map((r) => r.id) };
}

// The catalogue's rules differ in kind and parameters; a tally asks its rule only about subjects of the rule's own kind.
const tallyOf = (rule: AnyRule, given?: Record<string, number>): Tally<SubjectKind> =>
  new Tally(rule as unknown as AuditRule<SubjectKind>, parametersOf(rule, given));

const mostTold = 100;

/** One message a run: a storm of findings is no storm of messages. */
async function tell(tx: Tx, run: AuditRun, found: readonly Found[], saved: SavedFindings): Promise<void> {
  const news = new Set([...saved.opened, ...saved.reopened.map((r) => r.id)]);
  if (news.size === 0) return;
  const findings = found.map((f) => ({ id: findingId(f.rule, f.subject), ...f })).filter((f) => news.has(f.id));
  await enqueueMessage(tx, {
    type: "findings",
    audit: run.id,
    total: findings.length,
    findings: findings.slice(0, mostTold).map(({ details: _, ...f }) => ({
      ...f,
      url: `${env.url}/findings/${f.id}`,
      state: saved.opened.includes(f.id) ? "new" : "reopened",
    })),
  });
}
