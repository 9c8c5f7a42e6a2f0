import { guard } from "../../model/role";
import type { ComparedCall } from "../../model/run";
import { callName, changeDetail, markWords, runHref } from "../../model/run-words";
import type { Table } from "../answer";
import { EARLIER_RUNS, readLatestChanges } from "../latest-changes";
import { defineView } from "../view";

const shown = 12;

export const engineerChanges = defineView<Table>({
  id: "engineer-changes",
  question: "What do the latest runs do that earlier ones did not, and what no longer?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const jobs = await readLatestChanges(db, actor, q);
    const rows = jobs.flatMap((job) => job.changed.map((call) => ({ job, call }))).sort((a, b) => rank(a.call) - rank(b.call));
    const first = jobs.filter((j) => j.earlier.length === 0).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "change", label: "Change", unit: "text" },
          { id: "endpoint", label: "Endpoint", unit: "address" },
          { id: "job", label: "Job", unit: "text" },
          { id: "now", label: "Calls now", unit: "count", minor: true },
          { id: "detail", label: "Against earlier runs", unit: "text", minor: true },
        ],
        rows: rows.slice(0, shown).map(({ job, call }) => ({
          id: `${job.run.id} ${call.key}`,
          link: runHref(job.run),
          sample: job.run.sample,
          cells: {
            change: call.marks.map((m) => markWords[m]).join(", "),
            endpoint: callName(call),
            job: job.run.job,
            now: call.now?.count ?? 0,
            detail: changeDetail(job, call),
          },
        })),
        total: rows.length,
      },
      coverage: {
        basis: `latest run of ${jobs.length} ${jobs.length === 1 ? "job" : "jobs"}, each against up to ${EARLIER_RUNS} runs before it`,
        notes: first > 0 ? [first === 1 ? "one ran for the first time" : `${first} ran for the first time`] : [],
        sample: rows.some(({ job }) => job.run.sample),
      },
      ...(rows.length === 0
        ? {
            empty:
              jobs.length === 0
                ? { why: "No batch run ended in this period and scope, so there is nothing to hold against earlier runs." }
                : {
                    why: "The latest run of every job called what its earlier runs called: nothing new, missing, failing, slower or bigger.",
                    action: { label: "See the runs", href: "/runs" },
                  },
          }
        : {}),
    };
  },
});

const order = Object.keys(markWords);
const rank = (call: ComparedCall): number => order.indexOf(call.marks[0]!);
