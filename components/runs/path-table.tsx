import type { RunCall } from "@/lib/model/run";
import { DataTable } from "../table/data-table";
import { visible } from "../ui/visible";
import { statusWords } from "./status-words";

const columns = [
  { id: "endpoint", label: "Endpoint", unit: "address" as const },
  { id: "status", label: "Answers", minor: true },
  { id: "count", label: "Calls", unit: "count" as const },
  { id: "out", label: "Sent", unit: "bytes" as const, minor: true },
  { id: "in", label: "Received", unit: "bytes" as const },
];

/** Endpoints one by one, where a host's differ so much from run to run that only the host can be compared. */
export function PathTable({ calls }: { calls: readonly RunCall[] }) {
  return (
    <DataTable
      caption="Endpoints that differ from run to run"
      columns={columns}
      virtual={calls.length > 100}
      {...(calls.length > 12 ? { height: "24rem" } : {})}
      rows={calls.map((c, i) => ({
        id: String(i),
        cells: {
          endpoint: visible(`${c.method ? `${c.method} ` : ""}${c.host ?? c.ip ?? ""}${c.path ?? ""}`),
          status: statusWords(c.statuses) ?? null,
          count: c.count,
          out: c.bytesOut,
          in: c.bytesIn,
        },
      }))}
    />
  );
}
