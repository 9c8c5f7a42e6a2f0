import { asLines } from "../../lib/ingest/bodies/as-lines";
import { HEAD } from "../../lib/ingest/bodies/document-kind";
import { kindOf } from "../../lib/ingest/bodies/open-body";
import { isParquet } from "../../lib/ingest/bodies/parquet";
import { decoded } from "../../lib/ingest/decoded";
import { peek } from "../../lib/ingest/peek";
import { cutBatches } from "./cut-batches";
import type { FileBatch } from "./file-batch";
import { Passed } from "./passed";
import type { Marks, Reading } from "./reading";

/** What is read from its beginning to its end, as the lines in it: a compressed log, a table, a list. */
export class PackedReading implements Reading {
  passed = new Passed();
  #from = 0;
  #isText = false;
  #batches: AsyncGenerator<FileBatch> | undefined;

  constructor(private readonly open: () => AsyncIterable<Uint8Array>) {}

  async marks(offsets: readonly number[]): Promise<Marks> {
    const left = [...new Set(offsets)].sort((a, b) => a - b);
    const at = new Map<number, string>();
    const passed = new Passed();
    for await (const chunk of this.#lines()) {
      let from = 0;
      while (left.length > 0 && left[0]! <= passed.offset + chunk.length - from) {
        const offset = left.shift()!;
        const to = from + offset - passed.offset;
        passed.add(chunk.subarray(from, to));
        at.set(offset, passed.fingerprint);
        from = to;
      }
      passed.add(chunk.subarray(from));
    }
    return { at, end: { offset: passed.offset, fingerprint: passed.fingerprint } };
  }

  /** What lies before is passed when the next batch is asked for: the batch then says what it was. */
  async stand({ offset }: { offset: number }): Promise<void> {
    await this.close();
    this.passed = new Passed();
    this.#from = offset;
  }

  async next(limit: number): Promise<FileBatch | undefined> {
    this.#batches ??= cutBatches(this.#lines(), this.passed, limit, this.#from);
    const { value: batch } = await this.#batches.next();
    return batch && this.#isText ? { ...batch, isText: true } : batch;
  }

  async close(): Promise<void> {
    const batches = this.#batches;
    this.#batches = undefined;
    await batches?.return(undefined);
  }

  async *#lines(): AsyncGenerator<Buffer> {
    const { head, whole } = await peek(decoded(this.open(), { maxBytes: Number.MAX_SAFE_INTEGER }), HEAD);
    this.#isText = !isParquet(head) && kindOf(head) === undefined;
    yield* asLines(whole());
  }
}
