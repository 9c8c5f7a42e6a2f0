import type { Db } from "../db/client";
import { Problem } from "../model/problem";
import { type ImportAnswer, type ImportRequest, importLog } from "./import-log";
import { getImportThreads } from "./import-threads";
import { RateLimiter } from "./rate-limiter";

/** Batches read at a time where there are no threads; each holds a connection of the pool and asks another for names. */
const AT_ONCE = 3;
/** Batches of one thread: while one waits for the database, the other is read. */
const OF_A_THREAD = 2;
/** No byte for this long ends an upload: a slow or endless one must not hold a place. */
const IDLE_MS = 60_000;
/** The body says by itself which it is; what could not be opened is refused before it comes. */
const encodings = ["identity", "gzip", "x-gzip", "zstd"];

// Next evaluates a module once per bundle; what a process may take in is counted once.
const process_ = globalThis as typeof globalThis & { waybillUploads?: { active: number }; waybillRates?: RateLimiter };

/** A request's body into the store, streamed, if its source may send and there is room for it now. @throws {Problem} */
export async function takeIn(db: Db, request: Request, order: Omit<ImportRequest, "receivedAt">): Promise<ImportAnswer> {
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (!encodings.includes(encoding))
    throw new Problem("unsupported", `Content-Encoding ${encoding} is not supported; send the body plain, or as gzip or zstd.`, {
      header: "Content-Encoding",
    });
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > order.maxBytes)
    throw new Problem(
      "too-large",
      `The body declares ${declared} bytes; the limit is ${Math.floor(order.maxBytes / 1048576)} MiB. Send it with the command line, which resumes large files: waybill ingest --source ${order.source.name} FILE.`,
      { limitBytes: order.maxBytes },
    );
  process_.waybillRates ??= new RateLimiter();
  const rates = process_.waybillRates;
  const { id, name, rateLimit } = order.source;
  const wait = rates.wait(id, rateLimit, Date.now());
  if (wait > 0)
    throw new Problem("too-many", `The source ${name} has sent more than its rate allows; send this batch again in ${wait} s.`, {
      retryAfter: wait,
    });
  process_.waybillUploads ??= { active: 0 };
  const uploads = process_.waybillUploads;
  const threads = getImportThreads();
  const most = threads ? threads.size * OF_A_THREAD : AT_ONCE;
  if (uploads.active >= most)
    throw new Problem("too-many", `${most} batches are being read; send this one again in a moment.`, { retryAfter: 2 });
  uploads.active++;
  const came = { lines: 0, bytes: 0 };
  try {
    const body = readBody(request, declared, (bytes) => {
      came.bytes += bytes;
    });
    const whole = { ...order, receivedAt: Date.now() };
    const answer = threads ? await threads.run(whole, body) : await importLog(db, whole, body);
    came.lines = answer.lines;
    return answer;
  } finally {
    uploads.active--;
    // Also what was refused has cost the time it took.
    rates.take(id, rateLimit, came, Date.now());
  }
}

async function* readBody(request: Request, declared: number, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  let bytes = 0;
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const idle = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(new Problem("invalid", `No byte came for ${IDLE_MS / 1000} s, after ${bytes}; nothing was kept.`, { offset: bytes })),
          IDLE_MS,
        );
      });
      let next: Awaited<ReturnType<typeof reader.read>>;
      try {
        next = await Promise.race([reader.read(), idle]);
      } catch (error) {
        if (error instanceof Problem) throw error;
        throw new Problem("invalid", `The upload broke off after ${bytes} bytes; nothing was kept.`, { offset: bytes });
      } finally {
        clearTimeout(timer);
      }
      if (next.done) break;
      bytes += next.value.byteLength;
      onBytes(next.value.byteLength);
      yield next.value;
    }
    // A proxy that cuts a body does not say so (measured: 10 MB): what was declared must have come.
    if (declared > 0 && bytes !== declared)
      throw new Problem("invalid", `Content-Length says ${declared} bytes and ${bytes} came; nothing was kept.`, { offset: bytes });
  } finally {
    reader.cancel().catch(() => {});
  }
}
