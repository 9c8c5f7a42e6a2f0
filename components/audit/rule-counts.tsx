import Link from "next/link";
import type { RuleCount } from "@/lib/db/audit-run";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { Absent, Count } from "../ui/figures";
import { fieldWords } from "./field-words";

const columns: TableColumn[] = [
  { id: "rule", label: "Rule" },
  { id: "findings", label: "Findings", unit: "count" },
  { id: "fail", label: "Failed", unit: "count", minor: true },
  { id: "pass", label: "Passed", unit: "count", minor: true },
  { id: "unknown", label: "Could not be judged", align: "end" },
  { id: "missing", label: "For want of", minor: true },
];

/** What each rule came to: silence is no innocence, so what could not be judged stands beside what passed. */
export function RuleCounts({ rows }: { rows: readonly { id: string; title: string; count: RuleCount | undefined }[] }) {
  return (
    <DataTable
      caption="Rules and what they came to"
      columns={columns}
      rows={rows.map(({ id, title, count }) => ({
        id,
        cells: {
          rule: title,
          findings: count ? (
            <Link prefetch={false} href={`/findings?status=all&rule=${id}`} className="link figures">
              {count.findings.toLocaleString("en")}
            </Link>
          ) : (
            <Absent why="It has not run yet" />
          ),
          fail: count?.fail ?? null,
          pass: count?.pass ?? null,
          unknown: count ? <Count value={count.unknown} /> : null,
          missing: count && count.unknown > 0 ? <span className="text-soft">{missingText(count.missing)}</span> : null,
        },
        sortBy: { findings: count?.findings ?? null, unknown: count?.unknown ?? null },
      }))}
    />
  );
}

const missingText = (missing: Record<string, number>): string =>
  Object.entries(missing)
    .sort(([, a], [, b]) => b - a)
    .map(([field, n]) => `${fieldWords[field] ?? field} (${n.toLocaleString("en")})`)
    .join(", ");
