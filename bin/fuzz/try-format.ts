import { detectFormat } from "../../lib/ingest/detect";
import type { Emit, Format, ReadOptions } from "../../lib/ingest/format";
import { openFormat } from "../../lib/ingest/open-format";
import { LineMaker, seeded } from "./line-maker";

export interface Trial {
  format: string;
  lines: number;
  used: number;
  skipped: number;
  rejected: number;
  /** Milliseconds of the slowest line, the least of three tries. */
  slowestMs: number;
  faults: readonly string[];
}

/** A line may take this long, the least of three tries: a slower one would let a sender hold a thread. */
export const LIMIT_MS = 50;
/** A reader lives for a file; its state must not be what saves it. */
const LINES_OF_A_FILE = 2_000;
const MOST_FAULTS = 10;

/** Feeds made lines to a format as a body would; whatever a line holds, it comes to exactly one entry of the account, in time. */
export function tryFormat(format: Format, good: readonly string[], lines: number, seed: number, options: ReadOptions): Trial {
  const maker = new LineMaker(good, seed);
  const next = seeded(seed ^ 0x5eed);
  const faults: string[] = [];
  const trial = { format: format.id, lines: 0, used: 0, skipped: 0, rejected: 0, slowestMs: 0 };
  let outcomes = 0;
  let kind = "";
  const count = (name: string): void => {
    if (outcomes === 0 || kind !== name || name !== "used") outcomes++;
    kind = name;
  };
  const emit: Emit = { found: () => count("used"), skip: () => count("skipped"), reject: () => count("rejected") };
  const fault = (what: string, line: string): void => {
    if (faults.length < MOST_FAULTS) faults.push(`line ${trial.lines} (seed ${seed}) ${what}: ${JSON.stringify(line.slice(0, 200))}`);
  };
  const open = () => openFormat(format, options);
  let reader = open();
  while (trial.lines < lines) {
    if (trial.lines % LINES_OF_A_FILE === 0) {
      reader.end?.(emit);
      reader = open();
      // A header, or what a file may begin with.
      if (next(2) === 0) reader.read(good[0]!, emit);
    }
    const line = maker.next();
    trial.lines++;
    outcomes = 0;
    const from = performance.now();
    try {
      reader.read(line, emit);
    } catch (error) {
      fault(`threw ${String(error)}`, line);
      reader = open();
      continue;
    }
    let took = performance.now() - from;
    if (outcomes !== 1) fault(`came to ${outcomes} entries of the account`, line);
    else trial[kind as "used" | "skipped" | "rejected"]++;
    for (let again = 0; again < 2 && took > LIMIT_MS; again++) {
      const start = performance.now();
      open().read(line, emit);
      took = Math.min(took, performance.now() - start);
    }
    if (took > LIMIT_MS) fault(`took ${took.toFixed(0)} ms`, line);
    trial.slowestMs = Math.max(trial.slowestMs, took);
    if (trial.lines % 500 === 0) detectFormat([line]);
  }
  reader.end?.(emit);
  return { ...trial, faults };
}
