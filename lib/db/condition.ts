import { type RawBuilder, sql } from "kysely";
import { parseCidr } from "../model/address";
import type { Query, TextValue, Value } from "../query/ast";
import { type FieldId, fieldOf } from "../query/fields";
import { ordered } from "../query/predicate";

/** Tables that a condition on a record (`c`) or an hour of the roll-up (`h`, which goes by `c` too) may need beside it. */
export type Joined = "w" | "k" | "s" | "j" | "p" | "e" | "t" | "a" | "r" | "i";

type Sql = RawBuilder<unknown>;

interface Column {
  sql: Sql;
  joins: readonly Joined[];
  /** The roll-up has it too, under the same name. */
  rolledUp: boolean;
  /** PostgreSQL's name of the type, where the column is an enum. */
  enumName?: string;
  /** Never holds capitals: compared as it is, so that its index serves. */
  lower?: boolean;
}

const column = (text: string, joins: readonly Joined[], rolledUp: boolean, more: Partial<Column> = {}): Column => ({
  sql: sql.raw(text),
  joins,
  rolledUp,
  ...more,
});
const key = (text: string, more: Partial<Column> = {}): Column => column(`k.${text}`, ["k"], true, more);

/** Where each field rests. `dst` is host or address and stands for neither column alone. */
export const columns: Record<Exclude<FieldId, "dst">, Column> = {
  service: column("w.service", ["w"], true),
  environment: column("w.environment", ["w"], true),
  team: column("w.team", ["w"], true),
  host: key("host", { lower: true }),
  domain: key("domain", { lower: true }),
  ip: column("c.dst_ip", [], false),
  dport: key("port"),
  src: column("c.src_ip", [], false),
  sport: column("c.src_port", [], false),
  user: column("c.src_user", [], false),
  verdict: column("c.verdict", [], true, { enumName: "verdict" }),
  outcome: column("c.outcome", [], true, { enumName: "outcome" }),
  action: column("c.action", [], true, { enumName: "engine_action" }),
  rule: column("p.rule_id", ["p"], true),
  policy: column("c.policy_version", [], true),
  protocol: key("protocol"),
  app: key("application"),
  method: column("e.method", ["e"], false),
  path: column("e.path", ["e"], false),
  url: column("coalesce(c.url, e.host || e.path)", ["e"], false),
  status: column("c.status", [], false),
  attempt: column("c.attempt", [], false),
  answered: column("c.answered", [], false),
  tls: column("t.version", ["t"], false),
  sni: column("t.sni", ["t"], false),
  proof: key("proof", { enumName: "name_proof" }),
  country: key("country"),
  operator: key("operator_country"),
  asn: key("asn"),
  bytes: column(
    "case when c.bytes_out is null and c.bytes_in is null then null else coalesce(c.bytes_out, 0) + coalesce(c.bytes_in, 0) end",
    [],
    false,
  ),
  bytes_out: column("c.bytes_out", [], false),
  bytes_in: column("c.bytes_in", [], false),
  duration: column("c.duration_ms", [], false),
  job: column("j.name", ["k", "j"], true),
  run: column("r.external_id", ["r"], false),
  kind: key("kind", { enumName: "observation_kind" }),
  direction: key("direction", { enumName: "direction" }),
  source: column("s.name", ["k", "s"], true),
  format: column("i.format", ["i"], false),
  import: column("c.import_id", [], false),
  session: column("c.session_id", [], false),
  trace: column("c.trace_id", [], false),
  agent: column("a.value", ["a"], false),
  // Twins are not in the roll-up: `RollUpCondition` answers for the field.
  twin: column("c.twin", [], false),
  sample: column("s.sample", ["k", "s"], true),
};

const joins: Record<Joined, Sql> = {
  w: sql`join workload w on w.id = c.workload_id`,
  k: sql`join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id`,
  s: sql`join source s on s.id = k.source_id`,
  j: sql`left join job j on j.id = k.job_id`,
  p: sql`left join policy_rule p on p.version = c.policy_version and p.index = c.rule`,
  e: sql`left join endpoint e on e.id = c.endpoint_id`,
  t: sql`left join tls_profile t on t.id = c.tls_id`,
  a: sql`left join user_agent a on a.id = c.agent_id`,
  r: sql`left join run r on r.id = c.run_id`,
  i: sql`join import i on i.id = c.import_id`,
};

