/** The first bytes of a stream (fewer where it is shorter), and the whole stream as if nobody had looked. */
export async function peek(
  stream: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; whole: () => AsyncGenerator<Buffer> }> {
  const source = stream[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let ended = false;
  while (head.length < bytes && !ended) {
    const next = await source.next();
    if (next.done) ended = true;
    else if (next.value.length > 0) head = head.length === 0 ? asBuffer(next.value) : Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      if (!ended) for (let next = await source.next(); !next.done; next = await source.next()) yield asBuffer(next.value);
    } finally {
      // Not waited for: a source that stands still ends in its own time.
      source.return?.(undefined)?.catch(() => {});
    }
  }
  return { head, whole };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
