import { type ListedRun, stateOf } from "@/lib/model/run";
import { runDuration, runHref } from "@/lib/model/run-words";
import { DataTable } from "../table/data-table";
import { Absent } from "../ui/figures";
import { Time } from "../ui/time";
import { StateWord } from "./state-word";

const columns = [
  { id: "job", label: "Job" },
  { id: "run", label: "Run", unit: "address" as const, minor: true },
  { id: "start", label: "Started (UTC)" },
  { id: "duration", label: "Took", unit: "durationMs" as const, minor: true },
  { id: "state", label: "State" },
  { id: "exit", label: "Exit code", minor: true },
  { id: "connections", label: "Connections", unit: "count" as const, minor: true },
  { id: "denied", label: "Denied", unit: "count" as const, minor: true },
  { id: "retries", label: "Retries", unit: "count" as const, minor: true },
  { id: "out", label: "Sent", unit: "bytes" as const, minor: true },
];

/** Runs, newest first. */
export function RunTable({ runs, total }: { runs: readonly ListedRun[]; total: number }) {
  return (
    <DataTable
      caption="Runs"
      columns={columns}
      total={total}
      rows={runs.map((r) => ({
        id: r.id,
        href: runHref(r),
        sample: r.sample,
        cells: {
          job: r.job,
          run: r.externalId,
          start: <Time at={r.startedAt} exact="minute" />,
          duration: runDuration(r) ?? <Absent why="It has not ended, as far as anybody told" />,
          state: <StateWord state={stateOf(r)} />,
          exit: r.exitCode === null ? <Absent why="Nobody told the exit code" /> : String(r.exitCode),
          connections: r.lastSeen === null ? <Absent why="No log told of this run" /> : r.connections,
          denied: r.denied,
          retries: r.retries,
          out: r.bytesOut,
        },
        sortBy: { start: r.startedAt.getTime(), state: stateOf(r), exit: r.exitCode, connections: r.connections },
      }))}
    />
  );
}
