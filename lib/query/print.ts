import type { Query, TextValue, Value } from "./ast";
import { type FieldId, fieldOf } from "./fields";

/** The text of a query; parsing it gives the same tree. */
export function printQuery(query: Query): string {
  return query.kind === "or" ? query.of.map(clause).join(" OR ") : query.kind === "and" ? query.of.map(clause).join(" ") : clause(query);
}

function clause(query: Query): string {
  switch (query.kind) {
    case "and":
    case "or":
      return `(${printQuery(query)})`;
    case "not":
      return `-${clause(query.of)}`;
    case "has":
      return `has:${query.field}`;
    case "text":
      return text(query.value, true);
    case "where": {
      const values = query.values.map((v) => printValue(query.field, v));
      return `${query.field}:${values.length === 1 ? values[0] : `(${values.join(" OR ")})`}`;
    }
  }
}

export function printValue(field: FieldId, value: Value): string {
  switch (value.kind) {
    case "exact":
    case "glob":
      return text(value, false);
    case "prefix":
      return value.text;
    case "flag":
      return String(value.is);
    case "order":
      return value.op + value.text;
    case "range":
      return range(field, value);
  }
}

function range(field: FieldId, { min, above, max, below }: Extract<Value, { kind: "range" }>): string {
  const { type } = fieldOf(field);
  const n = (value: number): string =>
    type === "bytes" ? scaled(value, bytes) : type === "duration" ? scaled(value, times) : String(value);
  if (min === undefined) return `${below ? "<" : "<="}${n(max ?? 0)}`;
  if (max === undefined) return `${above ? ">" : ">="}${n(min)}`;
  if (type === "status" && min % 100 === 0 && min >= 100 && min <= 500 && max === min + 99) return `${min / 100}xx`;
  return min === max ? n(min) : `${n(min)}..${n(max)}`;
}

const bytes = [
  [1e9, "gb"],
  [1e6, "mb"],
  [1e3, "kb"],
] as const;
const times = [
  [3.6e6, "h"],
  [6e4, "m"],
  [1e3, "s"],
  [1, "ms"],
] as const;

function scaled(value: number, units: readonly (readonly [number, string])[]): string {
  const unit = value === 0 ? undefined : units.find(([factor]) => value % factor === 0);
  return unit ? `${value / unit[0]}${unit[1]}` : String(value);
}

const keyword = /^(AND|OR|NOT)$/;
/** Where a bare word would be read as something else: a negation, or a field and its colon. */
const misread = /^(-|[A-Za-z_]+:)/;

function text(value: TextValue, alone: boolean): string {
  if (value.kind === "glob") {
    const joined = value.parts.map((p) => p.replace(/[\s()"\\*]/g, "\\$&")).join("*");
    return alone && misread.test(joined) ? `\\${joined}` : joined;
  }
  const bare = value.text !== "" && !/[\s()"\\*]/.test(value.text) && !keyword.test(value.text) && !(alone && misread.test(value.text));
  return bare ? value.text : `"${value.text.replace(/["\\]/g, "\\$&")}"`;
}
