import type { Rule, Who } from "../model/policy";

/**
 * What a rule allows or denies, as text that is equal exactly when that is equal: groups spelled out, lists sorted.
 * Owner, reason, ticket and review are not part of it. A confirmation is bound to this text.
 */
export function ruleContent({ from, to, effect, mode, proof, until, priority }: Rule): string {
  const who = (w: Who): unknown[] => [
    sorted(w.service),
    sorted(w.environment),
    sorted(w.team),
    (w.tags ?? []).map((t) => [t.key, sorted(t.values)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ];
  return JSON.stringify([
    1,
    effect,
    mode,
    priority,
    who(from),
    (from.except ?? []).map((w) => JSON.stringify(who(w))).sort(),
    [to.host, to.cidr, to.region, to.protocol].map(sorted),
    to.port?.map((r) => [r.first, r.last]) ?? null,
    to.asn ? [...to.asn].sort((a, b) => a - b) : null,
    proof ?? null,
    until ?? null,
  ]);
}

const sorted = (list: readonly string[] | undefined): string[] | null => (list ? [...list].sort() : null);
