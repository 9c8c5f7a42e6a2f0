import { scopeOf } from "../../access/scope";
import { countRuns, listRuns, stateOf } from "../../db/run-list";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { runDuration, runHref, stateWords } from "../run-words";
import { defineView } from "../view";

const shown = 12;

export const engineerRuns = defineView<Table>({
  id: "engineer-runs",
  question: "Which batch runs were there, and how did they end?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const scope = scopeOf(actor);
    const [{ runs }, counts] = await Promise.all([listRuns(db, scope, { ...q }, { limit: shown }), countRuns(db, scope, { ...q })]);
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
          { id: "connections", label: "Connections", unit: "count" },
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
