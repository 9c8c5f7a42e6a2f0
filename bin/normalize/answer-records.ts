import { detectFormat } from "../../lib/ingest/detect";
import type { Format, ReadOptions } from "../../lib/ingest/format";
import { normalizeRecord } from "../../lib/ingest/normalize";
import { readTextLines } from "../../lib/ingest/text-lines";
import { HEAD, type Printer, writeLines } from "./printer";

/** One answer per line, in order; a line that breaks us is rejected and the next one is read. */
export async function answerRecords(
  body: AsyncIterable<Uint8Array>,
  format: Format | undefined,
  options: ReadOptions,
  print: Printer,
): Promise<number> {
  for await (const lines of readTextLines(body)) {
    await writeLines(
      lines.map((line) => {
        try {
          return JSON.stringify(answer(line, format, options, print));
        } catch (error) {
          process.stderr.write(`waybill normalize: ${error instanceof Error ? error.stack : error}\n`);
          return JSON.stringify({ rejected: "an unexpected error occurred while reading the record" });
        }
      }),
    );
  }
  return 0;
}

function answer(line: string, chosen: Format | undefined, defaults: ReadOptions, print: Printer): object {
  let envelope: unknown;
  try {
    envelope = JSON.parse(line);
  } catch {
    return { rejected: "the line is no JSON" };
  }
  const { record, options } = (envelope ?? {}) as { record?: unknown; options?: unknown };
  if (record === undefined || record === null) return { rejected: "the line has no record" };
  const text = typeof record === "string" ? record : JSON.stringify(record);
  const detected = chosen ? { format: chosen } : detectFormat(headOf(text));
  if (!("format" in detected)) return { rejected: "the format is not known for certain: name it with --format" };
  const { format } = detected;
  // Whoever pins the clock means it for every record.
  const receivedAt = defaults.receivedAt === undefined ? {} : { receivedAt: defaults.receivedAt };
  const result = normalizeRecord(format, text, { ...defaults, ...readOptions(options), ...receivedAt });
  if ("rejected" in result) return result;
  if ("skipped" in result) return { skipped: result.skipped, ...print(result.fields, format) };
  return { ...print(result.found, format), ...(result.more > 0 ? { more: result.more } : {}) };
}

/** A document in many lines is known by what it says, not by how it is laid out. */
function headOf(text: string): string[] {
  const lines = text.split("\n", HEAD);
  if (lines.length === 1 || !/^\s*\{/.test(text)) return lines;
  try {
    return [JSON.stringify(JSON.parse(text))];
  } catch {
    return lines;
  }
}

function readOptions(options: unknown): ReadOptions {
  const given = (options ?? {}) as Record<string, unknown>;
  const read: ReadOptions = {};
  if (typeof given.timezone === "string") read.timezone = given.timezone;
  if (typeof given.fields === "string") read.fields = given.fields;
  const received = typeof given.receivedAt === "string" ? Date.parse(given.receivedAt) : given.receivedAt;
  if (typeof received === "number" && Number.isFinite(received)) read.receivedAt = received;
  return read;
}
