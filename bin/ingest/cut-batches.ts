import { type FileBatch, makeBatch } from "./file-batch";
import type { Passed } from "./passed";

/**
 * The batches of a stream, as `passed` moves with it.
 *
 * @param from what lies before is passed and left out.
 */
export async function* cutBatches(
  chunks: AsyncIterable<Buffer>,
  passed: Passed,
  batchBytes: number,
  from = 0,
): AsyncGenerator<FileBatch, undefined> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    const skip = Math.max(0, Math.min(from - passed.offset, chunk.length));
    if (skip > 0) passed.add(chunk.subarray(0, skip));
    if (skip === chunk.length) continue;
    pending.push(chunk.subarray(skip));
    pendingBytes += chunk.length - skip;
    if (pendingBytes < batchBytes) continue;
    const all = Buffer.concat(pending);
    // A line longer than a batch is none that any format reads; it must not fill the memory.
    const end = all.lastIndexOf(10) + 1 || all.length;
    yield makeBatch(passed, all.subarray(0, end));
    pending = end < all.length ? [all.subarray(end)] : [];
    pendingBytes = all.length - end;
  }
  if (pendingBytes > 0) yield makeBatch(passed, Buffer.concat(pending));
}
