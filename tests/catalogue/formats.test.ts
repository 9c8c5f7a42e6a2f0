import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectFormat } from "../../lib/ingest/detect";
import type { Emit, Format, ReadOptions } from "../../lib/ingest/format";
import { findFormat, formats } from "../../lib/ingest/formats/index";
import { canonicalAddress } from "../../lib/model/address";
import { type Connection, observationKinds } from "../../lib/model/connection";

const root = path.join(import.meta.dirname, "../..");
const fixture = (id: string, file: string): string => path.join(root, "tests/fixtures", id, file);
const linesOf = (id: string, file: string): string[] => readFileSync(fixture(id, file), "utf8").trimEnd().split("\n");

/** What a format's fixture is read with, where it reads nothing without being told how. */
const optionsOf = (id: string): ReadOptions =>
  existsSync(fixture(id, "options.json")) ? JSON.parse(readFileSync(fixture(id, "options.json"), "utf8")) : {};

interface Entry {
  found?: Connection[];
  personal?: readonly string[];
  skip?: string;
  fields?: Partial<Connection>;
  reject?: string;
}

/** What each unit came to, and how often it said so. */
function readAll(format: Format, units: readonly string[], options = optionsOf(format.id)): { entries: Entry[]; late: Entry } {
  let entry: Entry = {};
  let outcomes = new Set<string>();
  const one = (outcome: string): void => {
    if (outcome !== "found" && outcomes.has(outcome)) throw new Error(`${format.id} said ${outcome} twice of one unit`);
    outcomes.add(outcome);
    if (outcomes.size > 1) throw new Error(`${format.id} made ${[...outcomes].join(" and ")} of one unit`);
  };
  const emit: Emit = {
    found(connection, personal) {
      one("found");
      entry.found = [...(entry.found ?? []), connection];
      if (personal && personal.length > 0) entry.personal = personal;
    },
    skip(reason, fields) {
      one("skip");
      entry.skip = reason;
      if (fields) entry.fields = fields;
    },
    reject(reason) {
      one("reject");
      entry.reject = reason;
    },
  };
  const reader = format.open(options);
  const entries = units.map((unit) => {
    entry = {};
    outcomes = new Set();
    reader.read(unit, emit);
    return entry;
  });
  entry = {};
  outcomes = new Set();
  reader.end?.(emit);
  return { entries, late: entry };
}

const accounted = (entry: Entry): boolean => entry.found !== undefined || entry.skip !== undefined || entry.reject !== undefined;
/** Keys in the order of the alphabet: the order a reader sets them in means nothing. */
const print = (entries: readonly Entry[]): string => `${JSON.stringify(entries, sorted, 1)}\n`;
const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A record as the model demands it: absent, never empty; canonical addresses; counts that are counts. */
function checkRecord(format: Format, c: Connection): void {
  expect(format.kinds).toContain(c.kind);
  if (!format.engine) expect(c.action === undefined || c.action === "none").toBe(true);
  for (const [name, value] of Object.entries(c)) {
    expect(value, name).not.toBe("");
    expect(value, name).not.toBe("-");
    expect(value, name).not.toBeNull();
    if (typeof value === "number") expect(Number.isFinite(value) && value >= 0, name).toBe(true);
  }
  for (const field of ["srcIp", "dstIp", "srcNatIp", "dstNatIp"] as const) {
    if (c[field] !== undefined) expect(canonicalAddress(c[field])).toBe(c[field]);
  }
  for (const field of ["srcPort", "dstPort"] as const) if (c[field] !== undefined) expect(c[field]).toBeLessThanOrEqual(65_535);
  if (c.dstHost !== undefined) expect(c.dstHostOrigin).toBeDefined();
}

test("the catalogue lists each format of the folder once, under its file's name", () => {
  const files = readdirSync(path.join(root, "lib/ingest/formats"))
    .filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts") && f !== "index.ts")
    .map((f) => f.slice(0, -3));
  expect(formats.map((f) => f.id).sort()).toEqual(files.sort());
  for (const format of formats) expect(findFormat(format.id)).toBe(format);
  expect(findFormat("no-such-format")).toBeUndefined();
});

