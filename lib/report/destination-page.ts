import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { type DestinationRow, findFirstSeen, listDestinations } from "../db/destination";
import { canonicalAddress } from "../model/address";
import { type Actor, guard } from "../model/role";
import { type Conditions, queryText } from "../query/link";
import type { Question } from "./view";

/** A host is told by its name, an address by itself and only where it has no name. */
export const destinationConditions = (host: string): Conditions => (canonicalAddress(host) ? { ip: host } : { host });

export const destinationQuery = (host: string, q: Pick<Question, "team" | "environment">): string =>
  queryText({ ...destinationConditions(host), team: q.team, environment: q.environment });

export const destinationHref = (host: string, q?: Pick<Question, "period">): string =>
  `/destinations/${encodeURIComponent(host)}${q ? `?${new URLSearchParams({ from: new Date(q.period.from).toISOString(), to: new Date(q.period.to).toISOString() })}` : ""}`;

/** The host as a segment of an address holds it; undefined where that is no encoding of a text. */
export function hostOfSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment).slice(0, 300);
  } catch {
    return undefined;
  }
}

export interface DestinationSummary {
  /** As far back as roll-ups are kept. */
  firstSeen?: Date;
  row?: DestinationRow;
}

/** What there is to say of one host (or address) in a sentence. */
export async function getDestinationSummary(db: Db, actor: Actor, q: Question, host: string): Promise<DestinationSummary> {
  guard(actor, "connection:read");
  const scope = scopeOf(actor);
  const [{ rows }, first] = await Promise.all([
    listDestinations(db, scope, q, { grain: "host", text: host, limit: 50 }),
    findFirstSeen(db, scope, "host", [host]),
  ]);
  const firstSeen = first.get(host);
  const row = rows.find((r) => r.name === host);
  return { ...(firstSeen && { firstSeen }), ...(row && { row }) };
}
