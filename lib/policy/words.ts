import type { From, GeoRule, PortRange, Rule, Who } from "../model/policy";

const SHOWN = 4;

/** "a, b or c"; lists longer than `most` are cut and counted. */
export function listOf(words: readonly string[], last = "or", most = SHOWN): string {
  const shown = words.length > most + 1 ? words.slice(0, most) : words;
  const rest = words.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${last} ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${last} ${shown.at(-1)}`;
}

export const portsOf = (ports: readonly PortRange[], most?: number): string =>
  listOf(
    ports.map((r) => (r.first === r.last ? String(r.first) : `${r.first}–${r.last}`)),
    "or",
    most,
  );

function who({ service, environment, team, tags }: Who, most?: number): string {
  return [
    service && listOf(service, "or", most),
    environment && `in ${listOf(environment, "or", most)}`,
    team && `of team ${listOf(team, "or", most)}`,
    ...(tags ?? []).map((t) => `tagged ${t.key}=${listOf(t.values, "or", most)}`),
  ]
    .filter(Boolean)
    .join(" ");
}

/** The caller a rule asks for: "billing-* in production". */
export function callerOf(from: From, most?: number): string {
  const except = from.except?.map((w) => who(w, most) || "nobody") ?? [];
  return `${who(from, most) || "any caller"}${except.length > 0 ? `, except ${listOf(except, "or", most)}` : ""}`;
}

/** The destination a rule asks for: "api.payments.example, port 443, tcp". */
export function destinationOf({ to }: Pick<Rule, "to">, most?: number): string {
  const place = [
    to.host && listOf(to.host, "or", most),
    to.cidr && `${to.host ? "at " : ""}${listOf(to.cidr, "or", most)}`,
    to.asn && `${to.host || to.cidr ? "" : "any destination "}in AS ${listOf(to.asn.map(String), "or", most)}`,
    to.region && `${to.host || to.cidr || to.asn ? "" : "any destination "}in ${listOf(to.region, "or", most)}`,
  ].filter(Boolean);
  const rest = [to.port && `port ${portsOf(to.port, most)}`, to.protocol && listOf(to.protocol, "or", most)].filter(Boolean);
  return [place.join(" ") || "any destination", ...rest].join(", ");
}

/** What a rule matches, in words: "billing-* in production → api.payments.example, port 443, tcp". Lists longer than `most` are cut. */
export const matchesOf = ({ from, to, proof }: Pick<Rule, "from" | "to" | "proof">, most?: number): string =>
  `${callerOf(from, most)} → ${destinationOf({ to }, most)}${proof ? `, name ${proof} or better` : ""}`;

export const geoMatchesOf = ({ from, regions }: GeoRule): string =>
  `${from.data ? `${listOf(from.data)} data` : "any data"} of ${callerOf(from)} → ${listOf(regions)} only`;
