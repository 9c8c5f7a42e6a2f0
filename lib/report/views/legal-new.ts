import { findLastExport } from "../../db/register";
import { guard, may } from "../../model/role";
import type { Table } from "../answer";
import { registerChanges, registerRows } from "../register-rows";
import { readTransfers } from "../transfers";
import { defineView } from "../view";

const shown = 200;

export const legalNew = defineView<Table>({
  id: "legal-new",
  question: "What is new since the last export?",
  permission: "legal:view",
  async answer(db, actor, q) {
    guard(actor, "legal:view");
    const [transfers, last] = await Promise.all([readTransfers(db, actor, q), findLastExport(db)]);
    const changes = last ? registerChanges(registerRows(transfers), last.rows) : [];
    const when = last && `${last.exportedAt.toISOString().slice(0, 16).replace("T", " ")} UTC by ${last.exportedBy}`;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "what", label: "What", unit: "text" },
          { id: "service", label: "Sent by", unit: "text" },
          { id: "destination", label: "To", unit: "host" },
          { id: "where", label: "Possibly in", unit: "text", minor: true },
        ],
        rows: changes.slice(0, shown).map(({ row, changed }) => ({
          id: `${row.service} ${row.environment} ${row.destination}`,
          link: `/destinations/${encodeURIComponent(row.destination)}`,
          cells: {
            what: changed ? `Changed: ${changed.join(", ")}` : "New",
            service: [row.service, row.environment].filter(Boolean).join(" · "),
            destination: row.destination,
            where: row.countries || "Not known",
          },
        })),
        total: changes.length,
      },
      coverage: { basis: when ? `against the export of ${when}, ${last.rows.length} rows` : "no export yet" },
      ...(!last
        ? {
            empty: {
              why: `The register has not been exported yet. The first export sets the mark that later ones are held against${may(actor, "register:export") ? ": it is at the top of this page" : ""}.`,
            },
          }
        : changes.length === 0
          ? { empty: { why: `Nothing is new or changed since the export of ${when}.` } }
          : {}),
    };
  },
});
