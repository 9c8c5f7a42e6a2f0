import { crc32, inflateRawSync } from "node:zlib";

/** Files of a ZIP archive by its central directory; sizes and checksums are held against it. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("No end of a central directory.");
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, crc, packed, size] = [10, 16, 20, 24].map((o) =>
      o === 10 ? archive.readUInt16LE(at + o) : archive.readUInt32LE(at + o),
    );
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => archive.readUInt16LE(at + o));
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength!);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + packed!);
    const file = method === 8 ? inflateRawSync(bytes) : bytes;
    if (file.length !== size || crc32(file) !== crc) throw new Error(`${name} is not what the directory says.`);
    files.set(name, file);
    at += 46 + nameLength! + extra! + comment!;
  }
  return files;
}
