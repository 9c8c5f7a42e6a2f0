import { canonicalAddress, formatAddress, parseAddress, parseCidr } from "../model/address";
import type { TextValue, Value } from "./ast";
import { type FieldId, fieldOf } from "./fields";
import type { Word } from "./tokenize";

/** What a word means as a value of a field, or what is wrong with it. */
export type ReadValue = { value: Value } | { problem: string; fix?: string };

const wrong = (problem: string, fix?: string): ReadValue => (fix === undefined ? { problem } : { problem, fix });

const byteUnits: Record<string, number> = { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const timeUnits: Record<string, number> = { "": 1, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

export function readValue(field: FieldId, word: Word): ReadValue {
  const { type, values } = fieldOf(field);
  const raw = word.parts.join("*");
  if (raw === "" && !word.quoted) return wrong(`${field}: needs a value.`);
  switch (type) {
    case "text":
      return { value: textValue(word) };
    case "destination":
      return raw.includes("/") || canonicalAddress(raw) ? prefix(raw) : { value: textValue(word) };
    case "address":
      return prefix(raw);
    case "choice": {
      const text = raw.toLowerCase();
      return values!.includes(text) ? { value: { kind: "exact", text } } : wrong(`${field} is one of ${values!.join(", ")}.`);
    }
    case "country":
      return /^[A-Za-z]{2}$/.test(raw)
        ? { value: { kind: "exact", text: raw.toUpperCase() } }
        : wrong("A country is its two-letter code, such as DE.");
    case "flag":
      if (raw === "true" || raw === "false") return { value: { kind: "flag", is: raw === "true" } };
      return wrong(`${field} is true or false.`);
    case "version": {
      const [, op, text] = /^(<=|>=|<|>|)(.*)$/s.exec(raw.toLowerCase())!;
      if (!values!.includes(text!)) return wrong(`${field} is one of ${values!.join(", ")}.`);
      return op ? { value: { kind: "order", op: op as "<", text: text! } } : { value: { kind: "exact", text: text! } };
    }
    case "status": {
      const digit = /^([1-5])xx$/i.exec(raw)?.[1];
      if (digit) return { value: { kind: "range", min: Number(digit) * 100, max: Number(digit) * 100 + 99 } };
      return range(raw, { "": 1 }, "A status is a number such as 404, a class such as 5xx, or a range such as 500..503.");
    }
    case "asn":
      return range(raw.replace(/^as(?=\d)/i, ""), { "": 1 }, "An ASN is a number such as AS64500.");
    case "bytes":
      return range(raw, byteUnits, "Bytes are a number with b, kb, mb, gb, kib, mib or gib, such as >1mb.");
    case "duration":
      return range(raw, timeUnits, "A duration is a number with ms, s, m or h, such as >2s.");
    case "number":
      return range(raw, { "": 1 }, `${field} is a number, a comparison such as >1024, or a range such as 1..1023.`);
  }
}

export const textValue = (word: Pick<Word, "parts">): TextValue =>
  word.parts.length === 1 ? { kind: "exact", text: word.parts[0]! } : { kind: "glob", parts: word.parts };

function prefix(raw: string): ReadValue {
  const cidr = parseCidr(raw);
  if (!cidr) {
    const base = masked(raw);
    return base
      ? wrong(`${raw} has bits set beyond its prefix.`, base)
      : wrong("An address such as 203.0.113.7, or a prefix such as 10.0.0.0/8.");
  }
  const bits = cidr.family === 4 ? 32 : 128;
  const base = formatAddress(cidr.family === 4 ? { family: 4, value: Number(cidr.first) } : { family: 6, value: cidr.first });
  return { value: { kind: "prefix", text: cidr.length === bits ? base : `${base}/${cidr.length}` } };
}

/** 10.1.2.3/8 → 10.0.0.0/8 */
function masked(raw: string): string | undefined {
  const [host, length] = raw.split("/");
  const address = parseAddress(host!);
  if (!address || !/^\d{1,3}$/.test(length ?? "")) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  if (Number(length) > bits) return undefined;
  const shift = BigInt(bits - Number(length));
  const value = (BigInt(address.value) >> shift) << shift;
  return `${formatAddress(address.family === 4 ? { family: 4, value: Number(value) } : { family: 6, value })}/${length}`;
}

function range(raw: string, units: Record<string, number>, problem: string): ReadValue {
  const read = (text: string): number | undefined => {
    const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,3})?)([a-z]*)$/i.exec(text) ?? [];
    const factor = unit === undefined ? undefined : units[unit.toLowerCase()];
    // Rounded because 1.1mb is a whole number of bytes that doubles do not know.
    const n = digits === undefined || factor === undefined ? undefined : Math.round(Number(digits) * factor * 1000) / 1000;
    return n !== undefined && Number.isSafeInteger(n) ? n : undefined;
  };
  const span = /^(.+?)\.\.(.+)$/.exec(raw);
  if (span) {
    const min = read(span[1]!);
    const max = read(span[2]!);
    if (min === undefined || max === undefined) return wrong(problem);
    return min > max ? wrong("The range ends before it starts.", `${span[2]}..${span[1]}`) : { value: { kind: "range", min, max } };
  }
  const [, op, text] = /^(<=|>=|<|>|)(.*)$/s.exec(raw)!;
  const n = read(text!);
  if (n === undefined) return wrong(problem);
  if (op === ">") return { value: { kind: "range", min: n, above: true } };
  if (op === ">=") return { value: { kind: "range", min: n } };
  if (op === "<") return { value: { kind: "range", max: n, below: true } };
  if (op === "<=") return { value: { kind: "range", max: n } };
  return { value: { kind: "range", min: n, max: n } };
}
