/**
 * What a policy means, as plainly as it can be said: every rule is asked, those that match are sorted. For tests only.
 * It shares no code with decide.ts but the model's types and the lists of countries.
 */
import ipaddr from "ipaddr.js";
import type { Policy, Rule, Who } from "../model/policy";
import type { DecideSubject } from "./decide";
import { countriesOf } from "./regions";

type Truth = boolean | undefined;
const and = (...all: Truth[]): Truth => (all.includes(false) ? false : all.includes(undefined) ? undefined : true);
const or = (...all: Truth[]): Truth => (all.includes(true) ? true : all.includes(undefined) ? undefined : false);
const not = (t: Truth): Truth => (t === undefined ? undefined : !t);

const glob = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "s",
  ).test(text);

function names(list: readonly string[] | undefined, value: string | undefined): Truth {
  if (!list || list.includes("*")) return true;
  return value ? list.some((p) => glob(p, value)) : undefined;
}

const who = (w: Who, s: DecideSubject): Truth =>
  and(
    names(w.service, s.service),
    names(w.environment, s.environment),
    names(w.team, s.team),
    ...(w.tags ?? []).map((t) => (s.tags === undefined ? undefined : t.key in s.tags && t.values.some((v) => glob(v, s.tags![t.key]!)))),
  );

const hostOf = (s: DecideSubject): string | undefined => s.dstHost?.toLowerCase().replace(/\.$/, "");
const ipOf = (s: DecideSubject) => (s.dstIp ? ipaddr.process(s.dstIp) : undefined);

function host(pattern: string, s: DecideSubject): Truth {
  const name = hostOf(s);
  if (name === undefined) return s.dstIp && !s.mayResolve ? false : undefined;
  const labels = name.split(".");
  const wanted = pattern.split(".");
  const stars = wanted[0] === "*" || wanted[0] === "**" ? wanted.shift()! : "";
  const more = labels.length - wanted.length;
  const isSuffix = more >= 0 && wanted.every((label, i) => label === labels[more + i]);
  return isSuffix && (stars === "" ? more === 0 : stars === "*" ? more === 1 : more >= 1);
}

function cidr(prefix: string, s: DecideSubject): Truth {
  const ip = ipOf(s);
  if (!ip) return undefined;
  const [network, length] = ipaddr.parseCIDR(prefix);
  return ip.kind() === network.kind() && ip.match(network, length);
}

const region = (name: string, s: DecideSubject): Truth =>
  s.country === undefined || s.country === "ZZ" ? undefined : countriesOf(name)!.includes(s.country);

/** The rule with one of its destinations, the way precedence counts them. */
function destinations(rule: Rule): { meets: (s: DecideSubject) => Truth; rank: number[] }[] {
  const { to } = rule;
  const asn = (s: DecideSubject): Truth => (to.asn ? (s.asn === undefined ? undefined : to.asn.includes(s.asn)) : true);
  const cidrs = (s: DecideSubject): Truth => (to.cidr ? or(...to.cidr.map((c) => cidr(c, s))) : true);
  const regions = (s: DecideSubject): Truth => (to.region ? or(...to.region.map((r) => region(r, s))) : true);
  const more = [to.host, to.cidr, to.asn, to.region].filter(Boolean).length;
  if (to.host)
    return to.host.map((p) => ({
      meets: (s) => and(host(p, s), cidrs(s), asn(s), regions(s)),
      rank: p.startsWith("*") ? [1, -2 * (p.split(".").length - 1) + (p.startsWith("**") ? 1 : 0), -more] : [0, 0, -more],
    }));
  if (to.cidr)
    return to.cidr.map((c) => ({
      meets: (s) => and(cidr(c, s), asn(s), regions(s)),
      rank: [2, -(Number(c.split("/")[1]) + (c.includes(":") ? 0 : 96)), -more],
    }));
  if (to.asn) return [{ meets: (s) => and(asn(s), regions(s)), rank: [3, 0, -more] }];
  if (to.region) return to.region.map((r) => ({ meets: (s) => region(r, s), rank: [4, countriesOf(r)!.length, -more] }));
  return [{ meets: () => true, rank: [5, 0, 0] }];
}

function rest(rule: Rule, s: DecideSubject): Truth {
  const { from, to } = rule;
  const order = ["proven", "consistent", "claimed", "unknown", "contradicted"];
  const port = s.dstPort === undefined && s.protocol === "icmp" ? false : s.dstPort === undefined ? undefined : true;
  return and(
    who(from, s),
    not(or(false, ...(from.except ?? []).map((w) => who(w, s)))),
    to.port ? and(port, port && to.port.some((r) => s.dstPort! >= r.first && s.dstPort! <= r.last)) : true,
    to.protocol ? (s.protocol === undefined ? undefined : to.protocol.includes(s.protocol)) : true,
    rule.proof ? (s.proof === undefined ? undefined : order.indexOf(s.proof) <= order.indexOf(rule.proof)) : true,
    rule.until ? (s.at === undefined ? undefined : new Date(s.at).toISOString().slice(0, 10) <= rule.until) : true,
  );
}

function callerRank({ from, to, effect }: Rule): number[] {
  const keys = [from.service, from.environment, from.team].filter((l) => l && !l.includes("*"));
  const all = [...keys, ...(from.tags ?? []).map((t) => t.values)];
  const ports = to.port ? to.port.reduce((n, r) => n + r.last - r.first + 1, 0) : 1e9;
  return [
    -all.length,
    all.filter((l) => l!.some((v) => v.includes("*"))).length,
    ports,
    to.protocol?.length ?? 1e9,
    effect === "deny" ? 0 : 1,
  ];
}

export function decideNaively(policy: Policy, s: DecideSubject): { verdict: string; rule: number } {
  const standing = policy.rules
    .flatMap((rule, index) =>
      destinations(rule).map((d) => ({
        index,
        id: rule.id,
        verdict: rule.effect === "deny" ? "denied" : rule.mode === "report" ? "reported" : "allowed",
        truth: and(d.meets(s), rest(rule, s)),
        rank: [rule.priority, ...d.rank, ...callerRank(rule)],
      })),
    )
    .sort((a, b) => {
      const k = a.rank.findIndex((r, i) => r !== b.rank[i]);
      return k >= 0 ? a.rank[k]! - b.rank[k]! : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
    });
  const first = standing.findIndex((e) => e.truth === true);
  const verdict = standing[first]?.verdict ?? (policy.unlisted === "report" ? "reported" : "denied");
  const before = first < 0 ? standing : standing.slice(0, first);
  if (before.some((e) => e.truth === undefined && e.verdict !== verdict)) return { verdict: "unknown", rule: -1 };
  return { verdict, rule: standing[first]?.index ?? -1 };
}
