import { type RawBuilder, sql } from "kysely";
import type { Query, Value } from "../query/ast";
import type { FieldId } from "../query/fields";
import { ordered } from "../query/predicate";
import { all, any, columns, type Joined, recordCondition, whereCondition } from "./condition";

type Sql = RawBuilder<unknown>;

/** What the roll-up can say of a query about records that are no twins. */
export interface RollUpCondition {
  /** Holds for each roll-up row that may stand for a matching record; absent where every row may. */
  may?: Sql;
  /** It holds for no other row: counts can be taken from the roll-up. */
  exact: boolean;
  /** With `may`, counts are exact when this column is summed instead of `count`. */
  measure?: string;
  joins: Set<Joined>;
}

/** Whether no twin can match. Only then does the roll-up, which has none, know of every match. */
export function excludesTwins(query: Query): boolean {
  if (query.kind === "and") return query.of.some(excludesTwins);
  if (query.kind === "or") return query.of.every(excludesTwins);
  if (query.kind === "not") return isTwin(query.of, true);
  return isTwin(query, false);
}

const isTwin = (q: Query, is: boolean): boolean =>
  q.kind === "where" && q.field === "twin" && q.values.every((v) => v.kind === "flag" && v.is === is);

export function rollUpCondition(query: Query): RollUpCondition {
  const joins = new Set<Joined>();
  const parts = query.kind === "and" ? query.of : [query];
  const measured = parts.flatMap((q) => (q.kind === "where" ? [sumOf(q.field, q.values)] : [])).filter((s) => s !== undefined);
  const bounds = parts.map((q) => bound(q, true, joins));
  const may = bounds.flatMap((b) => (b.may ? [b.may] : []));
  const inexact = bounds.filter((b) => !b.exact).length;
  return {
    ...(may.length > 0 && { may: all(may) }),
    exact: inexact === 0,
    ...(inexact === 1 && measured.length === 1 && { measure: measured[0]! }),
    joins,
  };
}

interface Bound {
  may?: Sql;
  exact: boolean;
}

/** A condition no narrower than the query (or than its negation, when not `wanted`). */
function bound(query: Query, wanted: boolean, joins: Set<Joined>): Bound {
  switch (query.kind) {
    case "not":
      return bound(query.of, !wanted, joins);
    case "and":
    case "or": {
      const parts = query.of.map((q) => bound(q, wanted, joins));
      const exact = parts.every((p) => p.exact);
      if ((query.kind === "and") === wanted) {
        const may = parts.flatMap((p) => (p.may ? [p.may] : []));
        return may.length > 0 ? { may: all(may), exact } : { exact };
      }
      return parts.every((p) => p.may) ? { may: any(parts.map((p) => p.may!)), exact } : { exact };
    }
    case "text":
      return { exact: false };
    case "has":
      if (query.field === "twin") return constant(wanted);
      return query.field !== "dst" && columns[query.field].rolledUp ? leaf(query, wanted, joins) : { exact: false };
    case "where":
      if (query.field === "twin") return constant(query.values.some((v) => v.kind === "flag" && !v.is) === wanted);
      if (query.field === "dst")
        return query.values.every((v) => v.kind === "exact")
          ? leaf({ ...query, field: "host" }, wanted, joins)
          : address(query.values, wanted, joins);
      if (query.field === "ip") return address(query.values, wanted, joins);
      if (columns[query.field].rolledUp) return leaf(query, wanted, joins);
      return wanted ? hint(query.field, query.values) : { exact: false };
  }
}

const constant = (holds: boolean): Bound => (holds ? { exact: true } : { may: sql`false`, exact: true });

function leaf(query: Query, wanted: boolean, joins: Set<Joined>): Bound {
  const condition = recordCondition(query, joins);
  return { may: wanted ? condition : sql`(${condition}) is not true`, exact: true };
}

/** The key holds an address only where there is no name, or where a rule asks for it; then it is the records' own. */
function address(values: readonly Value[], wanted: boolean, joins: Set<Joined>): Bound {
  if (!wanted || values.some((v) => v.kind === "glob")) return { exact: false };
  joins.add("k");
  const prefixes = values.flatMap((v) => (v.kind === "prefix" ? [sql`k.ip <<= ${v.text}::inet`] : []));
  const names = values.filter((v) => v.kind === "exact");
  return { may: any([sql`k.ip is null`, ...prefixes, ...(names.length > 0 ? whereCondition("host", names, joins) : [])]), exact: false };
}

const weak = ["ssl2", "ssl3", "1.0", "1.1"];

/** Hours and keys without a 5xx, a retry … hold no record with one. */
function hint(field: FieldId, values: readonly Value[]): Bound {
  const sums = values.map((v) => sumFor(field, v, false));
  const found = sums.filter((s) => s !== undefined);
  if (found.length < sums.length) return { exact: false };
  return { may: any([...new Set(found)].map((s) => sql`${sql.ref(`c.${s}`)} > 0`)), exact: false };
}

const sumOf = (field: FieldId, values: readonly Value[]): string | undefined =>
  values.length === 1 ? sumFor(field, values[0]!, true) : undefined;

/** The sum that counts what the value matches (or, unless `whole`, at least that). */
function sumFor(field: FieldId, v: Value, whole: boolean): string | undefined {
  if (field === "answered") return v.kind === "flag" && !v.is ? "unanswered" : undefined;
  if (field === "tls") {
    const versions = v.kind === "order" ? ordered(field, v) : v.kind === "exact" ? [v.text] : [];
    const covered = versions.length > 0 && versions.every((x) => weak.includes(x));
    return covered && (!whole || versions.length === weak.length) ? "weak_tls" : undefined;
  }
  if (v.kind !== "range" || v.min === undefined) return undefined;
  const min = v.above ? v.min + 1 : v.min;
  const max = v.max === undefined ? Number.POSITIVE_INFINITY : v.below ? v.max - 1 : v.max;
  if (field === "attempt") return min === 1 && max === Number.POSITIVE_INFINITY ? "retries" : !whole && min >= 1 ? "retries" : undefined;
  if (field !== "status" || min < 200) return undefined;
  const hundred = Math.min(5, Math.floor(min / 100));
  const inside = hundred === 5 || max <= hundred * 100 + 99;
  const all = min === hundred * 100 && (hundred === 5 ? max >= 599 : max === hundred * 100 + 99);
  return inside && (all || !whole) ? `status_${hundred}xx` : undefined;
}
