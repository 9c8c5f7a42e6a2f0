import type { RunSighting } from "@/lib/db/run-calls";
import { DataTable } from "../table/data-table";

const origins: Record<string, string> = {
  sni: "TLS server name",
  "host-header": "Host header",
  connect: "CONNECT",
  url: "URL",
  log: "the log",
  "dns-join": "DNS answers",
  none: "nothing: address only",
};
const kinds: Record<string, string> = { request: "Requests", connection: "Connections", query: "DNS queries", handshake: "TLS handshakes" };

const columns = [
  { id: "source", label: "Source" },
  { id: "kind", label: "What it saw" },
  { id: "records", label: "Activities", unit: "count" as const },
  { id: "hosts", label: "Hosts", unit: "count" as const, minor: true },
  { id: "named", label: "Named by", minor: true },
  { id: "url", label: "With a URL", unit: "ratio" as const, minor: true },
  { id: "counted", label: "Counts above" },
];

/** Each log's own sight of the run; only the richest kind is counted. */
export function SightingTable({ sightings, counted }: { sightings: readonly RunSighting[]; counted: string | undefined }) {
  return (
    <DataTable
      caption="What each source saw of the run"
      columns={columns}
      rows={sightings.map((s) => ({
        id: `${s.source} ${s.kind}`,
        sample: s.sample,
        cells: {
          source: s.source,
          kind: kinds[s.kind] ?? s.kind,
          records: s.records,
          hosts: s.hosts,
          named: s.hostOrigins.map((o) => origins[o] ?? o).join(", "),
          url: s.records === 0 ? null : s.withPath / s.records,
          counted: s.judged && s.kind === counted ? "yes" : "no",
        },
      }))}
    />
  );
}
