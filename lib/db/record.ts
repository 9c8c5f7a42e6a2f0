import { type RawBuilder, sql } from "kysely";
import type { HostOrigin } from "../model/connection";
import type { Scope } from "../model/scope";
import type { RecordKey } from "../query/record-id";
import type { Db } from "./client";
import { all } from "./condition";
import { type FoundRecord, type FoundRow, foundColumns, foundJoins, foundRecord } from "./found-record";
import { scopeCondition } from "./search";

/** A record with all that it points to. */
export interface RecordDetail extends FoundRecord {
  hostOrigin: HostOrigin;
  srcNatIp: string | null;
  packetsOut: number | null;
  packetsIn: number | null;
  engineRule: string | null;
  /** As ingest/record writes it: dns, engineReason, engineRuleId, srcNatPort, dstNatIp, dstNatPort, communityId. */
  detail: Readonly<Record<string, unknown>>;
  line: number;
  workload: { tags: Readonly<Record<string, string>>; provisional: boolean };
  endpointPort: number | null;
  tls: TlsDetail | null;
  caller: CallerDetail | null;
  source: { id: number; name: string; keepQueries: boolean; keepUsers: boolean; sample: boolean };
  import: { id: number; format: string; origin: string | null; receivedAt: number; sha256: string };
  /** Where the line first came, when it could not be read yet, and how it came to be. */
  replayed: { import: number; line: number; offset: number; reason: string; at: number; by: string; version: string } | null;
  policy: { version: number; yaml: string; publishedAt: number } | null;
  rule: { id: string; effect: string; mode: string; matches: string; owner: string | null; reason: string | null } | null;
}

export interface TlsDetail {
  cipher: string | null;
  alpn: string | null;
  ja3: string | null;
  ja3s: string | null;
  ja4: string | null;
  subject: string | null;
  issuer: string | null;
  names: string[];
  notBefore: number | null;
  notAfter: number | null;
  sha256: string | null;
  validation: string | null;
  established: boolean | null;
  error: string | null;
}

export interface CallerDetail {
  interfaceId: string | null;
  instanceId: string | null;
  accountId: string | null;
  hostName: string | null;
  process: string | null;
  tags: Readonly<Record<string, string>>;
}

interface DetailRow extends FoundRow {
  more: Omit<RecordDetail, keyof FoundRecord>;
}

const ms = (column: string): RawBuilder<unknown> => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`;

const more = sql`jsonb_build_object(
  'hostOrigin', k.host_origin, 'srcNatIp', host(c.src_nat_ip), 'packetsOut', c.packets_out, 'packetsIn', c.packets_in,
  'engineRule', c.engine_rule, 'detail', coalesce(c.detail, '{}'), 'line', c.line,
  'workload', jsonb_build_object('tags', w.tags, 'provisional', w.provisional),
  'endpointPort', e.port,
  'tls', case when t.id is null then null else jsonb_build_object('cipher', t.cipher, 'alpn', t.alpn, 'ja3', t.ja3, 'ja3s', t.ja3s, 'ja4', t.ja4,
    'subject', t.subject, 'issuer', t.issuer, 'names', t.names, 'notBefore', ${ms("t.not_before")}, 'notAfter', ${ms("t.not_after")},
    'sha256', t.sha256, 'validation', t.validation, 'established', t.established, 'error', t.error) end,
  'caller', case when q.id is null then null else jsonb_build_object('interfaceId', q.interface_id, 'instanceId', q.instance_id,
    'accountId', q.account_id, 'hostName', q.host_name, 'process', q.process, 'tags', q.tags) end,
  'source', jsonb_build_object('id', s.id, 'name', s.name, 'keepQueries', s.keep_queries, 'keepUsers', s.keep_users, 'sample', s.sample),
  'import', jsonb_build_object('id', i.id, 'format', i.format, 'origin', i.origin, 'receivedAt', ${ms("i.received_at")}, 'sha256', i.sha256),
  'replayed', (select jsonb_build_object('import', o.import_id, 'line', o.line, 'offset', o."offset", 'reason', o.reason, 'at', ${ms("o.replayed_at")},
    'by', o.replayed_by, 'version', o.replayed_version) from reject o
    where o.import_id = i.replay_of and o.replayed_in = i.id and o.replayed_line = c.line limit 1),
  'policy', case when v.version is null then null else jsonb_build_object('version', v.version, 'yaml', v.yaml, 'publishedAt', ${ms("v.published_at")}) end,
  'rule', case when p.rule_id is null then null else jsonb_build_object('id', p.rule_id, 'effect', p.effect, 'mode', p.mode, 'matches', p.matches,
    'owner', p.owner, 'reason', p.reason) end) as more`;

/** The record, when it is there and in scope. */
export async function findRecord(db: Db, scope: Scope, key: RecordKey): Promise<RecordDetail | undefined> {
  const conditions = [
    sql`c.time = ${new Date(key.time)} and c.workload_id = ${key.workload}::int8`,
    sql`c.import_id = ${key.import} and c.line = ${key.line} and c.part = ${key.part}`,
    ...scopeCondition(scope, new Set()),
  ];
  const { rows } = await sql<DetailRow>`select ${foundColumns}, ${more} from connection c ${foundJoins}
    left join caller q on q.id = c.caller_id left join policy_version v on v.version = c.policy_version where ${all(conditions)} limit 1`.execute(
    db.sql,
  );
  const row = rows[0];
  return row && { ...foundRecord(row), ...row.more };
}

const NEAR_MS = 60_000;

/**
 * Other records of the same activity: the same session, trace or community id, or the same two ends (either way round)
 * within a minute of it. Nearest in time first, at most twenty.
 */
export async function findObservations(db: Db, scope: Scope, record: RecordDetail): Promise<FoundRecord[]> {
  const { facts, time, detail } = record;
  const same = [];
  if (facts.session !== undefined) same.push(sql`c.session_id = ${facts.session}`);
  if (facts.trace !== undefined) same.push(sql`c.trace_id = ${facts.trace}`);
  if (typeof detail["communityId"] === "string") same.push(sql`c.detail ->> 'communityId' = ${detail["communityId"]}`);
  if (facts.src !== undefined && facts.sport !== undefined && facts.ip !== undefined)
    same.push(
      sql`(c.src_ip = ${facts.src}::inet and c.src_port = ${facts.sport} and c.dst_ip = ${facts.ip}::inet and k.port is not distinct from ${facts.dport ?? null}::int4)`,
      sql`(c.src_ip = ${facts.ip}::inet and c.dst_ip = ${facts.src}::inet and k.port = ${facts.sport} and c.src_port is not distinct from ${facts.dport ?? null}::int4)`,
    );
  if (same.length === 0) return [];
  const span = NEAR_MS + (typeof facts.duration === "number" ? facts.duration : 0);
  const conditions = [
    sql`c.time >= ${new Date(time - span)} and c.time <= ${new Date(time + span)}`,
    sql`(${sql.join(same, sql` or `)})`,
    sql`not (c.import_id = ${record.import.id} and c.line = ${record.line} and c.time = ${new Date(time)})`,
    ...scopeCondition(scope, new Set()),
  ];
  const { rows } = await sql<FoundRow>`select ${foundColumns} from connection c ${foundJoins} where ${all(conditions)}
    order by abs(extract(epoch from c.time - ${new Date(time)}::timestamptz)), c.import_id, c.line limit 20`.execute(db.sql);
  return rows.map(foundRecord);
}
