import type { Policy, Rule } from "../model/policy";
import type { Decision } from "./decide";
import type { Lookup } from "./lookup";
import { NO, OPEN, type RuleTest, type Truth, testExcept, testPort, testProof, testProtocol, testTag } from "./match";
import { readPattern } from "./pattern";
import type { Facts } from "./subject";
import { destinationOf, listOf, portsOf } from "./words";

export interface Explanation {
  verdict: Decision["verdict"];
  /** Id of the rule that decided. */
  rule?: string;
  /** One or two sentences. */
  reason: string;
  /** Allow rules that came close, nearest first, at most three; for `unknown` those that could decide. */
  nearest: NearRule[];
}

export interface NearRule {
  rule: string;
  /** Keys of the rule that did not match, as the policy writes them: service, tags.tier, host, port … */
  failed: string[];
  /** Keys that could not be tested since the record lacks the field. */
  missing?: string[];
}

const NEAREST = 3;
// Of one bucket; the decision itself looks at all of them.
const LOOKED_AT = 500;

export function explain(
  policy: Policy,
  tests: readonly RuleTest[],
  lookup: Lookup,
  facts: Facts,
  decision: Decision & { open?: number },
): Explanation {
  const { verdict } = decision;
  const rule = policy.rules[decision.rule];
  if (rule) return { verdict, rule: rule.id, reason: decided(rule), nearest: [] };
  const candidates = near(policy, tests, lookup, facts, verdict === "unknown" ? decision.open : undefined);
  const nearest = candidates
    .slice(0, NEAREST)
    .map(({ rule, failed, missing }) => ({ rule: rule.id, failed, ...(missing.length > 0 ? { missing } : {}) }));
  const first = candidates[0];
  if (verdict === "unknown") return { verdict, reason: undecided(first), nearest };
  const miss = verdict === "reported" ? "No rule speaks of it; the policy reports what is not listed." : "No rule allows it.";
  return {
    verdict,
    reason: first
      ? `${miss} Nearest is ${first.rule.id}: ${listOf(
          first.failed.map((f) => failure(first.rule, f, facts)),
          "and",
        )}.`
      : miss,
    nearest,
  };
}

function decided(rule: Rule): string {
  if (rule.effect === "deny") return `Rule ${rule.id} denies ${destinationOf(rule)}.`;
  if (rule.mode === "report") return `Rule ${rule.id} reports ${destinationOf(rule)} until the end of ${rule.until} (UTC); then it ends.`;
  return `Rule ${rule.id} allows ${destinationOf(rule)}.`;
}

function undecided(first: Candidate | undefined): string {
  if (!first) return "Something that the rules need is not known.";
  const lacks = first.missing.map((m) => said[m] ?? `the tag ${m.slice("tags.".length)}`);
  const one = lacks.length === 1;
  return `${listOf(lacks, "and").replace(/^./, (c) => c.toUpperCase())} ${one ? "is" : "are"} not known, and rule ${first.rule.id} depends on ${one ? "it" : "them"}.`;
}

const said: Record<string, string> = {
  service: "the service",
  environment: "the environment",
  team: "the team",
  host: "the host name",
  cidr: "the address",
  region: "the country",
  asn: "the autonomous system",
  port: "the port",
  protocol: "the protocol",
  proof: "how well the name is proven",
  until: "the time",
  except: "who exactly called",
};

interface Candidate {
  rule: Rule;
  position: number;
  failed: string[];
  missing: string[];
  closeness: number;
}

function near(policy: Policy, tests: readonly RuleTest[], lookup: Lookup, facts: Facts, open: number | undefined): Candidate[] {
  const positions = new Set<number>(open === undefined ? [] : [open]);
  const take = (list: readonly number[]): void => {
    for (let i = 0; i < list.length && i < LOOKED_AT; i++) positions.add(list[i]!);
  };
  lookup.visit(facts, (bucket) => take(bucket.all));
  for (const bucket of [lookup.hosts, lookup.addresses, lookup.asns, lookup.regions]) {
    take(bucket.named(facts.service));
    take(bucket.rest);
  }
  const byRule = new Map<number, Candidate>();
  for (const position of positions) {
    const index = lookup.order[position]!.rule;
    const rule = policy.rules[index]!;
    if (byRule.has(index) || (rule.effect === "deny" && position !== open)) continue;
    const { failed, missing } = fields(tests[index]!, facts);
    if (isNear(failed))
      byRule.set(index, { rule, position, failed, missing, closeness: position === open ? 1000 : closeness(rule, facts) });
  }
  return [...byRule.values()].sort(
    (a, b) =>
      Number(b.position === open) - Number(a.position === open) ||
      a.failed.length - b.failed.length ||
      b.closeness - a.closeness ||
      a.missing.length - b.missing.length ||
      a.position - b.position,
  );
}

