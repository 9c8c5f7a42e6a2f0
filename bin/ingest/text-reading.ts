import type { FileHandle } from "node:fs/promises";
import { type FileBatch, makeBatch } from "./file-batch";
import { fingerprint, Passed, WINDOW } from "./passed";
import type { Marks, Reading } from "./reading";

/** A log of lines as it lies there, which may grow while it is read. */
export class TextReading implements Reading {
  passed = new Passed();

  constructor(private readonly file: FileHandle) {}

  async marks(offsets: readonly number[]): Promise<Marks> {
    const { size } = await this.file.stat();
    const at = new Map<number, string>();
    for (const offset of new Set(offsets)) if (offset <= size) at.set(offset, await this.#mark(offset));
    return { at, end: { offset: size, fingerprint: await this.#mark(size) } };
  }

  async stand({ offset, line }: { offset: number; line: number }): Promise<void> {
    this.passed = new Passed(offset, line, await this.#around(offset));
  }

  async next(limit: number, isLast: boolean): Promise<FileBatch | "changed" | undefined> {
    const { passed } = this;
    const { size } = await this.file.stat();
    if (size < passed.offset) return "changed";
    if (size === passed.offset) return undefined;
    const bytes = await this.#read(passed.offset, Math.min(limit, size - passed.offset));
    // Looked at after the reading: what was read is of the same file as what lies before it.
    if ((await this.#mark(passed.offset)) !== passed.fingerprint) return "changed";
    const batch = (body: Buffer): FileBatch => ({ ...makeBatch(passed, body), isText: true });
    if (isLast && bytes.length < limit) return batch(bytes);
    const end = bytes.lastIndexOf(10) + 1;
    if (end > 0) return batch(bytes.subarray(0, end));
    // A line longer than a batch is none that any format reads; it must not hold up what follows.
    return bytes.length === limit ? batch(bytes) : undefined;
  }

  /** The file is its opener's. */
  async close(): Promise<void> {}

  async #mark(offset: number): Promise<string> {
    const { head, tail } = await this.#around(offset);
    return fingerprint(offset, head, tail);
  }

  async #around(offset: number): Promise<{ head: Buffer; tail: Buffer }> {
    const length = Math.min(WINDOW, offset);
    return { head: await this.#read(0, length), tail: await this.#read(offset - length, length) };
  }

  async #read(from: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.file.read(buffer, filled, length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }
}
