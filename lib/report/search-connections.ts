import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { type FoundPage, type Search, searchRecords } from "../db/search";
import { completeValues, countFacets, countOverTime, type Facet, type FacetField, facetFields, type Histogram } from "../db/search-count";
import { type Actor, guard } from "../model/role";
import { and, type Query, where } from "../query/ast";
import { speaksOf } from "../query/edit";
import type { Series } from "./answer";
import { hatched, readSearchGaps } from "./source-gaps";

/** What the explorer asks: everybody's questions go through here, so that grant and scope hold for each. */

/** A query that says nothing of twins leaves them out, as figures do. */
export const withoutTwins = (query: Query): Query =>
  speaksOf(query, "twin") ? query : and(query, where("twin", { kind: "flag", is: false }));

const counted = (search: Search): Search => ({ ...search, query: withoutTwins(search.query) });

/** Newest first. A link someone made by hand may hold any cursor: one that is none begins at the end of the period. */
export function searchConnections(db: Db, actor: Actor, search: Search, page: { after?: string; limit: number }): Promise<FoundPage> {
  guard(actor, "connection:read");
  return searchRecords(db, scopeOf(actor), counted(search), page);
}

/** Counts over time, and where they are not the whole. */
export type CountedOverTime = Histogram & { gaps: NonNullable<Series["gaps"]> };

export async function countConnections(db: Db, actor: Actor, search: Search, zone: string, now: number): Promise<CountedOverTime> {
  guard(actor, "connection:read");
  const scope = scopeOf(actor);
  const [found, gaps] = await Promise.all([countOverTime(db, scope, counted(search), zone), readSearchGaps(db, scope, search, now)]);
  const { starts, end } = found.buckets;
  return { ...found, gaps: hatched({ starts, bucketMs: end - (starts.at(-1) ?? end) }, gaps) };
}

export function facetConnections(db: Db, actor: Actor, search: Search, fields: readonly FacetField[], most?: number): Promise<Facet[]> {
  guard(actor, "connection:read");
  return countFacets(db, scopeOf(actor), counted(search), fields, most);
}

export function completeConnections(
  db: Db,
  actor: Actor,
  search: Search,
  field: string,
  prefix: string,
): Promise<{ value: string; count: number }[]> {
  guard(actor, "connection:read");
  const known = facetFields.find((f) => f === field);
  return known ? completeValues(db, scopeOf(actor), counted(search), known, prefix.slice(0, 200)) : Promise.resolve([]);
}
