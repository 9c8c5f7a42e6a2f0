import type { Db } from "../db/client";
import { type FileCursor, findCursor } from "../db/file-cursor";
import { findSourceByToken, type Source } from "../db/source";
import { env } from "../env";
import { Problem } from "../model/problem";
import { type ImportAnswer, type ImportRequest, importLog } from "./import-log";
import { getImportThreads } from "./import-threads";

/** Batches read at a time where there are no threads; each holds a connection of the pool and asks another for names. */
const AT_ONCE = 3;
/** Batches of one thread: while one waits for the database, the other is read. */
const OF_A_THREAD = 2;
/** No byte for this long ends an upload: a slow or endless one must not hold a place. */
const IDLE_MS = 60_000;

/** The body says by itself which it is; what could not be opened is refused before it comes. */
const encodings = ["identity", "gzip", "x-gzip", "zstd"];

const process_ = globalThis as typeof globalThis & { waybillUploads?: { active: number } };

/** `POST /api/ingest/<source>`: who sends, what kind of body, and then the body itself, streamed. @throws {Problem} */
export async function receiveLog(db: Db, request: Request, name: string): Promise<ImportAnswer> {
  const source = await authenticate(db, request, name);
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (!encodings.includes(encoding))
    throw new Problem("unsupported", `Content-Encoding ${encoding} is not supported; send the body plain, or as gzip or zstd.`, {
      header: "Content-Encoding",
    });
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > env.maxBodyBytes)
    throw new Problem(
      "too-large",
      `The body declares ${declared} bytes; the limit is ${Math.floor(env.maxBodyBytes / 1048576)} MiB. Send it with the command line, which resumes large files: waybill ingest --source ${source.name} FILE.`,
      { limitBytes: env.maxBodyBytes },
    );
  process_.waybillUploads ??= { active: 0 };
  const uploads = process_.waybillUploads;
  const threads = getImportThreads();
  const most = threads ? threads.size * OF_A_THREAD : AT_ONCE;
  if (uploads.active >= most)
    throw new Problem("too-many", `${most} batches are being read; send this one again in a moment.`, { retryAfter: 2 });
  uploads.active++;
  try {
    const order: ImportRequest = {
      source,
      key: readKey(request),
      origin: request.headers.get("waybill-origin") ?? undefined,
      format: new URL(request.url).searchParams.get("format") ?? undefined,
      maxBytes: env.maxBodyBytes,
      receivedAt: Date.now(),
      cursor: readCursor(request),
      head: readHead(request),
    };
    const body = readBody(request, declared);
    return threads ? await threads.run(order, body) : await importLog(db, order, body);
  } finally {
    uploads.active--;
  }
}

/** `GET /api/ingest/<source>?file=…`. @throws {Problem} */
export async function answerCursor(
  db: Db,
  request: Request,
  name: string,
): Promise<{ offset: number; line: number; prefixHash: string | null; format: string }> {
  const source = await authenticate(db, request, name);
  const file = new URL(request.url).searchParams.get("file") ?? "";
  const cursor = await findCursor(db, source.id, file);
  return { offset: cursor?.offset ?? 0, line: cursor?.line ?? 0, prefixHash: cursor?.prefixHash ?? null, format: source.format };
}

async function authenticate(db: Db, request: Request, name: string): Promise<Source> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token)
    throw new Problem("unauthenticated", "Send the token of the source as Authorization: Bearer wb_….", { header: "Authorization" });
  const source = await findSourceByToken(db, token);
  if (!source) throw new Problem("unauthenticated", "This token is of no source; it may have been replaced.", { header: "Authorization" });
  if (source.name !== name) throw new Problem("forbidden", `This token is not of the source ${name}.`, { source: name });
  if (source.disabledAt) throw new Problem("forbidden", `The source ${name} is disabled.`, { source: name });
  return source;
}

function readKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key.length < 1 || key.length > 200)
    throw new Problem("invalid", "Idempotency-Key is 1 to 200 characters.", { header: "Idempotency-Key" });
  return key;
}

function readCursor(request: Request): FileCursor | undefined {
  const text = request.headers.get("waybill-cursor");
  if (text === null) return undefined;
  const m = /^([\w-]{8,64}) (\d{1,15}) (\d{1,10}) ([0-9a-f]{64}) ([0-9a-f]{64})$/.exec(text);
  if (!m) throw new Problem("invalid", "Waybill-Cursor is not as the command line writes it.", { header: "Waybill-Cursor" });
  return { file: m[1]!, offset: Number(m[2]), line: Number(m[3]), prefixHash: m[4]!, nextPrefixHash: m[5]! };
}

function readHead(request: Request): string[] | undefined {
  const text = request.headers.get("waybill-head");
  return text === null ? undefined : Buffer.from(text, "base64").toString("utf8").split("\n");
}

async function* readBody(request: Request, declared: number): AsyncGenerator<Uint8Array> {
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
      yield next.value;
    }
    // A proxy that cuts a body does not say so (measured: 10 MB): what was declared must have come.
    if (declared > 0 && bytes !== declared)
      throw new Problem("invalid", `Content-Length says ${declared} bytes and ${bytes} came; nothing was kept.`, { offset: bytes });
  } finally {
    reader.cancel().catch(() => {});
  }
}
