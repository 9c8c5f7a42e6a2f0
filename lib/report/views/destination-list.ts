import { scopeOf } from "../../access/scope";
import { findFirstSeen, listDestinations } from "../../db/destination";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { destinationHref } from "../destination-page";
import { defineView } from "../view";

const shown = 300;

const names = new Intl.DisplayNames(["en"], { type: "region" });
/** One country by its name; several are no place. */
const placeOf = (codes: readonly string[]): string | null =>
  codes.length === 0 ? null : codes.length === 1 ? (names.of(codes[0]!) ?? codes[0]!) : `${codes.length} countries`;

export const destinationList = defineView<Table>({
  id: "destination-list",
  question: "Where did traffic go?",
  permission: "connection:read",
  async answer(db, actor, q) {
    guard(actor, "connection:read");
    const scope = scopeOf(actor);
    const { domain, find: text, by } = q.params ?? {};
    const grain = by === "host" || domain ? "host" : "domain";
    const { rows, total } = await listDestinations(db, scope, q, { grain, domain, text, limit: shown });
    const first =
      rows.length > 0
        ? await findFirstSeen(
            db,
            scope,
            grain,
            rows.map((r) => r.name),
          )
        : new Map<string, Date>();
    const addresses = rows.filter((r) => r.isAddress).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "name", label: grain === "domain" ? "Registrable domain" : "Host", unit: "host" },
          ...(grain === "domain" ? ([{ id: "hosts", label: "Hosts", unit: "count", minor: true }] as const) : []),
          { id: "callers", label: "Callers", unit: "count", minor: true },
          { id: "count", label: "Connections", unit: "count" },
          { id: "violation", label: "Violations", unit: "count" },
          { id: "blocked", label: "Blocked", unit: "count", minor: true },
          { id: "bytesOut", label: "Bytes out", unit: "bytes", minor: true },
          { id: "bytesIn", label: "Bytes in", unit: "bytes", minor: true },
          { id: "country", label: "Country", unit: "text", minor: true },
          { id: "first", label: "First seen", unit: "time", minor: true },
          { id: "last", label: "Last seen", unit: "time" },
        ],
        rows: rows.map((r) => ({
          id: r.name,
          link: grain === "domain" && r.hosts > 1 ? `/destinations?domain=${encodeURIComponent(r.name)}` : destinationHref(r.name, q),
          sample: r.sample,
          cells: {
            name: r.name,
            domain: r.domain,
            hosts: r.hosts,
            callers: r.callers,
            count: r.count,
            violation: r.violation,
            blocked: r.blocked,
            bytesOut: r.bytesOut,
            bytesIn: r.bytesIn,
            country: placeOf(r.countries),
            first: first.get(r.name)?.getTime() ?? null,
            last: r.lastSeen.getTime(),
          },
        })),
        total,
      },
      coverage: {
        basis: "each activity counted once per caller and destination, from requests where a log has them, else from connections",
        notes: addresses > 0 ? [`${addresses} have no name, only an address`] : [],
        sample: rows.some((r) => r.sample),
      },
      ...(total === 0
        ? {
            empty: {
              why:
                text || domain
                  ? "No destination in this period matches."
                  : "No judged traffic in this period and scope: widen the period, or check that sources are sending.",
              action:
                text || domain ? { label: "All destinations", href: "/destinations" } : { label: "See the sources", href: "/sources" },
            },
          }
        : {}),
    };
  },
});
