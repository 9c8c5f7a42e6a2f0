import type { Chunk } from "./estate";

/** Days in one body: few bodies, and names never more than a week ahead of the traffic they explain. */
const DAYS = 7;

/** What is sent together: all that the sources wrote over a week. */
export function* batchesOf(chunks: Iterable<Chunk>): Generator<Chunk[]> {
  let batch: Chunk[] = [];
  const days = new Set<string>();
  for (const chunk of chunks) {
    if (days.size === DAYS && !days.has(chunk.date)) {
      yield batch;
      batch = [];
      days.clear();
    }
    batch.push(chunk);
    days.add(chunk.date);
  }
  if (batch.length > 0) yield batch;
}
