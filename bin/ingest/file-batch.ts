import type { Passed } from "./passed";

/** A part of a file that ends at a line break (or at the end of the file). */
export interface FileBatch {
  body: Buffer;
  /** Byte and line of the decoded file at which it begins. */
  offset: number;
  line: number;
  prefixHash: string;
  nextPrefixHash: string;
  /** The first lines of the file, for a batch that is not the first. */
  head?: string[];
  /** Lines of a text, whatever the first of them looks like; else documents may be among them. */
  isText?: true;
}

/** @param passed what lies before; moves to the end of the batch. */
export function makeBatch(passed: Passed, body: Buffer): FileBatch {
  const { offset, line, fingerprint: prefixHash, headLines: head } = passed;
  passed.add(body);
  return { body, offset, line, prefixHash, nextPrefixHash: passed.fingerprint, head };
}
