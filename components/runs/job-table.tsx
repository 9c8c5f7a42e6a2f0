import { type ListedRun, stateOf } from "@/lib/model/run";
import { runHref } from "@/lib/model/run-words";
import { DataTable } from "../table/data-table";
import { RunHistory } from "./run-history";
import { StateWord } from "./state-word";

const columns = [
  { id: "job", label: "Job" },
  { id: "workload", label: "Workload", minor: true },
  { id: "last", label: "Last run", unit: "time" as const },
  { id: "state", label: "State" },
  { id: "connections", label: "Connections", unit: "count" as const, minor: true },
  { id: "history", label: "Runs before and it", sortable: false, minor: true },
];

/** One row a job: its newest run and how the runs up to it went. */
export function JobTable({ jobs }: { jobs: readonly (readonly ListedRun[])[] }) {
  return (
    <DataTable
      caption="Jobs"
      columns={columns}
      rows={jobs.map((runs) => {
        const [last] = runs;
        return {
          id: last!.jobId,
          href: runHref(last!),
          sample: last!.sample,
          cells: {
            job: last!.job,
            workload: [last!.service, last!.environment, last!.team].filter(Boolean).join(" · ") || null,
            last: last!.startedAt.getTime(),
            state: <StateWord state={stateOf(last!)} />,
            connections: last!.connections,
            history: (
              <RunHistory
                runs={[...runs].reverse().map((r) => ({ id: r.id, connections: r.connections, failed: stateOf(r) === "failed" }))}
              />
            ),
          },
          sortBy: { state: stateOf(last!) },
        };
      })}
    />
  );
}
