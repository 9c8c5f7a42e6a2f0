import { and, has, not, type Query, type Value, where } from "./ast";
import type { FieldId } from "./fields";

/** Edits that facets, cells and charts make to a query: each touches only whole conditions at its top. */

const conditions = (q: Query): readonly Query[] => (q.kind === "and" ? q.of : [q]);
const about = (q: Query, field: FieldId): boolean =>
  q.kind === "not" ? about(q.of, field) : (q.kind === "where" || q.kind === "has") && q.field === field;
const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The values a query demands of a field, or keeps out, where its top says so. */
export function valuesOf(q: Query, field: FieldId): { wanted: readonly Value[]; excluded: readonly Value[] } {
  const wanted: Value[] = [];
  const excluded: Value[] = [];
  for (const c of conditions(q)) {
    if (c.kind === "where" && c.field === field) wanted.push(...c.values);
    else if (c.kind === "not" && c.of.kind === "where" && c.of.field === field) excluded.push(...c.of.values);
  }
  return { wanted, excluded };
}

/** The query without anything its top says of the field. */
export const without = (q: Query, field: FieldId): Query => and(...conditions(q).filter((c) => !about(c, field)));

/** This value and no other. */
export const only = (q: Query, field: FieldId, value: Value): Query => and(...conditions(without(q, field)), where(field, value));

/** Values are alternatives: adding one shows more, taking the last one away shows all. */
export function toggle(q: Query, field: FieldId, value: Value): Query {
  const { wanted } = valuesOf(q, field);
  const values = wanted.some((v) => same(v, value)) ? wanted.filter((v) => !same(v, value)) : [...wanted, value];
  return place(q, (c) => c.kind === "where" && c.field === field, values.length > 0 ? where(field, ...values) : undefined);
}

/** Keeps the value out; a second time lets it in again. */
export function exclude(q: Query, field: FieldId, value: Value): Query {
  const { wanted, excluded } = valuesOf(q, field);
  if (wanted.some((v) => same(v, value))) return exclude(toggle(q, field, value), field, value);
  const values = excluded.some((v) => same(v, value)) ? excluded.filter((v) => !same(v, value)) : [...excluded, value];
  const is = (c: Query): boolean => c.kind === "not" && c.of.kind === "where" && c.of.field === field;
  return place(q, is, values.length > 0 ? not(where(field, ...values)) : undefined);
}

/** Records that say nothing of the field. */
export const onlyMissing = (q: Query, field: FieldId): Query => and(...conditions(without(q, field)), not(has(field)));

/** Puts a condition where the first one like it stood, else last. */
function place(q: Query, is: (c: Query) => boolean, replacement: Query | undefined): Query {
  const of = conditions(q);
  const at = of.findIndex(is);
  const kept = of.flatMap((c, i) => (is(c) ? (i === at && replacement ? [replacement] : []) : [c]));
  return and(...kept, ...(at < 0 && replacement ? [replacement] : []));
}

/** What its top says of these fields alone. */
export const sayingOnly = (q: Query, fields: readonly FieldId[]): Query => and(...conditions(q).filter((c) => isOnlyOf(c, fields)));

function isOnlyOf(q: Query, fields: readonly FieldId[]): boolean {
  if (q.kind === "and" || q.kind === "or") return q.of.every((part) => isOnlyOf(part, fields));
  if (q.kind === "not") return isOnlyOf(q.of, fields);
  return q.kind !== "text" && fields.includes(q.field);
}

/** Whether any part of the query, at any depth, is about the field. */
export function speaksOf(q: Query, field: FieldId): boolean {
  if (q.kind === "and" || q.kind === "or") return q.of.some((part) => speaksOf(part, field));
  if (q.kind === "not") return speaksOf(q.of, field);
  return q.kind !== "text" && q.field === field;
}
