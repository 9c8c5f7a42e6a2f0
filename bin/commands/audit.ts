import { parseArgs } from "node:util";
import { systemActor } from "../../lib/access/system";
import { requestAudit } from "../../lib/audit/request-audit";
import { rules } from "../../lib/audit/rules/index";
import { type AuditOutcome, runAudit } from "../../lib/audit/run-audit";
import { type AuditRun, findAuditRun } from "../../lib/db/audit-run";
import { closeDb, openDb } from "../../lib/db/client";
import { findingId } from "../../lib/db/finding";
import { env } from "../../lib/env";
import { Problem } from "../../lib/model/problem";
import type { Command } from "../command";

export const command: Command = {
  name: "audit",
  summary: "judge a period by the audit rules and write findings",
  usage: `usage: waybill audit [--since 24h] [--until now] [--rule ID ...] [--json]

Works on the database (DATABASE_URL), as the hourly audit and "Run audit now" do.

  --since TIME  a length before now (24h, 7d), or a time such as 2026-11-20T08:00:00Z; 24h when absent
  --until TIME  the same; now when absent
  --rule ID     only this rule, repeatable: ${rules.map((r) => r.id).join(", ")}
  --json        one JSON document instead of a table`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        since: { type: "string", default: "24h" },
        until: { type: "string", default: "now" },
        rule: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    });
    const db = openDb(env.databaseUrl, 4);
    try {
      const input = { from: timeOf(values.since), to: timeOf(values.until), rules: values.rule };
      const { id } = await requestAudit(db, systemActor, input, env.now?.getTime(), true);
      const outcome = await runAudit(db, id, showProgress);
      const run = (await findAuditRun(db, id))!;
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
      if (!outcome) throw new Problem("conflict", run.error ?? "The audit did not finish.");
      process.stdout.write(values.json ? `${JSON.stringify(documentOf(run, outcome), null, 2)}\n` : tableOf(run, outcome));
      return 0;
    } finally {
      await closeDb(db);
    }
  },
};

const timeOf = (text: string): string => (/^\d{1,5}[smhdwMy]$/.test(text) ? `now-${text}` : text);

function showProgress(done: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\rjudging ${"█".repeat(Math.round(done * 30)).padEnd(30, "░")} ${Math.round(done * 100)} %`);
}

const documentOf = (run: AuditRun, { counts, found, opened, reopened }: AuditOutcome) => ({
  id: run.id,
  since: run.since.toISOString(),
  until: run.until.toISOString(),
  rules: counts,
  findings: found.map((f) => {
    const id = findingId(f.rule, f.subject);
    return { id, state: opened.includes(id) ? "new" : reopened.includes(id) ? "reopened" : "known", ...f };
  }),
});

function tableOf(run: AuditRun, { counts, found, opened, reopened }: AuditOutcome): string {
  const head = ["rule", "pass", "fail", "could not be judged", "findings"];
  const rows = Object.entries(counts).map(([rule, c]) => [
    rule,
    String(c.pass),
    String(c.fail),
    missingText(c.unknown, c.missing),
    String(c.findings),
  ]);
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((c, i) => (i === 0 || i === 3 ? c.padEnd(widths[i]!) : c.padStart(widths[i]!)))
      .join("  ")
      .trimEnd();
  const fresh = found.filter((f) => [...opened, ...reopened].includes(findingId(f.rule, f.subject)));
  return [
    `Audit of ${run.since.toISOString()} to ${run.until.toISOString()}`,
    "",
    line(head),
    ...rows.map(line),
    "",
    `${found.length} findings, ${opened.length} of them new, ${reopened.length} open again.`,
    // Names come from logs: control characters must not reach the terminal.
    ...fresh.map((f) => `  ${f.severity.padEnd(8)} ${f.rule}: ${f.summary.replace(/\p{Cc}/gu, "\uFFFD")}`),
    "",
  ].join("\n");
}

const missingText = (unknown: number, missing: Record<string, number>): string =>
  unknown === 0
    ? "0"
    : `${unknown} (without ${Object.entries(missing)
        .sort(([, a], [, b]) => b - a)
        .map(([field, n]) => `${field} ${n}`)
        .join(", ")})`;
