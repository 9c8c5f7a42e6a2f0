import { systemActor } from "../../lib/access/system";
import { requestAudit } from "../../lib/audit/request-audit";
import { runAudit } from "../../lib/audit/run-audit";
import type { Db } from "../../lib/db/client";
import { importLog } from "../../lib/ingest/import-log";
import { settle } from "../../lib/ingest/settle";
import { generateEstate } from "../sample/estate";
import { installSetup, registerRuns } from "../sample/install";
import { installPolicies } from "../sample/install-policy";
import { registeredRuns, sampleSetup } from "../sample/setup";

const DAY = 86_400_000;

/** The sample estate of these days: set-up, logs, names and mappings that come late, an audit. @returns lines taken in. */
export async function fill(db: Db, now: number, days: number): Promise<number> {
  const anchor = new Date(now);
  const since = new Date(now - days * DAY);
  const setup = sampleSetup(anchor);
  await installSetup(db, setup);
  await installPolicies(db, setup);
  await registerRuns(db, registeredRuns(anchor, anchor, since));
  let lines = 0;
  for (const chunk of generateEstate({ now: anchor, anchor, since })) {
    const source = await db.prisma.source.findUniqueOrThrow({ where: { name: chunk.name } });
    const body = (async function* () {
      yield Buffer.from(`${chunk.lines.join("\n")}\n`);
    })();
    const key = `${chunk.name} ${chunk.date}`;
    const order = { source: source as never, key, maxBytes: Number.MAX_SAFE_INTEGER, receivedAt: chunk.until.getTime() };
    const answer = await importLog(db, order, body);
    lines += answer.lines;
  }
  // Somebody tells afterwards who an address is: its records move to another workload, and another shard.
  await db.prisma.workloadMapping.create({
    data: { by: "cidr", value: "10.0.0.0/8", service: "late", environment: "production", team: "late", priority: 1 },
  });
  await settle(db, { since: since.getTime(), until: now }, now);
  const { id } = await requestAudit(db, systemActor, { from: since.toISOString(), to: anchor.toISOString() }, now, true);
  await runAudit(db, id);
  // The clock of the machine is no answer of the database.
  await db.pool.query("update import set received_at = last_time, duration_ms = 0");
  await db.pool.query(
    "update audit_run set id = '00000000-0000-4000-8000-000000000001', requested_at = until, started_at = until, ended_at = until",
  );
  for (const table of ["data_register", "recipient_register"]) await db.pool.query(`update ${table} set updated_at = $1`, [anchor]);
  return lines;
}
