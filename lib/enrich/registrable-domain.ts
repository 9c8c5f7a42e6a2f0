import { getDomain } from "tldts";
import { detached } from "../model/detached";

const known = new Map<string, string | undefined>();

/**
 * The registrable domain of a host: one label below its public suffix. Suffixes of the list's private section count as
 * suffixes (`x.github.io` is its owner's, not github.io's), since whoever can register below one can receive data.
 */
export function registrableDomain(host: string): string | undefined {
  if (known.has(host)) return known.get(host);
  const domain = getDomain(host, { allowPrivateDomains: true, validateHostname: false, detectIp: false }) ?? undefined;
  if (known.size >= 100_000) known.clear();
  known.set(detached(host), domain && detached(domain));
  return domain;
}
