import { parseCidr } from "../model/address";
import type { PortRange, Rule } from "../model/policy";
import { asks } from "./match";
import { isGlob, readPattern } from "./pattern";
import { countriesOf } from "./regions";

export const destinationClasses = ["exact", "pattern", "cidr", "asn", "region", "any"] as const;
export type DestinationClass = (typeof destinationClasses)[number];

/** One destination of one rule. A rule with three hosts stands in the order three times, as if it were three rules. */
export interface Entry {
  /** Position in policy.rules. */
  rule: number;
  form: DestinationClass;
  /** Host pattern, prefix or region as written; empty for asn and any. */
  destination: string;
}

/**
 * All entries, the first that matches decides: lower priority, then the more specific destination, caller, port and
 * protocol, then deny before allow, then the smaller id.
 */
export function orderOf(rules: readonly Rule[]): Entry[] {
  const keys = rules.map(ruleKey);
  const entries = rules.flatMap((rule, i) => entriesOf(rule, i));
  const destinations = entries.map((e) => destinationKey(e, rules[e.rule]!));
  return entries
    .map((_, i) => i)
    .sort((a, b) => {
      const ra = entries[a]!.rule;
      const rb = entries[b]!.rule;
      const ka = keys[ra]!;
      const kb = keys[rb]!;
      if (ka[0] !== kb[0]) return ka[0]! - kb[0]!;
      const da = destinations[a]!;
      const db = destinations[b]!;
      for (let k = 0; k < 3; k++) if (da[k] !== db[k]) return da[k]! - db[k]!;
      for (let k = 1; k < ka.length; k++) if (ka[k] !== kb[k]) return ka[k]! - kb[k]!;
      const ia = rules[ra]!.id;
      const ib = rules[rb]!.id;
      return ia < ib ? -1 : ia > ib ? 1 : ra - rb || a - b;
    })
    .map((i) => entries[i]!);
}

export function entriesOf({ to }: Rule, rule: number): Entry[] {
  if (to.host)
    return to.host.map((destination) => ({ rule, form: readPattern(destination).form === "exact" ? "exact" : "pattern", destination }));
  if (to.cidr) return to.cidr.map((destination) => ({ rule, form: "cidr", destination }));
  if (to.asn) return [{ rule, form: "asn", destination: "" }];
  if (to.region) return to.region.map((destination) => ({ rule, form: "region", destination }));
  return [{ rule, form: "any", destination: "" }];
}

/** Class; within it the more labels, the longer prefix or the fewer countries; then what else of the destination is asked for. */
function destinationKey({ form, destination }: Entry, { to }: Rule): number[] {
  const asked = [to.host, to.cidr, to.asn, to.region].filter((x) => x !== undefined).length;
  return [destinationClasses.indexOf(form), detail(form, destination), -asked];
}

function detail(form: DestinationClass, destination: string): number {
  switch (form) {
    case "pattern": {
      const { form: star, name } = readPattern(destination);
      return -2 * name.split(".").length + (star === "many" ? 1 : 0);
    }
    case "cidr": {
      const cidr = parseCidr(destination)!;
      return -(cidr.family === 4 ? cidr.length + 96 : cidr.length);
    }
    case "region":
      return countriesOf(destination)?.length ?? 0;
    default:
      return 0;
  }
}

/** Priority; keys of `from`, more first; those with a glob, fewer first; ports and protocols, fewer first; deny before allow. */
function ruleKey({ priority, from, to, effect }: Rule): number[] {
  const named = [from.service, from.environment, from.team].filter(asks);
  const globs = [...named, ...(from.tags ?? []).map((t) => t.values)].filter((names) => names.some(isGlob)).length;
  return [
    priority,
    -(named.length + (from.tags?.length ?? 0)),
    globs,
    portCount(to.port),
    to.protocol?.length ?? 256,
    effect === "deny" ? 0 : 1,
  ];
}

export const portCount = (ports: readonly PortRange[] | undefined): number =>
  ports ? ports.reduce((n, r) => n + r.last - r.first + 1, 0) : 65_537;
