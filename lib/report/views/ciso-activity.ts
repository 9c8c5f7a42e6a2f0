import { guard } from "../../model/role";
import { left } from "../../model/verdict";
import { and } from "../../query/ast";
import { connectionsHref, queryOf } from "../../query/link";
import type { Series } from "../answer";
import { coverageOf, nothingJudged, readCounted } from "../counted";
import { countedKinds } from "../counted-kinds";
import { previousOf, readOutcomesOverTime, sumOf } from "../outcomes-over-time";
import { hatched, readGaps, readSamplingNotes } from "../source-gaps";
import { defineView } from "../view";

const labels = { conforming: "Conforming", reported: "Reported", violation: "Violation", unexplained: "Unexplained" };

export const cisoActivity = defineView<Series>({
  id: "ciso-activity",
  question: "How much left?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const [found, gaps, counted, sampling] = await Promise.all([
      readOutcomesOverTime(db, actor, q),
      readGaps(db, actor, q),
      readCounted(db, actor, q),
      readSamplingNotes(db, actor, q),
    ]);
    const coverage = coverageOf(counted);
    const n = found.starts.length;
    const kinds = countedKinds(counted);
    return {
      answer: {
        form: "series",
        unit: found.measure === "bytes" ? "bytes" : "count",
        buckets: found.starts,
        bucketMs: found.bucketMs,
        series: left.map((outcome) => ({
          id: outcome,
          label: labels[outcome as keyof typeof labels],
          outcome,
          values: sumOf(found.now, [outcome], n),
          ...previousOf(found, [outcome]),
        })),
        gaps: hatched(found, gaps),
        link: (from, to) => connectionsHref(and(queryOf({ team: q.team, environment: q.environment, outcome: left }), kinds), { from, to }),
      },
      coverage: { ...coverage, notes: [...(coverage.notes ?? []), ...sampling] },
      ...(sumOf(found.now, left, n).every((v) => v === 0) ? { empty: nothingJudged } : {}),
    };
  },
});
