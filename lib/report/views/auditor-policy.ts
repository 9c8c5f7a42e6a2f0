import { listPolicyVersions } from "../../db/policy";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { defineView } from "../view";

const shown = 6;

export const auditorPolicy = defineView<Table>({
  id: "auditor-policy",
  question: "Which policy held when, and who published it?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const versions = (await listPolicyVersions(db)).filter((v) => v.publishedAt.getTime() < q.period.to);
    // The first holds from the beginning; each other one until the next.
    const held = versions.filter((_, i) => i === 0 || versions[i - 1]!.publishedAt.getTime() > q.period.from);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "version", label: "Version", unit: "text" },
          { id: "at", label: "Published", unit: "date" },
          { id: "by", label: "By", unit: "text" },
          { id: "note", label: "Note", unit: "text", minor: true },
          { id: "rules", label: "Rules", unit: "count", minor: true },
        ],
        rows: versions.slice(0, shown).map((v) => ({
          id: String(v.version),
          link: `/policy/${v.version}`,
          sample: v.sample,
          cells: { version: `Version ${v.version}`, at: v.publishedAt.getTime(), by: v.publishedBy, note: v.note, rules: v.rules },
        })),
        total: versions.length,
      },
      coverage: {
        basis: `${held.length} ${held.length === 1 ? "version" : "versions"} in force during the period`,
        notes: ["a record keeps the verdict of the version of its time"],
        sample: versions.some((v) => v.sample),
      },
      ...(versions.length === 0
        ? { empty: { why: "No policy had been published by the end of this period, so nothing could be judged." } }
        : {}),
    };
  },
});
