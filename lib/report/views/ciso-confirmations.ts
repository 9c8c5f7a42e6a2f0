import { guard } from "../../model/role";
import type { Table } from "../answer";
import { readRulesInForce } from "../rules-in-force";
import { defineView } from "../view";

const dayMs = 86_400_000;
const shown = 10;

export const cisoConfirmations = defineView<Table>({
  id: "ciso-confirmations",
  question: "Which rules are overdue for confirmation?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const rules = await readRulesInForce(db, actor, q);
    const overdue = rules.filter((r) => r.isOverdue).sort((a, b) => a.due!.getTime() - b.due!.getTime());
    const without = rules.filter((r) => !r.due).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "rule", label: "Rule", unit: "address" },
          { id: "owner", label: "Owner", unit: "text" },
          { id: "late", label: "Days late", unit: "count" },
          { id: "hits", label: "Uses, 30 d", unit: "count", minor: true },
        ],
        rows: overdue.slice(0, shown).map((r) => ({
          id: r.rule.id,
          link: `/policy?rule=${encodeURIComponent(r.rule.id)}`,
          cells: {
            rule: r.rule.id,
            owner: r.rule.owner ?? "Nobody",
            late: Math.floor(((q.now ?? q.period.to) - r.due!.getTime()) / dayMs),
            hits: r.hits,
          },
        })),
        total: overdue.length,
        rest: "/policy?show=overdue",
      },
      coverage: {
        basis: `${overdue.length} of ${rules.length} rules`,
        notes: without > 0 ? [without === 1 ? "one asks for no confirmation" : `${without} ask for no confirmation`] : [],
      },
      ...(rules.length === 0
        ? {
            empty: {
              why: "No policy is published yet, so no rule can be confirmed.",
              action: { label: "Write a policy", href: "/policy/edit" },
            },
          }
        : overdue.length === 0
          ? {
              empty: {
                why: `All ${rules.length} rules are confirmed as often as they ask for.`,
                action: { label: "See the rules", href: "/policy" },
              },
            }
          : {}),
    };
  },
});
