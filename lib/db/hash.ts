import { createHash } from "node:crypto";

/**
 * The id of a dimension row: the first 63 bits of SHA-256 over its parts, as decimal text (int8 in SQL).
 * The same thing has the same id in every process and order of arrival, so ingest never asks the database for one.
 */
export function hashId(...parts: readonly (string | number | boolean | null | undefined)[]): string {
  // Length-prefixed, so that ("ab", "c") and ("a", "bc") differ; absent is not the empty text.
  const hash = createHash("sha256");
  for (const part of parts) {
    const text = part === null || part === undefined ? "-" : String(part);
    hash.update(part === null || part === undefined ? "-;" : `${text.length}:${text};`);
  }
  return (hash.digest().readBigUInt64BE(0) >> 1n).toString();
}
