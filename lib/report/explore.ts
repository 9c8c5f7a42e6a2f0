import type { Db } from "../db/client";
import { findRecordsGone } from "../db/kept-records";
import type { FoundPage } from "../db/search";
import type { Facet, FacetField } from "../db/search-count";
import { type Actor, guard } from "../model/role";
import type { Query } from "../query/ast";
import { parseQuery } from "../query/parse";
import { type Period, parsePeriod } from "../query/period";
import type { QueryProblem } from "../query/tokenize";
import type { ExplorerView } from "../query/view";
import { type CountedOverTime, countConnections, facetConnections, searchConnections } from "./search-connections";

export const explorerFacets: readonly FacetField[] = [
  "outcome",
  "service",
  "environment",
  "team",
  "domain",
  "dport",
  "app",
  "country",
  "proof",
  "rule",
  "action",
  "kind",
  "source",
  "job",
];
export const PAGE_SIZE = 100;

/** What a view of the explorer shows: each part is asked at once and awaited where it is drawn. */
export type Explored =
  | { queryProblems: readonly QueryProblem[]; periodProblem?: string }
  | {
      queryProblems?: undefined;
      period: Period;
      page: Promise<FoundPage>;
      histogram: Promise<CountedOverTime>;
      facets: Promise<Facet[]>;
      /** Before this moment records have gone while counts go on. */
      gone: Promise<number | undefined>;
    };

/** The search that a view means, or what keeps it from meaning one. */
export function searchOf(
  view: ExplorerView,
  now: number,
): { query: Query; period: Period } | { queryProblems: readonly QueryProblem[]; periodProblem?: string } {
  const { query, problems } = parseQuery(view.q);
  const period = parsePeriod(view, now, view.tz);
  if (period.problem !== undefined) return { queryProblems: problems ?? [], periodProblem: period.problem };
  return problems ? { queryProblems: problems } : { query, period: { from: period.from, to: period.to } };
}

export function explore(db: Db, actor: Actor, view: ExplorerView, now: number): Explored {
  guard(actor, "connection:read");
  const search = searchOf(view, now);
  if ("queryProblems" in search) return search;
  return {
    period: search.period,
    page: searchConnections(db, actor, search, { limit: PAGE_SIZE }),
    histogram: countConnections(db, actor, search, view.tz, now),
    facets: facetConnections(db, actor, search, explorerFacets),
    gone: findRecordsGone(db, search.period),
  };
}
