import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Problem } from "../model/problem";
import { peek } from "./peek";
import { unzstd, ZstdFault } from "./zstd";

export interface DecodeLimits {
  /** Decoded bytes of a body. */
  maxBytes: number;
  /** Decoded bytes for each encoded one. */
  maxRatio?: number;
}

const MAX_RATIO = 200;
/** Small bodies compress to almost nothing: the ratio counts from here. */
const RATIO_FROM = 1024 * 1024;

/** Bytes of a body or file; gzip and zstd are opened where it begins with their magic numbers. @throws {Problem} naming the place. */
export async function* decoded(body: AsyncIterable<Uint8Array>, limits: DecodeLimits): AsyncGenerator<Buffer> {
  const { head, whole } = await peek(body, 4);
  let encoded = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of whole()) {
      encoded += chunk.length;
      yield chunk;
    }
  }
  const maxRatio = limits.maxRatio ?? MAX_RATIO;
  const kind = compressionOf(head);
  let bytes = 0;
  const guard = (more: number): void => {
    bytes += more;
    if (bytes > limits.maxBytes)
      throw new Problem(
        "too-large",
        `The body is larger than ${Math.floor(limits.maxBytes / 1048576)} MiB decoded. Send it with the command line, which resumes large files: waybill ingest --source NAME FILE.`,
        { limitBytes: limits.maxBytes },
      );
    if (kind && bytes > RATIO_FROM && bytes > encoded * maxRatio)
      throw new Problem("too-large", `The compressed body expands more than ${maxRatio} times; refused at byte ${encoded} of it.`, {
        offset: encoded,
      });
  };
  if (!kind)
    for await (const chunk of counted()) {
      guard(chunk.length);
      yield chunk;
    }
  else if (kind === "gzip") yield* gunzipped(counted(), guard, () => encoded);
  else
    try {
      yield* unzstd(counted(), guard);
    } catch (error) {
      if (!(error instanceof ZstdFault)) throw error;
      const code = error.kind === "window" || error.kind === "dictionary" ? "unsupported" : "invalid";
      throw new Problem(code, `${error.message}, near byte ${encoded} of it; nothing of it was kept.`, { offset: encoded });
    }
}

/** Told from the first four bytes. */
export function compressionOf(head: Buffer): "gzip" | "zstd" | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head.length < 4) return undefined;
  const magic = head.readUInt32LE(0);
  // A skippable frame may come first (RFC 8878, 3.1.2).
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? "zstd" : undefined;
}

async function* gunzipped(body: AsyncIterable<Buffer>, guard: (bytes: number) => void, place: () => number): AsyncGenerator<Buffer> {
  const input = Readable.from(body, { objectMode: false });
  const gunzip = createGunzip();
  input.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of input.pipe(gunzip) as AsyncIterable<Buffer>) {
      guard(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const offset = place();
    if (code === "Z_BUF_ERROR")
      throw new Problem("invalid", `The gzip stream ends early, at byte ${offset} of it; nothing of it was kept.`, { offset });
    if (code?.startsWith("Z_"))
      throw new Problem("invalid", `The gzip stream is damaged near byte ${offset} of it; nothing of it was kept.`, { offset });
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}
