"use client";

import { use } from "react";
import { type Outcome, outcomes } from "@/lib/model/verdict";
import { only } from "@/lib/query/edit";
import { printQuery } from "@/lib/query/print";
import { viewHref } from "@/lib/query/view";
import type { CountedOverTime } from "@/lib/report/search-connections";
import { Num } from "../page/num";
import { fullCount } from "../ui/number";
import { useView } from "./use-view";

/** What was found, in a sentence whose numbers lead on. */
export function FoundSentence({ histogram }: { histogram: Promise<CountedOverTime> }) {
  const { series, total, certainty } = use(histogram);
  const { view, query } = useView();
  const of = (o: Outcome): number => series.find((s) => s.outcome === o)?.values.reduce((a, b) => a + b, 0) ?? 0;
  const href = (o: Outcome): string =>
    viewHref({ ...view, peek: undefined, q: printQuery(only(query, "outcome", { kind: "exact", text: o })) });
  const parts = outcomes.filter((o) => of(o) > 0);
  if (total === 0) return <>Nothing was seen in this period that matches.</>;
  return (
    <>
      {certainty === "exact" ? "" : certainty === "at-most" ? "At most " : "About "}
      <Num>{fullCount(total)}</Num> {total === 1 ? "observation" : "observations"}
      {/* A phone has the outcomes among the facets. */}
      <span className="max-sm:hidden">
        {parts.length > 0 && ": "}
        {parts.map((o, i) => (
          <span key={o}>
            {i > 0 && ", "}
            <Num href={href(o)}>{fullCount(of(o))}</Num> {words[o]}
          </span>
        ))}
      </span>
      .
    </>
  );
}

/** An activity that two logs saw is two observations: figures of conformity are on the homes, where it counts once. */
const words: Record<Outcome, string> = {
  conforming: "conforming",
  "false-reject": "blocked although allowed",
  reported: "reported",
  blocked: "blocked",
  violation: "against the policy",
  unexplained: "that could not be judged",
  "not-left": "of what did not leave or is not judged",
};
