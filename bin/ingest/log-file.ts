import type { BigIntStats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { kindOf } from "../../lib/ingest/bodies/open-body";
import { isParquet } from "../../lib/ingest/bodies/parquet";
import { compressionOf } from "../../lib/ingest/decoded";
import { PackedReading } from "./packed-reading";
import type { Reading } from "./reading";
import { TextReading } from "./text-reading";
import type { Trail, Trails } from "./trails";

/** As much as tells how a file is to be read. */
const HEAD = 512;
const CHUNK = 256 * 1024;

/** A file that is held open: it stays the same one whatever becomes of its name. */
export class LogFile {
  reading: Reading | undefined;
  trail: Trail | undefined;

  private constructor(
    /** Where it was seen last. */
    public path: string,
    /** Device and inode. */
    readonly inode: string,
    private readonly handle: FileHandle,
  ) {}

  static async open(path: string): Promise<LogFile> {
    const handle = await open(path, "r");
    try {
      return new LogFile(path, inodeOf(await handle.stat({ bigint: true })), handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async stat(): Promise<{ size: number; changedMs: number; isDeleted: boolean; look: string }> {
    const stat = await this.handle.stat({ bigint: true });
    return { size: Number(stat.size), changedMs: Number(stat.mtimeMs), isDeleted: stat.nlink === 0n, look: lookOf(stat) };
  }

  async kind(): Promise<"empty" | "text" | "packed"> {
    const head = Buffer.alloc(HEAD);
    const { bytesRead } = await this.handle.read(head, 0, HEAD, 0);
    return bytesRead === 0 ? "empty" : isPacked(head.subarray(0, bytesRead)) ? "packed" : "text";
  }

  /** Whether it may be read while it grows. */
  get isText(): boolean {
    return this.reading instanceof TextReading;
  }

  /** Finds out how the file is to be read and from where; without a trail afterwards it is empty, or a copy. */
  async settle(trails: Trails): Promise<void> {
    await this.#release(trails);
    const kind = await this.kind();
    if (kind === "empty") return;
    const reading = kind === "packed" ? new PackedReading(() => this.#bytes()) : new TextReading(this.handle);
    const trail = await trails.find(this.inode, reading);
    this.reading = reading;
    if (trail === "copy") return;
    this.trail = trail;
    await reading.stand(trail);
    trail.passed = reading.passed;
  }

  #bytes(): AsyncIterable<Uint8Array> {
    return this.handle.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK });
  }

  async close(trails: Trails): Promise<void> {
    await this.#release(trails);
    await this.handle.close();
  }

  async #release(trails: Trails): Promise<void> {
    const { reading, trail } = this;
    this.trail = undefined;
    this.reading = undefined;
    if (!reading) return;
    if (trail) trails.release(trail, reading);
    await reading.close();
  }
}

export const inodeOf = ({ dev, ino }: Pick<BigIntStats, "dev" | "ino">): string => `${dev}:${ino}`;

/** What tells that a file is as it was when it was looked at last. */
export const lookOf = ({ size, mtimeNs }: Pick<BigIntStats, "size" | "mtimeNs">): string => `${size} ${mtimeNs}`;

const isPacked = (head: Buffer): boolean => compressionOf(head) !== undefined || isParquet(head) || kindOf(head) !== undefined;
