import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import { copyHead, copyTail } from "./copy-writer";

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

/** What may wait for the server before `write` waits for it. */
const WAITING_BYTES = 1024 * 1024;

/** Lines of text, each with its line break, or what a `CopyWriter` wrote. */
type CopyFormat = "text" | "binary";

/** A COPY under way: the connection is its own until it ends. */
export class Copy {
  readonly #stream: CopyStreamQuery;
  readonly #done: Promise<void>;
  #failed = false;

  constructor(
    client: pg.ClientBase,
    table: string,
    columns: readonly string[],
    private readonly format: CopyFormat,
  ) {
    this.#stream = client.query(
      copyFrom(`copy ${table} (${columns.join(", ")}) from stdin (format ${format})`, { highWaterMark: WAITING_BYTES }),
    );
    if (format === "binary") this.#stream.write(copyHead);
    this.#done = finished(this.#stream);
    // A failure is met by whoever writes or ends; until then it must not count as unhandled.
    this.#done.catch(() => {
      this.#failed = true;
    });
  }

  /** Pieces of text end with a row. A failure on the server ends the stream; waiting for a drain would then never end. */
  async write(pieces: Iterable<string | Uint8Array>): Promise<void> {
    for (const piece of pieces) {
      // What the server refused has no connection to write to any more.
      if (this.#failed) break;
      if (!this.#tell(() => this.#stream.write(piece))) await Promise.race([once(this.#stream, "drain"), this.#done]);
    }
    if (this.#failed) await this.#done;
  }

  async end(): Promise<void> {
    this.#tell(() => this.#stream.end(this.format === "binary" ? copyTail : undefined));
    await this.#done;
  }

  /** A stream that has lost its connection, and was not told why yet, throws what says nothing of it. */
  #tell<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw new Error("Connection terminated during a COPY", { cause });
    }
  }

  /** The server forgets the rows, and the transaction can only be rolled back. */
  async abort(): Promise<void> {
    this.#stream.destroy();
    await this.#done.catch(() => {});
  }
}

/** Sends rows in one COPY. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: string | Iterable<string | Uint8Array>,
  format: CopyFormat = "text",
): Promise<void> {
  const copy = new Copy(client, table, columns, format);
  await copy.write(typeof rows === "string" ? [rows] : rows);
  await copy.end();
}
