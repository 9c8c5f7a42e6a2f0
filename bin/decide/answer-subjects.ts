import { readTextLines } from "../../lib/ingest/text-lines";
import type { Decider } from "../../lib/policy/decide";
import { writeLines } from "../normalize/printer";
import { instant, isObject, readSubject } from "./read-subject";

interface Options {
  /** A line holds { record, options } rather than the record. */
  isEnveloped: boolean;
  /** Time of records that have none, ms since the epoch. */
  now: number;
}

/** One answer per line, in order; a line that breaks us is rejected and the next one is read. */
export async function answerSubjects(body: AsyncIterable<Uint8Array>, decider: Decider, options: Options): Promise<number> {
  for await (const lines of readTextLines(body)) {
    await writeLines(
      lines.map((line) => {
        try {
          return JSON.stringify(answer(line, decider, options));
        } catch (error) {
          process.stderr.write(`waybill decide: ${error instanceof Error ? error.stack : error}\n`);
          return JSON.stringify({ rejected: "an unexpected error occurred while judging the record" });
        }
      }),
    );
  }
  return 0;
}

export function answer(line: string, decider: Decider, { isEnveloped, now }: Options): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { rejected: "the line is no JSON" };
  }
  let at = now;
  if (isEnveloped) {
    if (!isObject(value) || value.record === undefined || value.record === null) return { rejected: "the line has no record" };
    at = (isObject(value.options) ? instant(value.options.receivedAt) : undefined) ?? now;
    value = value.record;
  }
  const read = readSubject(value, at);
  if ("rejected" in read) return read;
  const { verdict, rule, reason, nearest } = decider.explain(read.subject);
  return { verdict, rule: rule ?? null, reason, nearest };
}
