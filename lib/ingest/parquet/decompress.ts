import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { unzstdPage } from "../zstd";
import { damaged, unsupported } from "./fault";
import { unsnappy } from "./snappy";

const names = ["none", "Snappy", "gzip", "LZO", "Brotli", "LZ4", "zstd", "LZ4"];

/** A page of so many bytes, by the number of its codec. @throws {ParquetFault} */
export function decompress(codec: number, page: Buffer, size: number): Buffer {
  const out = open(codec, page, size);
  if (out.length !== size) throw damaged("a page of it is not as long as it says");
  return out;
}

function open(codec: number, page: Buffer, size: number): Buffer {
  if (codec === 0) return page;
  if (codec === 1) return unsnappy(page, size);
  try {
    if (codec === 2) return gunzipSync(page, { maxOutputLength: Math.max(1, size) });
    if (codec === 4) return brotliDecompressSync(page, { maxOutputLength: Math.max(1, size) });
    if (codec === 6) return unzstdPage(page, size);
  } catch {
    throw damaged(`a page of it is damaged ${names[codec]}`);
  }
  throw unsupported(`its pages are compressed with ${names[codec] ?? "a codec of no name"}; write it with gzip, Snappy or zstd`);
}
