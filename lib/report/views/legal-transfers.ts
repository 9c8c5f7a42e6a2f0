import { basisWords } from "../../model/register";
import { guard } from "../../model/role";
import { left } from "../../model/verdict";
import { connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { countryNames } from "../country-names";
import { legalCoverage, nothingLeft } from "../legal-coverage";
import { groupTransfers, shortList } from "../transfer-groups";
import { readTransfers, stateWords, transferStates } from "../transfers";
import { defineView } from "../view";

const shown = 200;

export const legalTransfers = defineView<Table>({
  id: "legal-transfers",
  question: "Which data possibly leaves, for which jurisdiction, to whom, and on which basis?",
  permission: "legal:view",
  async answer(db, actor, q) {
    guard(actor, "legal:view");
    const country = q.params?.["country"];
    const transfers = (await readTransfers(db, actor, q)).filter(
      (t) => !country || (country === "ZZ" ? t.countries.length === 0 : t.countries.includes(country)),
    );
    const groups = groupTransfers(transfers, (t) => [
      JSON.stringify([t.countries, t.classes ?? null, t.recipient?.recipient ?? t.domain ?? t.destination]),
    ]);
    groups.sort((a, b) => transferStates.indexOf(a.state) - transferStates.indexOf(b.state) || b.bytesOut - a.bytesOut);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "where", label: "Possibly in", unit: "text" },
          { id: "data", label: "Data", unit: "text", minor: true },
          { id: "recipient", label: "Recipient", unit: "text" },
          { id: "basis", label: "Basis", unit: "text", minor: true },
          { id: "until", label: "Valid until", unit: "date", minor: true },
          { id: "services", label: "Sent by", unit: "text", minor: true },
          { id: "bytes", label: "Bytes out", unit: "bytes", minor: true },
          { id: "state", label: "State", unit: "outcome" },
        ],
        rows: groups.slice(0, shown).map((g) => {
          const { recipient, classes, countries, domain, destination } = g.transfers[0]!;
          return {
            id: g.key,
            link: connectionsHref(
              queryText({
                service: g.services,
                dst: g.destinations.slice(0, 50),
                team: q.team,
                environment: q.environment,
                outcome: left,
              }),
              q.period,
            ),
            sample: g.sample,
            cells: {
              where: countries.length === 0 ? "Not known" : countryNames(countries),
              data: classes ? shortList(classes) : "Not registered",
              recipient: recipient?.recipient ?? domain ?? destination,
              basis: recipient ? (basisWords[recipient.basis] ?? recipient.basis) : null,
              until: recipient?.validUntil?.getTime() ?? null,
              services: shortList(g.services),
              bytes: g.bytesOut || null,
              state: `${stateWords[g.state].outcome}|${stateWords[g.state].label}`,
            },
          };
        }),
        total: groups.length,
      },
      coverage: legalCoverage(transfers),
      ...(transfers.length === 0 ? { empty: nothingLeft } : {}),
    };
  },
});
