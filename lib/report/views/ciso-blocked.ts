import { guard } from "../../model/role";
import type { Outcome } from "../../model/verdict";
import { and } from "../../query/ast";
import { connectionsHref, queryOf } from "../../query/link";
import type { Series } from "../answer";
import { coverageOf, readCounted } from "../counted";
import { countedKinds } from "../counted-kinds";
import { previousOf, readOutcomesOverTime, sumOf } from "../outcomes-over-time";
import { hatched, readGaps } from "../source-gaps";
import { defineView } from "../view";

const stopped: readonly Outcome[] = ["blocked", "false-reject"];

export const cisoBlocked = defineView<Series>({
  id: "ciso-blocked",
  question: "What did the engines stop?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const [found, gaps, counted] = await Promise.all([
      readOutcomesOverTime(db, actor, q),
      readGaps(db, actor, q),
      readCounted(db, actor, q),
    ]);
    const n = found.starts.length;
    const kinds = countedKinds(counted);
    const { basis, freshUntil, sample } = coverageOf(counted);
    return {
      answer: {
        form: "series",
        unit: found.measure === "bytes" ? "bytes" : "count",
        buckets: found.starts,
        bucketMs: found.bucketMs,
        series: stopped.map((outcome) => ({
          id: outcome,
          label: outcome === "blocked" ? "Blocked" : "False reject",
          outcome,
          values: sumOf(found.now, [outcome], n),
          ...previousOf(found, [outcome]),
        })),
        gaps: hatched(found, gaps),
        link: (from, to) =>
          connectionsHref(and(queryOf({ team: q.team, environment: q.environment, outcome: stopped }), kinds), { from, to }),
      },
      coverage: { basis, freshUntil, sample, notes: ["never part of conformity", "only logs with an engine can tell"] },
      ...(sumOf(found.now, stopped, n).every((v) => v === 0)
        ? { empty: { why: "No engine has stopped anything in this period and scope, or no log with an engine is connected." } }
        : {}),
    };
  },
});
