import type { Connection } from "../../model/connection";
import { type FieldTarget, fieldTargets, type Reading } from "../readers/field-targets";
import { textOf } from "../readers/json";
import { type Layout, listText, mappedLines } from "../readers/mapped-line";
import { timeReader } from "../readers/mapped-record";
import { Reject, Skip } from "../readers/outcome";
import { type SuggestedTarget, targetByName } from "./field-names";
import { kindOfValue, type ValueKind } from "./kind-of-value";

/** A field that some line has, and what it is probably for. */
export interface SuggestedField {
  from: string;
  /** Different values, in the order they came. */
  samples: string[];
  target?: SuggestedTarget;
  unit?: "ms" | "us" | "ns";
  /** By name and values; by one of them; by the values' look and order alone. */
  sureness?: "sure" | "likely" | "guess";
}

const MOST_FIELDS = 200;
const SAMPLES = 4;

/** The fields of these lines, each target proposed once, the surest first. Pure, and never throws. */
export function suggestFields(layout: Layout, lines: readonly string[]): SuggestedField[] {
  const fields = fieldsOf(layout, lines);
  const taken = new Set<SuggestedTarget>();
  const propose = (field: SuggestedField, target: SuggestedTarget | undefined, sureness: SuggestedField["sureness"]): void => {
    if (target === undefined || field.target !== undefined || (target !== "hidden" && taken.has(target))) return;
    taken.add(target);
    Object.assign(field, { target, sureness });
    const unit = unitOf(field.from);
    if (target === "durationMs" && unit) field.unit = unit;
  };
  const named = fields.map((field) => ({ field, target: targetFor(field) }));
  for (const { field, target } of named) if (target !== undefined && isStrict(target)) propose(field, target, "sure");
  for (const { field, target } of named) propose(field, target, "likely");
  for (const field of fields) if (!field.from.startsWith("syslog.")) propose(field, byValues(field, taken), "guess");
  return fields;
}

function fieldsOf(layout: Layout, lines: readonly string[]): SuggestedField[] {
  const found = new Map<string, SuggestedField>();
  const read = mappedLines(layout, layout.columns ?? []);
  for (const text of lines) {
    const line = read(text);
    if (line instanceof Reject || line instanceof Skip) continue;
    for (const from of line.places()) {
      let field = found.get(from);
      if (!field && found.size < MOST_FIELDS) {
        field = { from, samples: [] };
        found.set(from, field);
      }
      const value = listText(line.get(from))?.slice(0, 200);
      if (field && value !== undefined && field.samples.length < SAMPLES && !field.samples.includes(value)) field.samples.push(value);
    }
  }
  return [...found.values()];
}

/** By its name, where its values are of that kind; a name and an address are each other's alternative. */
function targetFor(field: SuggestedField): SuggestedTarget | undefined {
  // The host and the program of a syslog header are the logger's own.
  const target = field.from === "syslog.host" || field.from === "syslog.program" ? undefined : targetByName(field.from);
  if (target === undefined || target === "hidden") return target;
  const date = field.samples.every((sample) => kindOfValue(sample) === "date");
  if (target === "startTime" && field.samples.length > 0 && date) return "date";
  if (target === "srcHost" && allOf(field, "address")) return "srcIp";
  return field.samples.every((sample) => fits(target, sample)) ? target : undefined;
}

const reading: Reading = { time: timeReader({ receivedAt: Date.UTC(2026, 0, 1) }, 1, false, undefined), scale: 1, action: () => "unknown" };

function fits(target: keyof typeof fieldTargets, sample: string): boolean {
  const { put, units }: FieldTarget = fieldTargets[target];
  // Half of a time: its date stands in a field of its own.
  if (units === "time" && /^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$/.test(sample)) return true;
  return put({ kind: "connection" } satisfies Connection, sample, reading);
}

/** Whether a value of another kind would have been refused, so that name and values agree. */
const isStrict = (target: SuggestedTarget): boolean => target !== "hidden" && !fits(target, "\u0001 no value");

const allOf = (field: SuggestedField, kind: ValueKind): boolean =>
  field.samples.length > 0 && field.samples.every((sample) => kindOfValue(sample) === kind);

const candidates: Partial<Record<ValueKind, readonly SuggestedTarget[]>> = {
  time: ["startTime"],
  date: ["date"],
  url: ["url"],
  address: ["srcIp", "dstIp"],
  name: ["dstHost"],
  method: ["method"],
  protocol: ["protocol"],
  tls: ["tlsVersion"],
  decision: ["action"],
  mail: ["srcUser", "hidden"],
};

function byValues(field: SuggestedField, taken: ReadonlySet<SuggestedTarget>): SuggestedTarget | undefined {
  const kind = textOf(field.samples[0]) === undefined ? undefined : kindOfValue(field.samples[0]!);
  if (kind === undefined || !allOf(field, kind)) return undefined;
  return candidates[kind]?.find((target) => target === "hidden" || !taken.has(target));
}

function unitOf(name: string): SuggestedField["unit"] {
  if (/(?:_|\.|-|[a-z])(?:ms|msec|millis|milliseconds)$/i.test(name)) return "ms";
  if (/(?:_|\.|-|[a-z])(?:us|usec|micros|microseconds)$/i.test(name)) return "us";
  return /(?:_|\.|-)(?:ns|nanos|nanoseconds)$/i.test(name) ? "ns" : undefined;
}
