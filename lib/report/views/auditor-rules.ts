import { guard } from "../../model/role";
import type { Table } from "../answer";
import { readRulesInForce } from "../rules-in-force";
import { defineView } from "../view";

const shown = 10;

export const auditorRules = defineView<Table>({
  id: "auditor-rules",
  question: "When was each rule last confirmed, and by whom?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const rules = [...(await readRulesInForce(db, actor, q))].sort(
      (a, b) => Number(b.isOverdue) - Number(a.isOverdue) || (a.due?.getTime() ?? Infinity) - (b.due?.getTime() ?? Infinity),
    );
    const overdue = rules.filter((r) => r.isOverdue).length;
    const ownerless = rules.filter((r) => !r.rule.owner).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "rule", label: "Rule", unit: "address" },
          { id: "owner", label: "Owner", unit: "text", minor: true },
          { id: "confirmed", label: "Confirmed", unit: "date", minor: true },
          { id: "by", label: "By", unit: "text", minor: true },
          { id: "due", label: "Due", unit: "date" },
          { id: "state", label: "State", unit: "text" },
        ],
        rows: rules.slice(0, shown).map((r) => ({
          id: r.rule.id,
          link: `/policy?rule=${encodeURIComponent(r.rule.id)}`,
          cells: {
            rule: r.rule.id,
            owner: r.rule.owner ?? "Nobody",
            confirmed: r.confirmed?.at.getTime() ?? null,
            by: r.confirmed?.by ?? null,
            due: r.due?.getTime() ?? null,
            state: r.isOverdue ? "Overdue" : r.due ? "Current" : "Asks for none",
          },
        })),
        total: rules.length,
      },
      coverage: {
        basis: `${rules.length} rules, ${overdue} overdue`,
        notes: ownerless > 0 ? [`${ownerless} without an owner`] : ["all with an owner"],
      },
      ...(rules.length === 0 ? { empty: { why: "No policy is published yet, so there is no rule to confirm." } } : {}),
    };
  },
});
