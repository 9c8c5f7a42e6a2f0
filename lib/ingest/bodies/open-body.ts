import { type Block, readLines } from "../lines";
import { peek } from "../peek";
import { documentKind, HEAD, startOf } from "./document-kind";
import { eventGrid } from "./event-grid";
import { firehose } from "./firehose";
import type { BodyKind, Opener } from "./opener";
import { otlpJson, otlpLogs, otlpTraces } from "./otlp";
import { isParquet, readParquet } from "./parquet";
import { isPubSub, pubSub } from "./pub-sub";
import { Units } from "./units";

/** Kinds that a receiver knows by the request. */
const kinds = {
  firehose,
  "event-grid": eventGrid,
  "otlp-json": otlpJson,
  "otlp-logs": otlpLogs,
  "otlp-traces": otlpTraces,
} satisfies Record<string, BodyKind>;
/** "lines" is said of a body whose lines strangers wrote: it is not asked, since its first line could say anything. */
export type Wrapping = keyof typeof kinds | "lines";

export interface Body {
  blocks: AsyncGenerator<Block>;
  /** What the body itself says it is to be known by; there at its end. */
  key(): string | undefined;
}

/**
 * A decoded body as blocks of units: lines of a plain log, else what is found inside.
 *
 * @param onBytes hears everything the body is known by.
 * @param maxBytes of what is packed in it.
 */
export function openBody(
  chunks: AsyncIterable<Buffer>,
  wrapping: Wrapping | undefined,
  onBytes: (bytes: Buffer) => void,
  maxBytes: number = Number.POSITIVE_INFINITY,
): Body {
  let units: Units | undefined;
  async function* blocks(): AsyncGenerator<Block> {
    const { head, whole } = await peek(chunks, HEAD);
    if (!wrapping && isParquet(head)) {
      yield* rowBlocks(readParquet(whole(), maxBytes, onBytes));
      return;
    }
    const kind = wrapping === "lines" ? undefined : wrapping ? kinds[wrapping] : kindOf(head);
    if (!kind) {
      yield* readLines(whole(), {}, onBytes);
      return;
    }
    units = new Units(kind.isKnownByUnits ? (unit) => onBytes(Buffer.from(`${unit}\n`)) : undefined);
    const opener = kind.open(units);
    for await (const chunk of whole()) {
      if (!kind.isKnownByUnits) onBytes(chunk);
      units.allow(chunk.length);
      opener.push(chunk);
      yield* drained(opener, units);
    }
    opener.end();
    yield* drained(opener, units);
    yield* units.rest();
  }
  return { blocks: blocks(), key: () => units?.key };
}

async function* rowBlocks(table: AsyncIterable<readonly string[]>): AsyncGenerator<Block> {
  const units = new Units();
  for await (const rows of table) {
    for (const row of rows) units.add(row, 0);
    yield* units.take();
  }
  yield* units.rest();
}

/** What a body is that nothing else tells of; none for a plain log. */
export function kindOf(bytes: Buffer): BodyKind | undefined {
  const head = startOf(bytes);
  if (isPubSub(head)) return pubSub;
  return /^\{\s*"resource(?:Logs|Spans)"\s*:\s*\[/.test(head) ? otlpJson : documentKind(bytes);
}

function* drained(opener: Opener, units: Units): Generator<Block> {
  for (const _ of opener.drain?.() ?? []) yield* units.take();
  yield* units.take();
}
