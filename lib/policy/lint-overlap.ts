import type { Policy, Rule } from "../model/policy";
import { covers, coversPattern } from "./covers";
import type { Lint } from "./lint";
import { type Bucket, Lookup } from "./lookup";
import { asks } from "./match";
import { isGlob, readPattern } from "./pattern";
import { entriesOf } from "./precedence";
import { countriesOf } from "./regions";
import { type Facts, factsOf } from "./subject";
import { verdictOf } from "./verdict-of";

// 10,000 rules that all speak of one host would be compared pair by pair; the rest goes unremarked.
const MOST_COMPARED = 2_000_000;

/** Rules that another rule makes superfluous: shadowed (never asked), contradictory (same match, other verdict), redundant. */
export const lintOverlap: Lint = (policy, _context, say) => {
  const order = new Order(policy);
  for (const [index, rule] of policy.rules.entries()) {
    for (const other of order.candidates(index)) {
      const outer = policy.rules[other]!;
      if (!covers(outer, rule)) continue;
      const isSame = verdictOf(outer) === verdictOf(rule);
      const comes = order.compare(other, index);
      if (comes === "before" && isSame)
        say(
          rule,
          "warning",
          "redundant",
          [],
          `It never decides: rule ${outer.id} comes first and says the same.`,
          `Remove it, or take what it names out of ${outer.id}.`,
        );
      else if (comes === "before" && covers(rule, outer))
        say(
          rule,
          "warning",
          "contradictory",
          [],
          `Rule ${outer.id} matches exactly the same and says the opposite; it comes first.`,
          "Remove one of the two.",
        );
      else if (comes === "before")
        say(
          rule,
          "warning",
          "shadowed",
          [],
          `It never decides: rule ${outer.id} comes first and covers it.`,
          "Give it a lower `priority`, or remove it.",
        );
      else if (comes === "after" && isSame && !covers(rule, outer) && !order.speaksBetween(index, other))
        say(
          rule,
          "note",
          "redundant",
          [],
          `Without it nothing would change: rule ${outer.id} covers it and says the same.`,
          "Remove one of the two, or narrow the wider one.",
        );
      else continue;
      break;
    }
  }
};

/** Where rules stand to one another in the order of precedence. */
class Order {
  readonly #lookup: Lookup;
  readonly #positions: { first: number; last: number }[];
  readonly #positionsOf = new Map<string, number[]>();
  #compared = 0;

  constructor(readonly policy: Policy) {
    this.#lookup = new Lookup(policy.rules);
    this.#positions = policy.rules.map(() => ({ first: Number.POSITIVE_INFINITY, last: -1 }));
    this.#lookup.order.forEach(({ rule }, position) => {
      const p = this.#positions[rule]!;
      p.first = Math.min(p.first, position);
      p.last = Math.max(p.last, position);
      const verdict = verdictOf(policy.rules[rule]!);
      this.#positionsOf.set(verdict, this.#positionsOf.get(verdict) ?? []);
      this.#positionsOf.get(verdict)!.push(position);
    });
  }

  /** Rules that may cover this one: those found for its first destination and its first caller. */
  candidates(index: number): number[] {
    const rule = this.policy.rules[index]!;
    const found = new Set<number>();
    const services = rule.from.service;
    const service = asks(services) && !services.some(isGlob) ? services[0] : undefined;
    const take = (bucket: Bucket): void => {
      for (const list of [bucket.named(service), bucket.rest])
        for (const position of list) {
          if (this.#compared++ > MOST_COMPARED) return;
          found.add(this.#lookup.order[position]!.rule);
        }
    };
    this.#lookup.visit(probe(rule, index), take);
    found.delete(index);
    return [...found];
  }

  compare(a: number, b: number): "before" | "after" | "mixed" {
    const pa = this.#positions[a]!;
    const pb = this.#positions[b]!;
    return pa.last < pb.first ? "before" : pb.last < pa.first ? "after" : "mixed";
  }

  /** Whether a rule of another verdict that may meet the same connections stands between the two. */
  speaksBetween(first: number, last: number): boolean {
    const rule = this.policy.rules[first]!;
    const from = this.#positions[first]!.first;
    const to = this.#positions[last]!.last;
    for (const [verdict, positions] of this.#positionsOf) {
      if (verdict === verdictOf(rule)) continue;
      for (const position of positions) {
        if (position >= to) break;
        if (position <= from) continue;
        if (this.#compared++ > MOST_COMPARED || mayMeet(this.policy.rules[this.#lookup.order[position]!.rule]!, rule)) return true;
      }
    }
    return false;
  }
}

/** False only where two rules can have no connection in common. */
function mayMeet(a: Rule, b: Rule): boolean {
  const apart = <T>(x: readonly T[] | undefined, y: readonly T[] | undefined, meet: (x: T, y: T) => boolean): boolean =>
    !!x && !!y && !x.some((one) => y.some((two) => meet(one, two) || meet(two, one)));
  return !(
    apart(a.to.host, b.to.host, coversPattern) ||
    apart(a.to.protocol, b.to.protocol, (x, y) => x === y) ||
    (["service", "environment", "team"] as const).some(
      (k) => ![...(a.from[k] ?? []), ...(b.from[k] ?? [])].some(isGlob) && apart(a.from[k], b.from[k], (x, y) => x === y),
    )
  );
}

/** A connection that the rule's first destination meets, and that only rules at least as wide meet too. */
function probe(rule: Rule, index: number): Facts {
  const { destination, form } = entriesOf(rule, index)[0]!;
  const pattern = form === "exact" || form === "pattern" ? readPattern(destination) : undefined;
  const label = "waybill-probe";
  const below = pattern && { exact: "", one: `${label}.`, many: `${label}.${label}.` }[pattern.form];
  return factsOf({
    dstHost: pattern && `${below}${pattern.name}`,
    dstIp: rule.to.cidr?.[0]?.split("/")[0],
    asn: rule.to.asn?.[0],
    country: rule.to.region && countriesOf(rule.to.region[0]!)?.[0],
    mayResolve: true,
  });
}
