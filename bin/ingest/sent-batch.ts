import type { FileCursor } from "../../lib/db/file-cursor";
import type { FileBatch } from "./file-batch";

/** A batch on its way; one of standard input has no place to resume from, and is known by its content alone. */
export type SentBatch = Pick<FileBatch, "body"> & Partial<FileBatch>;

export interface SentAbout {
  /** What the file is known by. */
  file?: string;
  origin: string;
  format?: string;
}

export const cursorOf = (b: SentBatch, file: string | undefined): FileCursor | undefined =>
  file !== undefined && b.prefixHash !== undefined && b.nextPrefixHash !== undefined
    ? { file, offset: b.offset ?? 0, line: b.line ?? 0, prefixHash: b.prefixHash, nextPrefixHash: b.nextPrefixHash }
    : undefined;

export const keyOf = (b: SentBatch, file: string | undefined): string | undefined =>
  file === undefined ? undefined : `file:${file}:${b.offset}:${b.nextPrefixHash}`;