const destinationKeys = ["host", "cidr", "region", "asn"];
const callerKeys = ["service", "environment", "team", "except"];

/** A rule for another caller and another destination says nothing about this one. */
function isNear(failed: readonly string[]): boolean {
  return !(failed.some((f) => destinationKeys.includes(f)) && failed.some((f) => callerKeys.includes(f) || f.startsWith("tags.")));
}

/** Each key of the rule by itself; the same tests that decide. */
function fields(test: RuleTest, f: Facts): { failed: string[]; missing: string[] } {
  const failed: string[] = [];
  const missing: string[] = [];
  const note = (key: string, truth: Truth | undefined): void => {
    if (truth === NO) failed.push(key);
    else if (truth === OPEN) missing.push(key);
  };
  const isIn = (known: boolean, isMember: boolean): Truth => (known ? (isMember ? 1 : NO) : OPEN);
  const { to } = test.rule;
  note("service", test.from.service?.test(f.service));
  note("environment", test.from.environment?.test(f.environment));
  note("team", test.from.team?.test(f.team));
  for (const tag of test.from.tags) note(`tags.${tag.key}`, testTag(tag, f));
  if (test.except.length > 0) note("except", testExcept(test.except, f));
  if (to.host) note("host", isIn(f.host !== undefined, typeof f.host === "string" && to.host.some((p) => matchesHost(p, f.host!))));
  if (to.cidr) note("cidr", isIn(f.ip !== undefined, f.ip !== undefined && test.holdsAddress(f.ip)));
  if (test.asns) note("asn", isIn(f.asn !== undefined, test.asns.has(f.asn!)));
  if (test.countries) note("region", isIn(f.country !== undefined, test.countries.has(f.country!)));
  note("port", testPort(test.ports, f));
  note("protocol", testProtocol(test.protocols, f));
  note("proof", testProof(test.proof, f));
  if (test.rule.until) note("until", isIn(f.at !== undefined, f.at! < test.end));
  return { failed, missing };
}

export function matchesHost(pattern: string, host: string): boolean {
  const { form, name } = readPattern(pattern);
  if (form === "exact") return host === name;
  if (!host.endsWith(`.${name}`)) return false;
  return form === "many" || !host.slice(0, -name.length - 1).includes(".");
}

/** A met destination is nearest; else the more labels two names share from the right, the nearer. */
function closeness({ to }: Rule, f: Facts): number {
  if (!to.host) return to.cidr || to.asn || to.region ? 0 : 100;
  if (typeof f.host !== "string") return 0;
  const labels = f.host.split(".").reverse();
  return Math.max(
    ...to.host.slice(0, LOOKED_AT).map((p) => {
      if (matchesHost(p, f.host!)) return 100;
      const theirs = readPattern(p).name.split(".").reverse();
      const differs = theirs.findIndex((label, i) => label !== labels[i]);
      return differs < 0 ? theirs.length : differs;
    }),
  );
}

function failure(rule: Rule, key: string, f: Facts): string {
  const { from, to } = rule;
  const not = (names: readonly string[] | undefined, value: unknown): string => `it is for ${listOf(names ?? [])}, not ${String(value)}`;
  switch (key) {
    case "service":
    case "environment":
    case "team":
      return not(from[key], f[key]);
    case "except":
      return "it leaves this caller out";
    case "host":
      return typeof f.host === "string" ? not(to.host, f.host) : "it is for a name, and here is only an address";
    case "cidr":
      return not(to.cidr, f.ip);
    case "region":
      return not(to.region, f.country);
    case "asn":
      return not(
        to.asn?.map((n) => `AS ${n}`),
        `AS ${f.asn}`,
      );
    case "port":
      return `it is for port ${portsOf(to.port ?? [])}, not ${f.port ?? f.protocol}`;
    case "protocol":
      return not(to.protocol, f.protocol);
    case "proof":
      return `it needs the name to be ${rule.proof}, here it is ${f.proof}`;
    case "until":
      return `it ended on ${rule.until}`;
    default:
      return `${key} differs`;
  }
}