/** The joins named, in an order in which each finds what it joins on. */
export const joinSql = (needed: ReadonlySet<Joined>): Sql =>
  sql.join(
    (Object.keys(joins) as Joined[]).filter((j) => needed.has(j)).map((j) => joins[j]),
    sql` `,
  );

export const all = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`);
export const any = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`);

/** The query over records. NULL counts as not met, so a negation is `is not true`. Adds what it joins to `needed`. */
export function recordCondition(query: Query, needed: Set<Joined>): Sql {
  switch (query.kind) {
    case "and":
      return all(query.of.map((q) => recordCondition(q, needed)));
    case "or":
      return any(query.of.map((q) => recordCondition(q, needed)));
    case "not":
      return sql`(${recordCondition(query.of, needed)}) is not true`;
    case "has":
      return query.field === "dst"
        ? sql`(${take("host", needed)} is not null or c.dst_ip is not null)`
        : sql`${take(query.field, needed)} is not null`;
    case "text":
      return textCondition(query.value, needed);
    case "where":
      return any(whereCondition(query.field, query.values, needed));
  }
}

function take(field: Exclude<FieldId, "dst">, needed: Set<Joined>): Sql {
  for (const j of columns[field].joins) needed.add(j);
  return columns[field].sql;
}

/** One condition a kind of value: exact ones share a list. */
export function whereCondition(field: FieldId, values: readonly Value[], needed: Set<Joined>): Sql[] {
  if (field === "dst") {
    const texts = values.filter((v) => v.kind === "exact" || v.kind === "glob");
    const globs = values.filter((v) => v.kind === "glob").map((v) => like(sql`host(c.dst_ip)`, v));
    const prefixes = values.filter((v) => v.kind === "prefix");
    return [
      ...(texts.length > 0 ? whereCondition("host", texts, needed) : []),
      ...globs,
      ...(prefixes.length > 0 ? whereCondition("ip", prefixes, needed) : []),
    ];
  }
  const x = take(field, needed);
  const { enumName, lower } = columns[field];
  const { type } = fieldOf(field);
  const exact = values.flatMap((v) => (v.kind === "exact" ? [v.text] : v.kind === "order" ? ordered(field, v) : []));
  const out: Sql[] = [];
  if (exact.length > 0) {
    const folded = exact.filter(storable).map((t) => (type === "country" ? t : t.toLowerCase()));
    if (enumName) out.push(sql`${x} = any(${folded}::text[]::${sql.raw(enumName)}[])`);
    else if (lower || type === "country" || type === "version") out.push(sql`${x} = any(${folded}::text[])`);
    else out.push(sql`lower(${x}) = any(${folded}::text[])`);
  }
  for (const v of values) {
    if (v.kind === "glob") out.push(like(lower ? x : sql`lower(${x})`, v));
    else if (v.kind === "prefix") out.push(sql`${x} <<= ${v.text}::inet`);
    else if (v.kind === "flag") out.push(sql`${x} = ${v.is}`);
    else if (v.kind === "range") out.push(range(x, v));
  }
  return out;
}

function range(x: Sql, { min, max, above, below }: Extract<Value, { kind: "range" }>): Sql {
  if (min !== undefined && min === max) return sql`${x} = ${min}::int8`;
  const parts: Sql[] = [];
  if (min !== undefined) parts.push(above ? sql`${x} > ${min}::int8` : sql`${x} >= ${min}::int8`);
  if (max !== undefined) parts.push(below ? sql`${x} < ${max}::int8` : sql`${x} <= ${max}::int8`);
  return all(parts);
}

function textCondition(value: TextValue, needed: Set<Joined>): Sql {
  if (value.kind === "exact" && parseCidr(value.text)) {
    const prefix: Value = { kind: "prefix", text: value.text };
    return any([...whereCondition("src", [prefix], needed), ...whereCondition("ip", [prefix], needed)]);
  }
  const inner = { parts: value.kind === "exact" ? ["", value.text, ""] : ["", ...value.parts, ""] };
  return any([
    like(take("host", needed), inner),
    like(sql`lower(${take("path", needed)})`, inner),
    like(sql`lower(${take("url", needed)})`, inner),
  ]);
}

/** PostgreSQL refuses U+0000 and lone surrogates, and no stored text has them. */
const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

function like(x: Sql, { parts }: { parts: readonly string[] }): Sql {
  if (!parts.every(storable)) return sql`false`;
  return sql`${x} like ${parts.map((p) => p.toLowerCase().replace(/[\\%_]/g, "\\$&")).join("%")}`;
}
