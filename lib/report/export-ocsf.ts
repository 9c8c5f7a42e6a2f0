import type { FoundRecord } from "../db/found-record";
import type { Connection } from "../model/connection";
import { toOcsf } from "./ocsf";

/** A stored record as OCSF; what OCSF has no place for is under `unmapped`. */
export function recordOcsf({ id, time, count, facts }: FoundRecord): Record<string, unknown> {
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
  const connection: Connection = {
    kind: facts.kind as Connection["kind"],
    startTime: time,
    durationMs: number(facts.duration),
    srcIp: text(facts.src),
    srcPort: number(facts.sport),
    srcUser: text(facts.user),
    caller: { service: text(facts.service) },
    dstHost: text(facts.host),
    dstIp: text(facts.ip),
    dstPort: number(facts.dport),
    protocol: text(facts.protocol),
    application: text(facts.app),
    vendorDirection: facts.direction as Connection["vendorDirection"],
    method: text(facts.method),
    url: text(facts.url),
    status: number(facts.status),
    userAgent: text(facts.agent),
    dns: facts.kind === "query" ? { question: text(facts.host) } : undefined,
    tls: facts.tls === undefined && facts.sni === undefined ? undefined : { version: text(facts.tls), sni: text(facts.sni) },
    bytesOut: number(facts.bytes_out),
    bytesIn: number(facts.bytes_in),
    count,
    action: facts.action as Connection["action"],
    answered: facts.answered === undefined || facts.answered === null ? undefined : facts.answered === true,
    sessionId: text(facts.session),
    traceId: text(facts.trace),
  };
  const document = toOcsf(connection, text(facts.source));
  const { environment, team, domain, verdict, outcome, rule, policy, proof, operator, asn, attempt, job, run, format, twin, sample } =
    facts;
  const country = text(facts.country);
  return {
    ...document,
    ...(country && country !== "ZZ" && { dst_endpoint: { ...(document["dst_endpoint"] as object | undefined), location: { country } } }),
    unmapped: {
      id,
      environment,
      team,
      domain,
      verdict,
      outcome,
      rule,
      policy,
      proof,
      operator,
      asn,
      attempt,
      job,
      run,
      format,
      twin,
      sample,
      import: facts.import,
    },
  };
}
