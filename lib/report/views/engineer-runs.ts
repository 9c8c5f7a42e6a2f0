import { scopeOf } from "../../access/scope";
import { countRuns, listRuns, listRunsByJob } from "../../db/run-list";
import { guard } from "../../model/role";
import { stateOf } from "../../model/run";
import { runDuration, runHref, stateWords } from "../../model/run-words";
import type { Table } from "../answer";
import { defineView } from "../view";

const shownFailed = 6;
const shown = 14;

export const engineerRuns = defineView<Table>({
  id: "engineer-runs",
  question: "Which batch runs were there, and how did they end?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const scope = scopeOf(actor);
    // An hourly job would bury the nightly ones: the newest of each, and what failed.
    const [newest, failed, counts] = await Promise.all([
      listRunsByJob(db, scope, { ...q }, 1),
      listRuns(db, scope, { ...q, state: "failed" }, { limit: shownFailed }),
      countRuns(db, scope, { ...q }),
    ]);
    const chosen = new Map([...failed.runs, ...[...newest.values()].flat()].map((r) => [r.id, r]));
    const runs = [...chosen.values()].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime()).slice(0, shown);
    const silent = runs.filter((r) => r.lastSeen === null).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "job", label: "Job", unit: "text" },
          { id: "run", label: "Run", unit: "address", minor: true },
          { id: "start", label: "Started", unit: "time" },
          { id: "duration", label: "Took", unit: "durationMs", minor: true },
          { id: "state", label: "State", unit: "text" },
          { id: "exit", label: "Exit code", unit: "text", minor: true },
          { id: "connections", label: "Connections", unit: "count", minor: true },
          { id: "denied", label: "Denied", unit: "count" },
          { id: "retries", label: "Retries", unit: "count", minor: true },
          { id: "out", label: "Sent", unit: "bytes", minor: true },
        ],
        rows: runs.map((r) => ({
          id: r.id,
          link: runHref(r),
          sample: r.sample,
          cells: {
            job: r.job,
            run: r.externalId,
            start: r.startedAt.getTime(),
            duration: runDuration(r) ?? null,
            state: stateWords[stateOf(r)],
            exit: r.exitCode === null ? null : String(r.exitCode),
            connections: r.connections,
            denied: r.denied,
            retries: r.retries,
            out: r.bytesOut,
          },
        })),
        total: counts.runs,
      },
      coverage: {
        basis: `${counts.runs} runs of ${counts.jobs} jobs`,
        notes: [
          "shown: the newest of each job, and what failed",
          ...(counts.unsaid > 0 ? [`${counts.unsaid} known from logs alone: nobody told how they ended`] : []),
          ...(silent > 0 ? [`no log told of ${silent} of those shown`] : []),
        ],
        sample: runs.some((r) => r.sample),
      },
      ...(counts.runs === 0
        ? {
            empty: {
              why: "No batch run began in this period and scope. A run is known by a tag in the log, by waybill run around its command, or by a registered window.",
              action: { label: "How runs are known", href: "/runs" },
            },
          }
        : {}),
    };
  },
});
