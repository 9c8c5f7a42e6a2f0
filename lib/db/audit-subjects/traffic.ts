import { sql } from "kysely";
import type { Action, ObservationKind } from "../../model/connection";
import type { NameProof, Outcome, Verdict } from "../../model/verdict";
import type { Db } from "../client";

/** Sums over like rows of the roll-up; times are milliseconds since the epoch. */
export interface TrafficRow {
  workloadId: string;
  keyId: string;
  host: string | null;
  ip: string | null;
  source: string;
  kind: ObservationKind;
  port: number | null;
  protocol: string | null;
  application: string | null;
  proof: NameProof;
  country: string | null;
  operatorCountry: string | null;
  verdict: Verdict;
  action: Action;
  outcome: Outcome;
  rule: string | null;
  ruleKind: string | null;
  count: number;
  bytesOut: number;
  bytesIn: number;
  weakTls: number;
  firstSeen: number;
  lastSeen: number;
}

/** Everything that went out in the period, whatever kind of observation saw it; a DNS query is no traffic to a destination. */
export async function listTraffic(db: Db, workloadIds: readonly string[], from: Date, to: Date): Promise<TrafficRow[]> {
  const { rows } = await sql<TrafficRow>`
    select h.workload_id::text as "workloadId", h.traffic_key_id::text as "keyId", k.host, host(k.ip) as ip,
      coalesce(s.name, '#' || k.source_id) as source, k.kind, k.port, k.protocol, k.application, k.proof, k.country,
      k.operator_country as "operatorCountry", h.verdict, h.action, h.outcome, r.rule_id as rule, r.kind as "ruleKind", h.count, h."bytesOut", h."bytesIn",
      h."weakTls", h."firstSeen", h."lastSeen"
    from (
      select workload_id, traffic_key_id, policy_version, rule, verdict, action, outcome, sum(count)::float8 as count,
        sum(bytes_out)::float8 as "bytesOut", sum(bytes_in)::float8 as "bytesIn", sum(weak_tls)::float8 as "weakTls",
        (extract(epoch from min(first_seen)) * 1000)::float8 as "firstSeen", (extract(epoch from max(last_seen)) * 1000)::float8 as "lastSeen"
      from traffic_hour
      where workload_id = any(${[...workloadIds]}::int8[]) and hour >= ${from} and hour < ${to} and kind <> 'query'
      group by 1, 2, 3, 4, 5, 6, 7
    ) h
    join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
    left join source s on s.id = k.source_id
    left join policy_rule r on r.version = h.policy_version and r.index = h.rule
    where k.direction = 'outbound'`.execute(db.sql);
  return rows;
}

/** Records whose TLS version the log states, by workload and key: the roll-up counts only the weak ones. */
export async function countTlsKnown(db: Db, workloadIds: readonly string[], from: Date, to: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; count: number }>`
    select c.workload_id || ' ' || c.traffic_key_id as key, sum(c.count)::float8 as count
    from connection c join tls_profile t on t.id = c.tls_id
    where c.workload_id = any(${[...workloadIds]}::int8[]) and c.time >= ${from} and c.time < ${to} and t.version is not null
    group by 1`.execute(db.sql);
  return new Map(rows.map((r) => [r.key, r.count]));
}

/** Where recipients process, as the register says; by host pattern. */
export async function listRegisteredCountries(db: Db): Promise<{ host: string; countries: string[] }[]> {
  return db.prisma.recipientRegister.findMany({ where: { countries: { isEmpty: false } }, select: { host: true, countries: true } });
}

/** Registered classes of data by service and environment; "" is every environment. */
export async function listDataClasses(db: Db): Promise<{ service: string; environment: string; classes: string[] }[]> {
  return db.prisma.dataRegister.findMany({ select: { service: true, environment: true, classes: true } });
}
