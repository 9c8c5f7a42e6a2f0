import { sql } from "kysely";
import type { Db } from "../../lib/db/client";
import { hashId } from "../../lib/db/hash";
import { hoursFromRecords } from "../../lib/db/roll-up";

/** A small estate of hand-made records for tests of search; deterministic for a seed. */
export const estateEnd = Date.parse("2026-11-20T12:00:00Z");
export const estateStart = estateEnd - 5 * 86_400_000;

const workloads = [
  { service: "billing", environment: "production", team: "payments" },
  { service: "billing", environment: "staging", team: "payments" },
  { service: "Search API", environment: "production", team: "discovery" },
  { service: "unmapped-192.0.2.9", environment: null, team: null },
];
export const hosts = ["api.vendor.example", "files.storage.example", "a_b.storage.example", "100%.odd.example", null];
const paths = ["/v1/charges/{id}", "/upload", "/v1/Report_{id}", null];

export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes `count` records by plain INSERTs, twins among them, and the roll-up that belongs to them. */
export async function makeEstate(db: Db, count: number, seed = 7): Promise<void> {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const maybe = <T>(chance: number, value: T): T | null => (random() < chance ? value : null);
  const q = (text: string, values: unknown[] = []) => db.pool.query(text, values);

  for (let d = estateStart; d < estateEnd + 86_400_000; d += 86_400_000) {
    const day = new Date(d).toISOString().slice(0, 10);
    await q("select ensure_day_partition('connection', $1::date)", [day]);
    await q("select ensure_month_partition('traffic_hour', $1::date)", [day]);
  }
  for (const w of workloads)
    await q("insert into workload (id, service, environment, team) values ($1, $2, $3, $4) on conflict do nothing", [
      hashId(w.service, w.environment),
      w.service,
      w.environment,
      w.team,
    ]);
  await q("insert into source (id, name, format, sample) values (1, 'edge-proxy', 'squid', false), (2, 'flow logs', 'aws-vpcflow', true)");
  for (const [id, source, format] of [
    [1, 1, "squid"],
    [2, 2, "aws-vpcflow"],
  ])
    await q(
      "insert into import (id, source_id, key, sha256, format, bytes, lines, used, connections, duplicates, skipped, rejected, duration_ms) values ($1, $2, $3, '', $4, 0, 0, 0, 0, 0, 0, 0, 0)",
      [id, source, `key-${id}`, format],
    );
  await q("insert into policy_version (version, yaml, published_at, published_by) values (1, '', now(), 'nobody')");
  await q(
    "insert into policy_rule (version, index, rule_id, mode, effect, matches) values (1, 0, 'vendor-api', 'enforce', 'allow', ''), (1, 1, 'Storage_old', 'report', 'allow', '')",
  );
  await q("insert into job (id, name) values (5, 'nightly-export')");
  await q("insert into run (id, job_id, external_id, started_at, origin) values (6, 5, 'run-1', now(), 'log')");
  await q("insert into user_agent (id, value) values (8, 'curl/8.1')");
  for (const [i, version] of ["1.0", "1.2", "1.3"].entries())
    await q("insert into tls_profile (id, version, sni, names) values ($1, $2, $3, '{}')", [
      i + 1,
      version,
      i === 1 ? null : "api.vendor.example",
    ]);

  for (let line = 1; line <= count; line++) {
    const w = pick(workloads);
    const workload = hashId(w.service, w.environment);
    const host = pick(hosts);
    const ip = pick(["203.0.113.7", "203.0.113.200", "2001:db8::7", "198.51.100.1"]);
    const source = pick([1, 2]);
    const key = {
      kind: pick(["request", "connection", "query"]),
      direction: pick(["outbound", "inbound"]),
      domain: host?.split(".").slice(-2).join(".") ?? null,
      port: pick([443, 8443, 53, null]),
      protocol: pick(["tcp", "udp"]),
      application: maybe(0.6, pick(["tls", "http", "dns"])),
      proof: pick(["proven", "claimed", "unknown", "contradicted"]),
      country: maybe(0.7, pick(["DE", "US", "CN"])),
      operator: maybe(0.5, pick(["US", "DE"])),
      asn: maybe(0.5, pick([64500, 64501])),
      job: maybe(0.3, 5),
    };
    const keyIp = host === null ? ip : null;
    const keyId = hashId(workload, source, host, keyIp, ...Object.values(key));
    await q(
      `insert into traffic_key (workload_id, id, source_id, kind, direction, host, host_origin, domain, ip, port, protocol, application, proof, country, operator_country, asn, job_id)
       values ($1, $2, $3, $4::observation_kind, $5::direction, $6, $7::host_origin, $8, $9, $10, $11, $12, $13::name_proof, $14, $15, $16, $17) on conflict do nothing`,
      [
        workload,
        keyId,
        source,
        key.kind,
        key.direction,
        host,
        host ? "sni" : "none",
        key.domain,
        keyIp,
        key.port,
        key.protocol,
        key.application,
        key.proof,
        key.country,
        key.operator,
        key.asn,
        key.job,
      ],
    );
    const path = pick(paths);
    const endpoint = maybe(0.7, hashId("endpoint", host, path));
    if (endpoint)
      await q("insert into endpoint (id, method, host, path) values ($1, $2, $3, $4) on conflict do nothing", [
        endpoint,
        path ? pick(["GET", "POST"]) : null,
        host,
        path,
      ]);
    const verdict = pick(["allowed", "reported", "denied", "unknown"]);
    const rule = verdict === "allowed" ? 0 : verdict === "reported" ? 1 : -1;
    // Bursts, so that some hours are full, some empty, and many records share their millisecond.
    const time = estateStart + Math.floor(random() * 40) * 3 * 3_600_000 + Math.floor(random() * 20) * 180_000;
    await q(
      `insert into connection (workload_id, time, import_id, line, part, traffic_key_id, policy_version, rule, verdict, action, outcome, src_ip, src_port, dst_ip,
         duration_ms, endpoint_id, tls_id, agent_id, run_id, status, attempt, bytes_out, bytes_in, count, twin, answered, src_user, url, session_id, trace_id)
       values ($1, $2, $3, $4, 0, $5, 1, $6, $7::verdict, $8::engine_action, $9::outcome, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)`,
      [
        workload,
        new Date(time),
        source,
        line,
        keyId,
        rule,
        verdict,
        pick(["allowed", "denied", "none"]),
        pick(["conforming", "violation", "blocked", "not-left"]),
        pick(["10.0.0.1", "10.1.2.3", "2001:db8:1::5", null]),
        maybe(0.8, pick([1024, 40000])),
        maybe(0.9, ip) ?? keyIp,
        maybe(0.8, pick([0, 15, 2000, 90_000])),
        endpoint,
        maybe(0.5, pick([1, 2, 3])),
        maybe(0.4, 8),
        maybe(0.2, 6),
        maybe(0.6, pick([200, 204, 301, 404, 429, 500, 503])),
        maybe(0.5, pick([0, 1, 3])),
        maybe(0.8, pick([0, 500, 1_000_000, 30_000_000])),
        maybe(0.7, pick([0, 2048])),
        pick([1, 1, 1, 4]),
        random() < 0.1,
        maybe(0.7, random() < 0.6),
        maybe(0.2, "user-abc"),
        maybe(0.2, "https://api.vendor.example/upload?key=***"),
        maybe(0.2, "CHhAvVGS1DHFjwGM9"),
        maybe(0.1, "0af7651916cd43dd8448eb211c80319c"),
      ],
    );
  }
  await sql`insert into traffic_hour (workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome, kind, count, bytes_out, bytes_in,
      packets_out, packets_in, status_2xx, status_3xx, status_4xx, status_5xx, retryable, retries, unanswered, weak_tls, duration_ms, first_seen, last_seen)
    ${hoursFromRecords(new Date(estateStart), new Date(estateEnd))}`.execute(db.sql);
}
