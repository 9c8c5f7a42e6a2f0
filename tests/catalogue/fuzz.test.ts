import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { tryFormat } from "../../bin/fuzz/try-format";
import type { Format, ReadOptions } from "../../lib/ingest/format";
import { formats } from "../../lib/ingest/formats/index";

const fixture = (id: string, file: string): string => path.join(import.meta.dirname, "../fixtures", id, file);
const good = (id: string): string[] => readFileSync(fixture(id, "good.log"), "utf8").trimEnd().split("\n");
const optionsOf = (id: string): ReadOptions =>
  existsSync(fixture(id, "options.json")) ? JSON.parse(readFileSync(fixture(id, "options.json"), "utf8")) : {};
/** So few that all formats take some seconds; `waybill fuzz` runs as many as one likes. */
const LINES = 600;

test.each(formats.map((f) => [f.id, f] as const))("%s accounts for whatever a line holds", (id, format) => {
  const trial = tryFormat(format, good(id), LINES, 20_261_130, { ...optionsOf(id), receivedAt: Date.UTC(2026, 10, 30) });
  expect(trial.faults).toEqual([]);
  expect(trial.used + trial.skipped + trial.rejected).toBe(LINES);
  // The damage must not be so great that nothing is ever read.
  expect(trial.used + trial.skipped).toBeGreaterThan(0);
});

test("a reader that throws, says nothing or says too much is found out", () => {
  const of = (read: Format["open"]): readonly string[] => tryFormat({ ...formats[0]!, open: read }, ["a"], 1, 1, { receivedAt: 0 }).faults;
  expect(
    of(() => ({
      read() {
        throw new Error("x");
      },
    })),
  ).toHaveLength(1);
  expect(of(() => ({ read() {} }))).toHaveLength(1);
  expect(
    of(() => ({
      read(_, emit) {
        emit.skip("x");
        emit.reject("y");
      },
    })),
  ).toHaveLength(1);
});
