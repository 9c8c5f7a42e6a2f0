import { openBody } from "../../lib/ingest/bodies/open-body";
import { decoded } from "../../lib/ingest/decoded";
import { detectFormat } from "../../lib/ingest/detect";
import type { Emit, Format, Reader, ReadOptions } from "../../lib/ingest/format";
import { openFormat } from "../../lib/ingest/open-format";
import { Problem } from "../../lib/model/problem";
import { HEAD, type Printer, writeLines } from "./printer";

/** A whole log to NDJSON, with its account on standard error at the end. @returns 1 where no line could be read. */
export async function convertFile(
  body: AsyncIterable<Uint8Array>,
  chosen: Format | undefined,
  options: ReadOptions,
  print: Printer,
): Promise<number> {
  const account = { lines: 0, used: 0, skipped: 0, rejected: 0 };
  let firstReject = "";
  let format = chosen;
  let reader: Reader | undefined;
  let out: string[] = [];
  let isUsed = false;
  const emit: Emit = {
    found(connection) {
      isUsed = true;
      out.push(JSON.stringify(print(connection, format)));
    },
    skip() {
      account.skipped++;
    },
    reject(reason) {
      account.rejected++;
      firstReject ||= `, the first at line ${account.lines}: ${reason}`;
    },
  };
  const bytes = decoded(readable(body), { maxBytes: Number.POSITIVE_INFINITY });
  for await (const block of openBody(bytes, undefined, () => {}).blocks) {
    format ??= detect(block.lines.slice(0, HEAD));
    reader ??= openFormat(format, options);
    for (const [i, line] of block.lines.entries()) {
      account.lines++;
      isUsed = false;
      const fault = block.faults.get(i);
      if (fault === undefined) reader.read(line, emit);
      else if ("reject" in fault) emit.reject(fault.reject);
      else if ("skip" in fault) emit.skip(fault.skip);
      if (isUsed) account.used++;
    }
    await writeLines(out);
    out = [];
  }
  reader?.end?.(emit);
  await writeLines(out);
  process.stderr.write(
    `${account.lines} lines: ${account.used} used, ${account.skipped} skipped, ${account.rejected} rejected${firstReject}\n`,
  );
  return account.lines > 0 && account.rejected === account.lines ? 1 : 0;
}

/** @throws {Problem} naming the formats that would do, where several know the lines. */
function detect(head: readonly string[]): Format {
  const detected = detectFormat(head);
  if ("format" in detected) return detected.format;
  const several = "ambiguous" in detected ? `; it could be ${detected.ambiguous.map((f) => f.id).join(" or ")}` : "";
  throw new Problem("unsupported", `The format is not known for certain from the first lines${several}. Name it with --format.`);
}

async function* readable(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Problem("not-found", "There is no such file.");
    if (code === "EACCES" || code === "EISDIR")
      throw new Problem("invalid", `The file cannot be read: ${code === "EISDIR" ? "it is a folder" : "permission denied"}.`);
    throw error;
  }
}
