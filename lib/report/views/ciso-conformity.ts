import { guard } from "../../model/role";
import { left, leftAndJudged } from "../../model/verdict";
import { and } from "../../query/ast";
import { connectionsHref, queryOf } from "../../query/link";
import type { Series } from "../answer";
import { coverageOf, nothingJudged, readCounted } from "../counted";
import { countedKinds } from "../counted-kinds";
import { previousOf, readOutcomesOverTime, sumOf } from "../outcomes-over-time";
import { hatched, readGaps } from "../source-gaps";
import { defineView } from "../view";

const share = (part: (number | null)[], whole: (number | null)[]): (number | null)[] =>
  part.map((p, i) => (p !== null && whole[i] ? p / whole[i]! : null));

export const cisoConformity = defineView<Series>({
  id: "ciso-conformity",
  question: "How much of what left conformed?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const [found, gaps, counted, versions] = await Promise.all([
      readOutcomesOverTime(db, actor, q),
      readGaps(db, actor, q),
      readCounted(db, actor, q),
      db.prisma.policyVersion.findMany({
        where: { publishedAt: { gte: new Date(q.period.from), lt: new Date(q.period.to) } },
        select: { version: true, publishedAt: true },
        orderBy: { version: "asc" },
      }),
    ]);
    const n = found.starts.length;
    const kinds = countedKinds(counted);
    const values = share(sumOf(found.now, ["conforming"], n), sumOf(found.now, leftAndJudged, n));
    const before = previousOf(found, ["conforming"]);
    const previous = before && share(before.previous, previousOf(found, leftAndJudged)!.previous);
    return {
      answer: {
        form: "series",
        unit: "ratio",
        buckets: found.starts,
        bucketMs: found.bucketMs,
        series: [{ id: "conformity", label: "Conformity", outcome: "conforming", values, ...(previous ? { previous } : {}) }],
        marks: versions.map((v) => ({ at: v.publishedAt.getTime(), label: `Policy ${v.version}`, link: `/policy/${v.version}` })),
        gaps: hatched(found, gaps, sumOf(found.now, [...left, "blocked", "false-reject", "not-left"], n)),
        link: (from, to) =>
          connectionsHref(and(queryOf({ team: q.team, environment: q.environment, outcome: ["violation", "reported"] }), kinds), {
            from,
            to,
          }),
      },
      coverage: coverageOf(counted),
      ...(values.every((v) => v === null) ? { empty: nothingJudged } : {}),
    };
  },
});
