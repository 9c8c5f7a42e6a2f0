import type { FieldId } from "./fields";

/** A query as a tree. Made by the functions below only, so that two equal queries are equal trees. */
export type Query = All | Any | Not | Where | Has | Text;

export interface All {
  kind: "and";
  /** None means everything. */
  of: readonly Query[];
}
export interface Any {
  kind: "or";
  of: readonly Query[];
}
export interface Not {
  kind: "not";
  of: Query;
}
/** The field has one of the values. */
export interface Where {
  kind: "where";
  field: FieldId;
  values: readonly Value[];
}
/** The record says anything at all of the field. */
export interface Has {
  kind: "has";
  field: FieldId;
}
/** The text stands in host, path or URL; an address or a prefix: either end has it. */
export interface Text {
  kind: "text";
  value: TextValue;
}

export type TextValue =
  | { kind: "exact"; text: string }
  /** The texts between the stars: at least two, empty ones included. */
  | { kind: "glob"; parts: readonly string[] };

export type Value =
  | TextValue
  /** Canonical text of an address or a prefix. */
  | { kind: "prefix"; text: string }
  /** Bounds are included unless `above` or `below` says otherwise; equal bounds are one number. */
  | { kind: "range"; min?: number; above?: true; max?: number; below?: true }
  | { kind: "flag"; is: boolean }
  /** By the field's own order of values. */
  | { kind: "order"; op: "<" | "<=" | ">" | ">="; text: string };

export const everything: Query = { kind: "and", of: [] };

export const isEverything = (q: Query): boolean => q.kind === "and" && q.of.length === 0;

function join(kind: "and" | "or", parts: readonly Query[]): Query {
  const of = parts.flatMap((p) => (p.kind === kind ? p.of : [p]));
  return of.length === 1 ? of[0]! : ({ kind, of } as Query);
}

export const and = (...parts: readonly Query[]): Query => join("and", parts);

/** One of nothing would be nothing, which the language cannot say. @throws RangeError without a part. */
export function or(...parts: readonly Query[]): Query {
  if (parts.length === 0) throw new RangeError("or() needs a part.");
  // Everything or something is everything.
  if (parts.some(isEverything)) return everything;
  return join("or", parts);
}

/** @throws RangeError for the negation of everything. */
export function not(part: Query): Query {
  if (isEverything(part)) throw new RangeError("not() needs a part that can fail.");
  return part.kind === "not" ? part.of : { kind: "not", of: part };
}

export const where = (field: FieldId, ...values: readonly Value[]): Query => ({ kind: "where", field, values });
export const has = (field: FieldId): Query => ({ kind: "has", field });
