import { Problem } from "../../model/problem";
import { type Block, type Fault, MAX_LINE } from "../lines";

/** Units of a block: as many as a piece of a plain log holds, about. */
const BLOCK_UNITS = 1000;
const BLOCK_BYTES = 256 * 1024;
/** What envelopes may hold beyond the bytes they came in: packed, or repeated for each unit. */
const MAX_MORE = 512 * 1024 * 1024;
const tooLong: Fault = { reject: `line is longer than ${MAX_LINE / 1024} KiB` };

interface Waiting {
  text: string;
  offset: number;
  fault?: Fault;
  /** The text is lines, and cut into them when their turn comes: many short ones weigh more than it does. */
  isLines?: boolean;
}

/** Collects what the opener of a body finds in it: units, each with its place, as blocks to be read. */
export class Units {
  /** What the body itself says it is to be known by. */
  key: string | undefined;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #readable = 0;
  #within: number | undefined;
  #room = MAX_MORE;

  /** @param onUnit hears every unit, where a body is known by them. */
  constructor(private readonly onUnit?: (text: string) => void) {}

  /** Bytes of the body that came. */
  allow(bytes: number): void {
    this.#room += bytes;
  }

  /** A unit holds no line break: it rests as a line. */
  add(text: string, offset: number, fault?: Fault): void {
    this.#wait({
      text: text.length > MAX_LINE ? text.slice(0, MAX_LINE) : text,
      offset,
      fault: fault ?? (text.length > MAX_LINE ? tooLong : undefined),
    });
  }

  /** Text of one line or many; empty ones are none. */
  addLines(text: string, offset: number): void {
    this.#wait({ text, offset, isLines: true });
  }

  /** Whatever is added meanwhile lies here: the place of a line within its envelope's encoding says nothing. */
  within(offset: number, add: () => void): void {
    const outer = this.#within;
    this.#within = outer ?? offset;
    try {
      add();
    } finally {
      this.#within = outer;
    }
  }

  /** Blocks, when there is enough for one. Faults alone make none: a format is told by what can be read. */
  *take(): Generator<Block> {
    if (this.#waiting.length < BLOCK_UNITS && this.#bytes < BLOCK_BYTES) return;
    if (this.#readable > 0 || this.#bytes > 16 * BLOCK_BYTES || this.#waiting.length > 16 * BLOCK_UNITS) yield* this.rest();
  }

  *rest(): Generator<Block> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    this.#readable = 0;
    let draft = new Draft();
    for (const unit of each(waiting)) {
      this.onUnit?.(unit.text);
      draft.add(unit);
      if (draft.lines.length < BLOCK_UNITS && draft.bytes < BLOCK_BYTES) continue;
      yield draft;
      draft = new Draft();
    }
    if (draft.lines.length > 0) yield draft;
  }

  #wait(unit: Waiting): void {
    this.#room -= unit.text.length + 1;
    if (this.#room < 0)
      throw new Problem(
        "too-large",
        `What the body carries is more than ${MAX_MORE / 1048576} MiB beyond its own size; nothing was kept.`,
        {
          offset: unit.offset,
        },
      );
    if (this.#within !== undefined) unit.offset = this.#within;
    this.#waiting.push(unit);
    this.#bytes += unit.text.length + 1;
    if (!unit.fault) this.#readable++;
  }
}

/** A block that is being filled. */
class Draft implements Block {
  readonly lines: string[] = [];
  readonly offsets: number[] = [];
  readonly faults = new Map<number, Fault>();
  bytes = 0;
  offset = 0;

  add({ text, offset, fault }: Waiting): void {
    if (this.lines.length === 0) this.offset = offset;
    if (fault) this.faults.set(this.lines.length, fault);
    this.lines.push(text);
    this.offsets.push(offset);
    this.bytes += text.length + 1;
  }
}

function* each(waiting: readonly Waiting[]): Generator<Waiting> {
  for (const unit of waiting)
    if (unit.isLines) yield* linesOf(unit);
    else yield unit;
}

function* linesOf({ text, offset }: Waiting): Generator<Waiting> {
  for (let from = 0; from < text.length; ) {
    const at = text.indexOf("\n", from);
    const end = at < 0 ? text.length : at;
    const to = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (to - from > MAX_LINE) yield { text: text.slice(from, from + MAX_LINE), offset, fault: tooLong };
    else if (to > from) yield { text: text.slice(from, to), offset };
    from = end + 1;
  }
}
