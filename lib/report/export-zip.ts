import { crc32, createDeflateRaw } from "node:zlib";

/** A file of the archive: its bytes are read once, as they come. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<Uint8Array>;
}

/** Without ZIP64 no place in an archive is beyond 4 GiB. */
const maxZipBytes = 3.5 * 2 ** 30;

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

// Sizes follow the data; names are UTF-8 (APPNOTE 4.4.4, bits 3 and 11).
const FLAGS = 0x0808;
const DEFLATE = 8;

/** A ZIP archive as a stream, one entry after the other; later entries may tell of earlier ones, so they are asked for in turn. */
export async function* zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let position = 0;
  const count = <T extends Uint8Array>(bytes: T): T => {
    position += bytes.length;
    return bytes;
  };
  for await (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, at: position };
    yield count(localHeader(entry, at));
    for await (const bytes of deflated(content, entry)) {
      if (position > maxZipBytes) throw new Error("The export is larger than an archive may be.");
      yield count(bytes);
    }
    yield count(descriptor(entry));
    written.push(entry);
  }
  const start = position;
  for (const entry of written) yield count(centralHeader(entry, at));
  yield end(written.length, start, position - start);
}

async function* deflated(content: AsyncIterable<Uint8Array>, entry: Written): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: 6 });
  let ready: Buffer[] = [];
  let failed: Error | undefined;
  deflate.on("data", (bytes: Buffer) => ready.push(bytes));
  deflate.on("error", (error) => {
    failed = error;
  });
  const take = (): Buffer[] => {
    if (failed) throw failed;
    const out = ready;
    ready = [];
    for (const bytes of out) entry.packed += bytes.length;
    return out;
  };
  for await (const bytes of content) {
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    await new Promise<void>((resolve) => deflate.write(bytes, () => resolve()));
    yield* take();
  }
  await new Promise<void>((resolve, reject) => {
    deflate.once("end", resolve);
    deflate.once("error", reject);
    deflate.end();
  });
  yield* take();
}

/** MS-DOS date and time: two-second steps, from 1980, here in UTC. */
const dosTime = (at: Date): number =>
  (((at.getUTCFullYear() - 1980) << 25) |
    ((at.getUTCMonth() + 1) << 21) |
    (at.getUTCDate() << 16) |
    (at.getUTCHours() << 11) |
    (at.getUTCMinutes() << 5) |
    (at.getUTCSeconds() >> 1)) >>>
  0;

function localHeader({ name }: Written, at: Date): Buffer {
  const out = Buffer.alloc(30);
  out.writeUInt32LE(0x04034b50, 0);
  out.writeUInt16LE(20, 4);
  out.writeUInt16LE(FLAGS, 6);
  out.writeUInt16LE(DEFLATE, 8);
  out.writeUInt32LE(dosTime(at), 10);
  out.writeUInt16LE(name.length, 26);
  return Buffer.concat([out, name]);
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const out = Buffer.alloc(16);
  out.writeUInt32LE(0x08074b50, 0);
  out.writeUInt32LE(crc, 4);
  out.writeUInt32LE(packed, 8);
  out.writeUInt32LE(size, 12);
  return out;
}

function centralHeader({ name, crc, packed, size, at: offset }: Written, at: Date): Buffer {
  const out = Buffer.alloc(46);
  out.writeUInt32LE(0x02014b50, 0);
  out.writeUInt16LE(20, 4);
  out.writeUInt16LE(20, 6);
  out.writeUInt16LE(FLAGS, 8);
  out.writeUInt16LE(DEFLATE, 10);
  out.writeUInt32LE(dosTime(at), 12);
  out.writeUInt32LE(crc, 16);
  out.writeUInt32LE(packed, 20);
  out.writeUInt32LE(size, 24);
  out.writeUInt16LE(name.length, 28);
  out.writeUInt32LE(offset, 42);
  return Buffer.concat([out, name]);
}

function end(entries: number, start: number, length: number): Buffer {
  const out = Buffer.alloc(22);
  out.writeUInt32LE(0x06054b50, 0);
  out.writeUInt16LE(entries, 8);
  out.writeUInt16LE(entries, 10);
  out.writeUInt32LE(length, 12);
  out.writeUInt32LE(start, 16);
  return out;
}
