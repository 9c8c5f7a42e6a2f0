import { guard } from "../../model/role";
import type { WorldMap } from "../answer";
import { homeHref } from "../home-href";
import { legalCoverage, nothingLeft } from "../legal-coverage";
import { groupTransfers } from "../transfer-groups";
import { readTransfers, stateIn, stateWords, worstState } from "../transfers";
import { defineView } from "../view";

export const legalMap = defineView<WorldMap>({
  id: "legal-map",
  question: "Where is data possibly going?",
  permission: "legal:view",
  async answer(db, actor, q) {
    guard(actor, "legal:view");
    const transfers = await readTransfers(db, actor, q);
    const groups = groupTransfers(transfers, (t) => (t.countries.length > 0 ? t.countries : ["ZZ"]));
    const several = transfers.some((t) => t.countries.length > 1);
    const coverage = legalCoverage(transfers);
    return {
      answer: {
        form: "map",
        unit: "bytes",
        legend: {
          violation: stateWords.breaks.label,
          reported: "No basis, or it ended",
          unexplained: stateWords.unplaced.label,
          conforming: stateWords.covered.label,
        },
        countries: groups.map((g) => ({
          country: g.key,
          value: g.bytesOut || null,
          outcome: stateWords[worstState(g.transfers.map((t) => stateIn(t, g.key)))].outcome,
          link: homeHref("/legal", q, { country: g.key }),
        })),
      },
      coverage: {
        ...coverage,
        notes: [
          ...(coverage.notes ?? []),
          ...(several ? ["a recipient with several countries counts in each"] : []),
          "an address abroad is a lead, not yet a transfer",
        ],
      },
      ...(transfers.length === 0 ? { empty: nothingLeft } : {}),
    };
  },
});
