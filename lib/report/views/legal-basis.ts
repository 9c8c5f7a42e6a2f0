import { guard, may } from "../../model/role";
import type { Table } from "../answer";
import { countryNames } from "../country-names";
import { legalCoverage } from "../legal-coverage";
import { groupTransfers, shortList } from "../transfer-groups";
import { readTransfers } from "../transfers";
import { defineView } from "../view";

const shown = 200;

export const legalBasis = defineView<Table>({
  id: "legal-basis",
  question: "Which destinations have no basis?",
  permission: "legal:view",
  async answer(db, actor, q) {
    guard(actor, "legal:view");
    const transfers = await readTransfers(db, actor, q);
    const without = groupTransfers(
      transfers.filter((t) => t.basis !== "valid"),
      (t) => [t.destination],
    );
    return {
      answer: {
        form: "table",
        columns: [
          { id: "destination", label: "Destination", unit: "host" },
          { id: "why", label: "Why", unit: "text" },
          { id: "data", label: "Data", unit: "text", minor: true },
          { id: "where", label: "Possibly in", unit: "text", minor: true },
          { id: "bytes", label: "Bytes out", unit: "bytes", minor: true },
        ],
        rows: without.slice(0, shown).map((g) => {
          const { recipient, basis, domain, host } = g.transfers[0]!;
          const countries = [...new Set(g.transfers.flatMap((t) => t.countries))];
          const classes = [...new Set(g.transfers.flatMap((t) => t.classes ?? []))].sort();
          const day = basis === "expired" ? recipient?.validUntil : recipient?.validFrom;
          return {
            id: g.key,
            // The register is by name: what is known by its address only cannot be entered.
            link:
              host && may(actor, "register:manage")
                ? `/registers/recipients?host=${encodeURIComponent(recipient?.host ?? g.key)}`
                : `/destinations/${encodeURIComponent(g.key)}`,
            sample: g.sample,
            cells: {
              destination: g.key,
              domain,
              why: !host
                ? "No name is known"
                : !recipient
                  ? "No entry"
                  : `${basis === "expired" ? "Ended" : "Begins"} ${day?.toISOString().slice(0, 10)}`,
              data: shortList(classes) || "Not registered",
              where: countryNames(countries.length > 0 ? countries : ["ZZ"]),
              bytes: g.bytesOut || null,
            },
          };
        }),
        total: without.length,
      },
      coverage: { basis: legalCoverage(transfers).basis, notes: ["by the recipient register, as of the end of the period"] },
      ...(without.length === 0
        ? {
            empty: {
              why: "Every destination of this period has an entry in the recipient register whose basis is in force.",
              action: { label: "Open the register", href: "/registers/recipients" },
            },
          }
        : {}),
    };
  },
});
