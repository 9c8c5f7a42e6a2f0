import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** A value as COPY's text format wants it. Text loses NUL and lone surrogates, which PostgreSQL refuses (one would abort the batch). */
export function copyText(value: string | undefined | null): string {
  if (value === undefined || value === null) return "\\N";
  return plain.test(value) ? value : escapeText(value);
}

// Printable ASCII without a backslash: nearly everything.
const plain = /^[ -[\]-~]*$/;

function escapeText(value: string): string {
  return value
    .toWellFormed()
    .replaceAll("\0", "\uFFFD")
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

export const copyBytes = (bytes: Uint8Array): string =>
  `\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;

/** Sends rows (each ends with a line break) in one COPY. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: string | Iterable<string>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`));
  const done = finished(stream);
  // A failure on the server ends the stream; waiting for a drain would then never end.
  done.catch(() => {});
  for (const piece of typeof rows === "string" ? [rows] : rows) if (!stream.write(piece)) await Promise.race([once(stream, "drain"), done]);
  stream.end();
  await done;
}
