import { peek } from "../peek";
import { HEAD } from "./document-kind";
import { jsonList } from "./json-list";
import { JsonPieces } from "./json-pieces";
import { kindOf } from "./open-body";
import { isParquet, readParquet } from "./parquet";
import { Units } from "./units";

/** Of a document that is sent on as it is, to be opened where it is read. */
const MAX_DOCUMENT = 32 * 1024 * 1024;
const DEPTH = 64;

/** A decoded file as bytes that may be cut at any line break: elements of an array, rows of a table and documents get a line each. */
export async function* asLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, whole } = await peek(chunks, HEAD);
  if (isParquet(head)) {
    for await (const rows of readParquet(whole(), Number.POSITIVE_INFINITY, () => {})) yield Buffer.from(`${rows.join("\n")}\n`);
    return;
  }
  const kind = kindOf(head);
  if (!kind) {
    yield* whole();
    return;
  }
  const units = new Units();
  let documents: string[] = [];
  const opener =
    kind === jsonList ? kind.open(units) : new JsonPieces({ bytes: MAX_DOCUMENT, depth: DEPTH }, ({ text }) => documents.push(text));
  function* take(): Generator<Buffer> {
    const lines = [...documents, ...units.rest()].flatMap((part) => (typeof part === "string" ? [part] : part.lines));
    documents = [];
    if (lines.length > 0) yield Buffer.from(lines.map((line) => `${line.replaceAll(/[\r\n]/g, " ")}\n`).join(""));
  }
  for await (const chunk of whole()) {
    opener.push(chunk);
    yield* take();
  }
  opener.end();
  yield* take();
}
