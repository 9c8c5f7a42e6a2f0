import { systemActor } from "../../lib/access/system";
import type { Db } from "../../lib/db/client";
import { everything } from "../../lib/model/scope";
import { getAuditorSummary } from "../../lib/report/auditor-summary";
import { getCisoSummary } from "../../lib/report/ciso-summary";
import { getDestinationSummary } from "../../lib/report/destination-page";
import { getEngineerSummary } from "../../lib/report/engineer-summary";
import { type EvidenceFile, evidenceFiles } from "../../lib/report/evidence-files";
import { readFinding } from "../../lib/report/finding-page";
import { readQueue } from "../../lib/report/finding-queue";
import { getLegalSummary, getRegister } from "../../lib/report/legal-summary";
import { readPolicyEditPage } from "../../lib/report/policy-edit-page";
import { getDataRegisterPage, getRecipientsPage } from "../../lib/report/registers-page";
import { readRunsPage } from "../../lib/report/run-list-page";
import { readRunPage } from "../../lib/report/run-page";
import { readSourceStates } from "../../lib/report/source-states";
import type { Question } from "../../lib/report/view";

/** What pages ask beside views. @returns each question with its name. */
export async function listPages(db: Db, q: Question, host: string): Promise<[string, () => Promise<unknown>][]> {
  const now = q.now!;
  const { rows: runs } = await db.pool.query<{ id: string }>("select id::text from run order by started_at desc, id limit 3");
  const { rows: findings } = await db.pool.query<{ id: string }>("select id from finding order by id limit 5");
  return [
    ["engineer", () => getEngineerSummary(db, systemActor, { ...q })],
    ["ciso", () => getCisoSummary(db, systemActor, { ...q })],
    ["legal", () => getLegalSummary(db, systemActor, { ...q })],
    ["auditor", () => getAuditorSummary(db, systemActor, { ...q })],
    ["register of transfers", () => getRegister(db, systemActor, { ...q })],
    ["register of data", () => getDataRegisterPage(db, systemActor, now)],
    ["recipients", () => getRecipientsPage(db, systemActor, now)],
    ["destination", () => getDestinationSummary(db, systemActor, { ...q }, host)],
    ["runs", () => readRunsPage(db, systemActor, { ...q })],
    ...runs.map(({ id }): [string, () => Promise<unknown>] => [`run ${id}`, () => readRunPage(db, systemActor, id, undefined, now)]),
    ["findings", () => readQueue(db, systemActor, {})],
    ...findings.map(({ id }): [string, () => Promise<unknown>] => [`finding ${id}`, () => readFinding(db, systemActor, id)]),
    ["policy", () => readPolicyEditPage(db, systemActor, new Date(now))],
    ["sources", () => readSourceStates(db, { ...q })],
    ...evidenceFiles(db, everything, { ...q }, { zone: "UTC", journal: false }).map((file): [string, () => Promise<unknown>] => [
      `evidence ${file.name}`,
      () => rowsOf(file),
    ]),
  ];
}

async function rowsOf(file: EvidenceFile): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const page of file.rows()) all.push(...page);
  return all;
}
