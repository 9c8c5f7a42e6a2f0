import { scopeOf } from "../../access/scope";
import { listDestinationObservations } from "../../db/destination";
import { guard } from "../../model/role";
import { connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { destinationConditions } from "../destination-page";
import { defineView } from "../view";

const origins: Record<string, string> = {
  sni: "SNI",
  "host-header": "Host header",
  connect: "CONNECT",
  url: "URL",
  log: "log",
  "dns-join": "joined from DNS",
  none: "no name",
};

export const destinationObservations = defineView<Table>({
  id: "destination-observations",
  question: "Which logs saw it, and how do they know its name?",
  permission: "connection:read",
  async answer(db, actor, q) {
    guard(actor, "connection:read");
    const host = q.params?.["host"] ?? "";
    const rows = await listDestinationObservations(db, scopeOf(actor), q, host);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "source", label: "Source", unit: "text" },
          { id: "kind", label: "Saw", unit: "text" },
          { id: "origin", label: "Name from", unit: "text", minor: true },
          { id: "proof", label: "Name proof", unit: "text" },
          { id: "app", label: "Application", unit: "text", minor: true },
          { id: "port", label: "Port", unit: "text", minor: true },
          { id: "country", label: "Location", unit: "country", minor: true },
          { id: "operator", label: "Operator", unit: "country", minor: true },
          { id: "count", label: "Records", unit: "count" },
          { id: "last", label: "Last seen", unit: "time", minor: true },
        ],
        rows: rows.map((r, i) => ({
          id: String(i),
          link: connectionsHref(queryText({ ...destinationConditions(host), source: r.source, kind: r.kind, proof: r.proof }), q.period),
          sample: r.sample,
          cells: {
            source: r.source,
            kind: r.judged ? r.kind : `${r.kind}, not judged`,
            origin: origins[r.hostOrigin] ?? r.hostOrigin,
            proof: r.proof,
            app: r.application,
            port: r.port === null ? null : String(r.port),
            country: r.country,
            operator: r.operatorCountry,
            count: r.count,
            last: r.lastSeen.getTime(),
          },
        })),
      },
      coverage: {
        basis: "every observation for itself: one activity shows once for each log that saw it",
        sample: rows.some((r) => r.sample),
      },
      ...(rows.length === 0 ? { empty: { why: "No log in your scope saw it in this period." } } : {}),
    };
  },
});
