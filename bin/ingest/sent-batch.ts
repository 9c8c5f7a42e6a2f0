import type { FileCursor } from "../../lib/db/file-cursor";
import type { FileBatch } from "./file-batch";

/** A batch on its way; one of standard input has no place to resume from, and is known by its content alone. */
export type SentBatch = Pick<FileBatch, "body"> & Partial<FileBatch> & Pick<FileCursor, "anew" | "version">;

export interface SentAbout {
  /** What the file is known by. */
  file?: string;
  origin: string;
  format?: string;
}

export function cursorOf(b: SentBatch, file: string | undefined): FileCursor | undefined {
  const { offset, line, prefixHash, nextPrefixHash, anew, version } = b;
  if (file === undefined || offset === undefined || line === undefined || prefixHash === undefined || nextPrefixHash === undefined) return;
  return { file, offset, line, end: offset + b.body.length, prefixHash, nextPrefixHash, anew, version };
}

export const keyOf = (b: SentBatch, file: string | undefined): string | undefined =>
  file === undefined ? undefined : `file:${file}:${b.offset}:${b.nextPrefixHash}`;
