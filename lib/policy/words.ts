import type { From, GeoRule, PortRange, Rule, Who } from "../model/policy";

const SHOWN = 4;

/** "a, b or c"; lists longer than `most` are cut and counted. */
export function listOf(words: readonly string[], last = "or", most = SHOWN): string {
  const shown = words.length > most + 1 ? words.slice(0, most) : words;
  const rest = words.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${last} ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${last} ${shown.at(-1)}`;
}

export const portsOf = (ports: readonly PortRange[]): string =>
  listOf(ports.map((r) => (r.first === r.last ? String(r.first) : `${r.first}–${r.last}`)));

function who({ service, environment, team, tags }: Who): string {
  return [
    service && listOf(service),
    environment && `in ${listOf(environment)}`,
    team && `of team ${listOf(team)}`,
    ...(tags ?? []).map((t) => `tagged ${t.key}=${listOf(t.values)}`),
  ]
    .filter(Boolean)
    .join(" ");
}

/** The caller a rule asks for: "billing-* in production". */
export function callerOf(from: From): string {
  const except = from.except?.map((w) => who(w) || "nobody") ?? [];
  return `${who(from) || "any caller"}${except.length > 0 ? `, except ${listOf(except)}` : ""}`;
}

/** The destination a rule asks for: "api.payments.example, port 443, tcp". */
export function destinationOf({ to }: Pick<Rule, "to">): string {
  const place = [
    to.host && listOf(to.host),
    to.cidr && `${to.host ? "at " : ""}${listOf(to.cidr)}`,
    to.asn && `in AS ${listOf(to.asn.map(String))}`,
    to.region && `${to.host || to.cidr ? "" : "any destination "}in ${listOf(to.region)}`,
  ].filter(Boolean);
  const rest = [to.port && `port ${portsOf(to.port)}`, to.protocol && listOf(to.protocol)].filter(Boolean);
  return [place.join(" ") || "any destination", ...rest].join(", ");
}

/** What a rule matches, in words: "billing-* in production → api.payments.example, port 443, tcp". */
export const matchesOf = (rule: Pick<Rule, "from" | "to">): string => `${callerOf(rule.from)} → ${destinationOf(rule)}`;

export const geoMatchesOf = ({ from, regions }: GeoRule): string =>
  `${from.data ? `${listOf(from.data)} data` : "any data"} of ${callerOf(from)} → ${listOf(regions)} only`;
