import { and, isEverything, not, type Query, type Value, where } from "./ast";
import { type FieldId, fieldIds, fieldOf } from "./fields";
import { printQuery } from "./print";
import { readValue } from "./value";

type Plain = string | number | boolean;
export type Conditions = { readonly [F in FieldId]?: Plain | readonly Plain[] | undefined };

/** A plain value of a record as a value of the language: stars and all are meant as they stand. Bytes and times are numbers. */
export function plainValue(field: FieldId, plain: Plain): Value | undefined {
  const read = readValue(field, { parts: [String(plain)], quoted: true, from: 0, to: 0 });
  return "value" in read ? read.value : undefined;
}

/**
 * Text of a query that a record meets when each field has (one of) the values given; absent ones are left out.
 * Comparisons may be written as in the language where the field is a number: `{ bytes: ">1mb", outcome: ["violation"] }`.
 *
 * @throws RangeError naming the field whose value cannot be meant.
 */
export const queryText = (conditions: Conditions, except: Conditions = {}): string => printQuery(queryOf(conditions, except));

/** The same as a query, to be put together with others. @throws RangeError as `queryText` does. */
export const queryOf = (conditions: Conditions, except: Conditions = {}): Query => and(...clauses(conditions), ...clauses(except).map(not));

function clauses(conditions: Conditions): Query[] {
  return fieldIds.flatMap((field) => {
    const given = conditions[field];
    if (given === undefined) return [];
    const values = (Array.isArray(given) ? (given as readonly Plain[]) : [given as Plain]).map((plain) => {
      const value = plainValue(field, plain);
      if (!value) throw new RangeError(`${JSON.stringify(plain)} is no value of ${field} (${fieldOf(field).example}).`);
      return value;
    });
    return values.length === 0 ? [] : [where(field, ...values)];
  });
}

/** Address of the explorer with a filter and a period (`now-7d`, RFC 3339, or milliseconds since the epoch). */
export function connectionsHref(
  q: string | Query,
  period?: { from: string | number; to: string | number },
  more: Record<string, string> = {},
): string {
  const time = (t: string | number): string => (typeof t === "number" ? new Date(t).toISOString() : t);
  const text = typeof q === "string" ? q : isEverything(q) ? "" : printQuery(q);
  const search = new URLSearchParams({
    v: "1",
    ...(text && { q: text }),
    ...(period && { from: time(period.from), to: time(period.to) }),
    ...more,
  });
  return `/connections?${search}`;
}
