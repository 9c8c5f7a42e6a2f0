"use client";

import { use } from "react";
import type { Histogram } from "@/lib/db/search-count";
import { leftAndJudged, type Outcome } from "@/lib/model/verdict";
import { only } from "@/lib/query/edit";
import { printQuery } from "@/lib/query/print";
import { viewHref } from "@/lib/query/view";
import { Num } from "../page/num";
import { fullCount, percent } from "../ui/number";
import { useView } from "./use-view";

/** What was found, in a sentence whose numbers lead on. */
export function FoundSentence({ histogram }: { histogram: Promise<Histogram> }) {
  const { series, total, certainty } = use(histogram);
  const { view, query } = useView();
  const of = (o: Outcome): number => series.find((s) => s.outcome === o)?.values.reduce((a, b) => a + b, 0) ?? 0;
  const href = (o: Outcome): string =>
    viewHref({ ...view, peek: undefined, q: printQuery(only(query, "outcome", { kind: "exact", text: o })) });
  const judged = leftAndJudged.reduce((n, o) => n + of(o), 0);
  const parts = (["violation", "blocked", "unexplained"] as const).filter((o) => of(o) > 0);
  const words = { violation: "left against the policy", blocked: "were blocked", unexplained: "could not be judged" };
  if (total === 0) return <>No connections match in this period.</>;
  return (
    <>
      {certainty === "exact" ? "" : certainty === "at-most" ? "At most " : "About "}
      <Num>{fullCount(total)}</Num> {total === 1 ? "connection" : "connections"}
      {judged > 0 && (
        <>
          ; <Num href={href("conforming")}>{percent(of("conforming") / judged)}</Num> of what left and could be judged conformed
        </>
      )}
      {parts.map((o) => (
        <span key={o}>
          , <Num href={href(o)}>{fullCount(of(o))}</Num> {words[o]}
        </span>
      ))}
      .
    </>
  );
}
