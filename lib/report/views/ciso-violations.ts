import { scopeOf } from "../../access/scope";
import { listFindings } from "../../db/finding";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { findingsHref } from "../findings-href";
import { defineView } from "../view";

const shown = 10;

export const cisoViolations = defineView<Table>({
  id: "ciso-violations",
  question: "Which violations are open, how old are they, and whose?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const scope = scopeOf(actor);
    const [open, acknowledged] = await Promise.all([
      listFindings(db, scope, { status: "open", team: q.team, environment: q.environment }),
      listFindings(db, scope, { status: "acknowledged", team: q.team, environment: q.environment }),
    ]);
    const findings = [...open.findings, ...acknowledged.findings];
    const total = open.total + acknowledged.total;
    const rank = { critical: 0, high: 1, medium: 2, low: 3 };
    findings.sort((a, b) => rank[a.severity] - rank[b.severity] || a.firstSeen.getTime() - b.firstSeen.getTime());
    const unassigned = findings.filter((f) => !f.assignee).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "subject", label: "Who and where to", unit: "text" },
          { id: "title", label: "What", unit: "text", minor: true },
          { id: "severity", label: "Severity", unit: "severity", minor: true },
          { id: "age", label: "First seen", unit: "time" },
          { id: "assignee", label: "Assignee", unit: "text" },
        ],
        rows: findings.slice(0, shown).map((f) => ({
          id: f.id,
          link: `/findings/${f.id}`,
          sample: f.sample,
          cells: {
            subject: f.subject,
            title: f.title,
            severity: f.severity,
            age: f.firstSeen.getTime(),
            assignee: f.assignee ?? "Nobody",
          },
        })),
        total,
        rest: findingsHref(q),
      },
      coverage: {
        basis: `${total} open or acknowledged now`,
        notes: unassigned > 0 ? [`${unassigned} assigned to nobody`] : [],
        sample: findings.some((f) => f.sample),
      },
      ...(total === 0
        ? {
            empty: {
              why: "No finding is open. That is as good as the last audit run: see when it ran.",
              action: { label: "Audit runs", href: "/audit" },
            },
          }
        : {}),
    };
  },
});
