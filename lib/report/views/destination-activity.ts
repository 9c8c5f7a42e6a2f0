import { scopeOf } from "../../access/scope";
import { countDestinationOverTime } from "../../db/destination";
import { guard } from "../../model/role";
import { type Outcome, outcomes } from "../../model/verdict";
import { connectionsHref } from "../../query/link";
import type { Series } from "../answer";
import { destinationQuery } from "../destination-page";
import { hatched, readGaps } from "../source-gaps";
import { timeBuckets } from "../time-buckets";
import { defineView } from "../view";

const labels: Record<Outcome, string> = {
  conforming: "Conforming",
  "false-reject": "False reject",
  reported: "Reported",
  blocked: "Blocked",
  violation: "Violation",
  unexplained: "Unexplained",
  "not-left": "Not left",
};

export const destinationActivity = defineView<Series>({
  id: "destination-activity",
  question: "When was it called?",
  permission: "connection:read",
  async answer(db, actor, q) {
    guard(actor, "connection:read");
    const host = q.params?.["host"] ?? "";
    const { starts, bucketMs } = timeBuckets(q.period);
    const [rows, gaps] = await Promise.all([countDestinationOverTime(db, scopeOf(actor), q, host, starts), readGaps(db, actor, q)]);
    const series = outcomes.flatMap((outcome) => {
      const own = rows.filter((r) => r.outcome === outcome);
      if (own.length === 0) return [];
      const values = new Array<number>(starts.length).fill(0);
      for (const { bucket, count } of own) values[bucket] = (values[bucket] ?? 0) + count;
      return [{ id: outcome, label: labels[outcome], outcome, values }];
    });
    return {
      answer: {
        form: "series",
        unit: "count",
        buckets: starts,
        bucketMs,
        series,
        gaps: hatched({ starts, bucketMs }, gaps),
        link: (from, to) => connectionsHref(destinationQuery(host, q), { from, to }),
      },
      coverage: { basis: "each activity counted once per caller" },
      ...(series.length === 0
        ? {
            empty: {
              why: "Nothing was judged for this destination in this period.",
              action: { label: "Look back 90 days", href: `?from=now-90d/d&to=now` },
            },
          }
        : {}),
    };
  },
});
