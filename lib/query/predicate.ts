import { type Cidr, parseAddress, parseCidr } from "../model/address";
import type { Query, TextValue, Value } from "./ast";
import { type FieldId, fieldOf } from "./fields";

/** What a record says, by field; what it does not say is absent. `dst` is made from host and ip. */
export type Facts = { readonly [F in Exclude<FieldId, "dst">]?: string | number | boolean | null | undefined };

export type Predicate = (facts: Facts) => boolean;

/**
 * The query as a function of one record. A record that does not say a field fails every condition on it, so a
 * negated condition holds for it: excluding a country keeps what has no country.
 */
export function toPredicate(query: Query): Predicate {
  switch (query.kind) {
    case "and": {
      const parts = query.of.map(toPredicate);
      return (f) => parts.every((p) => p(f));
    }
    case "or": {
      const parts = query.of.map(toPredicate);
      return (f) => parts.some((p) => p(f));
    }
    case "not": {
      const part = toPredicate(query.of);
      return (f) => !part(f);
    }
    case "has": {
      const { field } = query;
      return field === "dst" ? (f) => present(f.host) || present(f.ip) : (f) => present(f[field]);
    }
    case "text":
      return textPredicate(query.value);
    case "where": {
      const { field } = query;
      const tests = query.values.map((v) => valueTest(field, v));
      if (field === "dst") return (f) => tests.some((t) => t(f.host) || t(f.ip));
      return (f) => tests.some((t) => t(f[field]));
    }
  }
}

type Fact = string | number | boolean | null | undefined;
const present = (fact: Fact): boolean => fact !== null && fact !== undefined;

function textPredicate(value: TextValue): Predicate {
  const cidr = value.kind === "exact" ? parseCidr(value.text) : undefined;
  if (cidr) return (f) => within(cidr, f.src) || within(cidr, f.ip);
  const inner = globTest(value.kind === "exact" ? ["", value.text, ""] : ["", ...value.parts, ""]);
  return (f) => inner(f.host) || inner(f.path) || inner(f.url);
}

function valueTest(field: FieldId, value: Value): (fact: Fact) => boolean {
  switch (value.kind) {
    case "exact": {
      const wanted = value.text.toLowerCase();
      return (fact) => typeof fact === "string" && fact.toLowerCase() === wanted;
    }
    case "glob":
      return globTest(value.parts);
    case "prefix": {
      const cidr = parseCidr(value.text);
      return (fact) => cidr !== undefined && within(cidr, fact);
    }
    case "flag":
      return (fact) => fact === value.is;
    case "order": {
      const versions = ordered(field, value);
      return (fact) => typeof fact === "string" && versions.includes(fact);
    }
    case "range": {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, above, below } = value;
      return (fact) => typeof fact === "number" && (above ? fact > min : fact >= min) && (below ? fact < max : fact <= max);
    }
  }
}

/** The values of a version field that a comparison holds for. */
export function ordered(field: FieldId, { op, text }: Extract<Value, { kind: "order" }>): readonly string[] {
  const values = fieldOf(field).values ?? [];
  const at = values.indexOf(text);
  return values.filter((_, i) => (op === "<" ? i < at : op === "<=" ? i <= at : op === ">" ? i > at : i >= at));
}

function within(cidr: Cidr, fact: Fact): boolean {
  const a = typeof fact === "string" ? parseAddress(fact) : undefined;
  return a !== undefined && a.family === cidr.family && BigInt(a.value) >= cidr.first && BigInt(a.value) <= cidr.last;
}

/** Linear in the text: each piece is looked for once, from left to right, and the last one at the end. */
function globTest(parts: readonly string[]): (fact: Fact) => boolean {
  const pieces = parts.map((p) => p.toLowerCase());
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  return (fact) => {
    if (typeof fact !== "string") return false;
    const text = fact.toLowerCase();
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of pieces.slice(1, -1)) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}
