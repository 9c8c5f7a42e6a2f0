import type { FoundRecord } from "@/lib/db/found-record";
import { connectionsHref, queryText } from "@/lib/query/link";
import type { ColumnId } from "@/lib/query/view";

/** The page of the thing that a value names. */
export function pageOf(column: ColumnId, { facts }: FoundRecord): { href: string; label: string } | undefined {
  const host = facts.host ?? facts.ip;
  switch (column) {
    case "dst":
    case "host":
    case "ip":
      return host === undefined ? undefined : { href: `/destinations/${encodeURIComponent(String(host))}`, label: "Open destination" };
    case "domain":
      return facts.domain ? { href: `/destinations?domain=${encodeURIComponent(String(facts.domain))}`, label: "Open domain" } : undefined;
    case "rule":
    case "policy":
      return facts.policy ? { href: `/policy/${facts.policy}`, label: "Open policy version" } : undefined;
    case "job":
      return facts.job ? { href: `/runs?job=${encodeURIComponent(String(facts.job))}`, label: "Open runs of this job" } : undefined;
    case "session":
      return facts.session
        ? { href: connectionsHref(queryText({ session: String(facts.session) })), label: "Everything of this session" }
        : undefined;
    case "trace":
      return facts.trace
        ? { href: connectionsHref(queryText({ trace: String(facts.trace) })), label: "Everything of this trace" }
        : undefined;
    default:
      return undefined;
  }
}