describe.each(formats.map((f) => [f.id, f] as const))("%s", (id, format) => {
  test("says what it is", () => {
    expect(format.name).not.toBe("");
    expect(URL.canParse(format.reference)).toBe(true);
    expect(format.counts.length).toBeGreaterThan(5);
    for (const kind of format.kinds) expect(observationKinds).toContain(kind);
    if (format.guide !== undefined) expect(existsSync(path.join(root, "docs/how-to/export", `${format.guide}.md`))).toBe(true);
    for (const key of format.personal ?? []) expect(key).toBe(key.toLowerCase());
  });

  test("reads its good lines as expected", async () => {
    const { entries, late } = readAll(format, linesOf(id, "good.log"));
    expect(entries.every(accounted)).toBe(true);
    expect(entries.some((e) => e.reject !== undefined)).toBe(false);
    // A log without kinds tells of no activity: its lines are skipped, each with what it says.
    expect(entries.some((e) => e.found !== undefined)).toBe(format.kinds.length > 0);
    for (const entry of [...entries, late]) for (const connection of entry.found ?? []) checkRecord(format, connection);
    expect(existsSync(fixture(id, "expected.json"))).toBe(true);
    await expect(print(accounted(late) ? [...entries, late] : entries)).toMatchFileSnapshot(fixture(id, "expected.json"));
  });

  test("rejects broken lines one by one, naming the field and never the value", () => {
    const lines = linesOf(id, "broken.log");
    const { entries } = readAll(format, lines);
    expect(entries.every(accounted)).toBe(true);
    expect(entries.filter((e) => e.reject !== undefined).length).toBeGreaterThanOrEqual(3);
    // The first line is whole: what follows must not hide it, nor may it save what follows.
    expect(entries.some((e) => (format.kinds.length > 0 ? e.found : e.fields) !== undefined)).toBe(true);
    entries.forEach((entry, i) => {
      if (entry.reject === undefined) return;
      expect(entry.reject).not.toBe("");
      const values = lines[i]!.split(/[^A-Za-z0-9.:@-]+/).filter((v) => /[0-9]/.test(v) && v.length > 3);
      for (const value of values) expect(entry.reject).not.toContain(value);
    });
  });

  test("is known by its own lines, and by no other format", () => {
    const lines = linesOf(id, "good.log");
    expect(detectFormat(lines)).toEqual(format.isConfigured ? { unknown: true } : { format });
    // A format of many products may know the lines of one, and is not asked where that one does.
    for (const other of formats)
      if (other !== format && (format.generic || !other.generic)) expect(other.detect(lines), other.id).toBe(false);
  });

  test("reads nothing untold where it must be told, and says what is wrong with what it was told", () => {
    expect(format.wrongIn?.(optionsOf(id))).toBeUndefined();
    if (!format.isConfigured) return;
    expect(format.wrongIn?.({})).toBeTypeOf("string");
    const { entries } = readAll(format, linesOf(id, "good.log"), {});
    expect(entries.every((entry) => entry.reject !== undefined)).toBe(true);
  });

  test("accounts once for each unit, whatever it holds", () => {
    const good = linesOf(id, "good.log");
    const cut = fc.tuple(fc.constantFrom(...good), fc.nat(), fc.nat()).map(([line, a, b]) => {
      const from = a % (line.length + 1);
      return line.slice(0, from) + line.slice(from + (b % 12));
    });
    const swapped = fc.tuple(fc.constantFrom(...good), fc.nat(), fc.string({ unit: "binary", maxLength: 6 })).map(([line, at, by]) => {
      const i = at % (line.length + 1);
      return line.slice(0, i) + by + line.slice(i + by.length);
    });
    const unit = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ maxLength: 400 }), fc.json(), cut, swapped);
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (units) => {
        const header = good[0]!;
        for (const batch of [units, [header, ...units]]) expect(readAll(format, batch).entries.every(accounted)).toBe(true);
        format.detect(units);
      }),
      { numRuns: 300 },
    );
  });

  test("takes 64 KiB of anything in 50 ms", () => {
    const good = linesOf(id, "good.log");
    const size = 64 * 1024;
    const repeated = ['"', "[", "{", "\\", " ", ",", "-", "%", '{"a":', "a=", "0", "1.", ":", "\t", '"a" ', "GET /", '\\"', "] [", "é"];
    const units = [
      ...repeated.map((text) => text.repeat(size / text.length)),
      ...good.map((line) => line.repeat(Math.ceil(size / line.length)).slice(0, size)),
    ];
    for (const line of good)
      for (const text of repeated.slice(0, 8))
        units.push(line.slice(0, line.length >> 1) + text.repeat((size - line.length) / text.length));
    for (const unit of units) {
      const reader = format.open(optionsOf(id));
      const run = (): number => {
        const start = process.cpuUsage();
        let count = 0;
        const emit: Emit = { found: () => void count++, skip: () => void count++, reject: () => void count++ };
        reader.read(unit, emit);
        format.detect([unit]);
        expect(count).toBeGreaterThan(0);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      };
      // Time on the core, the best of five: other processes and the collector have theirs.
      let best = run();
      for (let i = 0; i < 4 && best > 50; i++) best = Math.min(best, run());
      expect(best, `${JSON.stringify(unit.slice(0, 40))}…`).toBeLessThan(50);
    }
  });
});

test("what no format knows is unknown, and mixed knowledge would be asked", () => {
  expect(detectFormat([])).toEqual({ unknown: true });
  expect(detectFormat(["", "  "])).toEqual({ unknown: true });
  expect(detectFormat(["Jan  1 10:00:00 host app[1]: hello"])).toEqual({ unknown: true });
  expect(detectFormat(['{"a":1}'])).toEqual({ unknown: true });
});
