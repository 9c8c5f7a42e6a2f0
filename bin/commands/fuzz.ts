import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { env } from "../../lib/env";
import type { Format, ReadOptions } from "../../lib/ingest/format";
import { findFormat, formats } from "../../lib/ingest/formats/index";
import { type Command, Usage } from "../command";
import { tryFormat } from "../fuzz/try-format";

export const command: Command = {
  name: "fuzz",
  summary: "try formats with random, damaged and composed lines",
  usage: `usage: waybill fuzz [--lines N] [--seed N] [--format ID,…]

Feeds made lines to each format and says what came of them. Every line must come to exactly one entry of the account,
without an exception, in 50 ms (the least of three tries). Lines are made from the good lines of the format's fixture,
so this runs in a checkout. Exit code 1 when a line broke something; the same seed makes the same lines.

  --lines N     lines of each format, 100,000 where unsaid
  --seed N      chosen and printed where unsaid
  --format IDS  one or several, apart by commas; all where unsaid`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { lines: { type: "string", default: "100000" }, seed: { type: "string" }, format: { type: "string" } },
    });
    const lines = whole(values.lines, "--lines");
    const now = Date.now();
    const seed = values.seed === undefined ? now % 2 ** 31 : whole(values.seed, "--seed");
    const chosen = values.format === undefined ? formats : values.format.split(",").map(known);
    process.stdout.write(`seed ${seed}, ${lines.toLocaleString("en")} lines of each format\n\n`);
    process.stdout.write(`${"format".padEnd(28)}${"used".padStart(10)}${"skipped".padStart(10)}${"rejected".padStart(10)}   slowest\n`);
    let broken = 0;
    for (const format of chosen) {
      const t = tryFormat(format, goodLines(format), lines, seed, { ...toldOptions(format), receivedAt: now });
      const figures = [t.used, t.skipped, t.rejected].map((n) => String(n).padStart(10)).join("");
      process.stdout.write(
        `${t.format.padEnd(28)}${figures}${t.slowestMs.toFixed(1).padStart(7)} ms${t.faults.length > 0 ? "  BROKEN" : ""}\n`,
      );
      for (const fault of t.faults) process.stdout.write(`  ${fault}\n`);
      if (t.faults.length > 0) broken++;
    }
    process.stdout.write(`\n${chosen.length} formats, ${broken} broken\n`);
    return broken === 0 ? 0 : 1;
  },
};

function known(id: string): Format {
  const format = findFormat(id);
  if (!format) throw new Usage(`there is no format ${JSON.stringify(id)}`);
  return format;
}

function whole(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Usage(`${option} is a whole number`);
  return value;
}

/** What a format that reads nothing by itself is told, beside its good lines. */
function toldOptions(format: Format): ReadOptions {
  const file = path.join(env.root, "tests", "fixtures", format.id, "options.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

function goodLines(format: Format): string[] {
  const file = path.join(env.root, "tests", "fixtures", format.id, "good.log");
  if (!existsSync(file)) throw new Usage(`there are no good lines to begin with: ${path.relative(env.root, file)} is missing`);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}
