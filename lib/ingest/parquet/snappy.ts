import { damaged } from "./fault";

/**
 * Decompresses a block of Snappy to exactly so many bytes.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 * @throws {ParquetFault}
 */
export function unsnappy(input: Uint8Array, size: number): Buffer {
  const out = Buffer.alloc(size);
  let at = 0;
  let to = 0;
  // The length that stands first; the page's header has it too.
  while (at < input.length && input[at++]! >= 128);
  while (at < input.length) {
    const tag = input[at++]!;
    if ((tag & 3) === 0) {
      let length = (tag >> 2) + 1;
      if (length > 60) {
        const bytes = length - 60;
        length = little(input, at, bytes) + 1;
        at += bytes;
      }
      if (length > input.length - at || length > size - to) throw damaged("a page of it is damaged Snappy");
      out.set(input.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    const kind = tag & 3;
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = kind === 1 ? ((tag >> 5) << 8) + little(input, at, 1) : little(input, at, kind === 2 ? 2 : 4);
    at += kind === 3 ? 4 : kind;
    if (offset === 0 || offset > to || length > size - to) throw damaged("a page of it is damaged Snappy");
    // What is copied may be what was just written.
    for (const end = to + length; to < end; to++) out[to] = out[to - offset]!;
  }
  if (to !== size) throw damaged("a page of it is shorter than it says");
  return out;
}

function little(input: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > input.length) throw damaged("a page of it is damaged Snappy");
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + input[at + i]!;
  return value;
}
