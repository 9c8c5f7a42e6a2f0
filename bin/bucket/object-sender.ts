import { createHash } from "node:crypto";
import type { KnownFile } from "../../lib/db/file-cursor";
import type { ImportAnswer } from "../../lib/ingest/import-log";
import { Problem } from "../../lib/model/problem";
import { PackedReading } from "../ingest/packed-reading";
import { type Patience, patiently } from "../ingest/patience";
import type { SentAbout, SentBatch } from "../ingest/sent-batch";
import type { Target } from "../ingest/target";
import type { Totals } from "../ingest/totals";
import type { Bucket } from "./bucket";
import type { BucketObject } from "./object-list";

/** Decoded bytes of one batch; two of them are held, since the last must be known when it is sent. */
const BATCH = 8 * 1024 * 1024;

/** Sends objects: the source keeps how far one was read, and that it was read to its end, in the transaction of its lines. */
export class ObjectSender {
  readonly #prefix: string;

  constructor(
    private readonly bucket: Bucket,
    private readonly target: Target,
    private readonly totals: Totals,
    private readonly options: Patience & { format?: string },
  ) {
    const { endpoint, bucket: name } = bucket.address;
    this.#prefix = digest(`${endpoint?.host ?? "amazonaws"}\n${name}\n`).slice(0, 12);
  }

  /** What the source knows an object by. */
  nameOf(key: string): string {
    return `${this.#prefix}-${digest(key).slice(0, 40)}`;
  }

  /** What the source keeps of an object that was read to its end: another content has another. */
  versionOf({ etag, size }: BucketObject): string {
    return digest(`${etag} ${size}`).slice(0, 32);
  }

  /** An object from where the source stands in it; one that was written anew and goes on as before is read on. @throws {Problem} */
  async send(object: BucketObject, known: KnownFile | undefined): Promise<void> {
    const reading = new PackedReading(() => this.bucket.open(object.key, object.etag));
    try {
      if (known) await reading.stand(known);
      let batch = await reading.next(BATCH);
      let anew = false;
      if (known && (batch?.prefixHash ?? reading.passed.fingerprint) !== known.prefixHash) {
        anew = true;
        await reading.stand({ offset: 0 });
        batch = await reading.next(BATCH);
      }
      const about = { file: this.nameOf(object.key), origin: object.key, format: this.options.format };
      while (batch) {
        const next = await reading.next(BATCH);
        const sent = { ...batch, anew, version: next ? undefined : this.versionOf(object) };
        this.totals.add(await patiently(() => this.#deliver(sent, about), this.options));
        anew = false;
        batch = next;
      }
    } finally {
      await reading.close();
    }
  }

  /** Another command may read the same bucket. */
  async #deliver(batch: SentBatch, about: SentAbout): Promise<ImportAnswer> {
    try {
      return await this.target.send(batch, about);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "conflict") throw error;
      const [known] = await this.target.positions([about.file!]);
      // Where it stands as it did, the other one is still at it.
      if (known?.offset === batch.offset || (known === undefined && batch.offset === 0)) throw new Problem("unavailable", error.detail);
      throw error;
    }
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
