import { type Block, type Fault, MAX_LINE } from "../lines";

/** Units of a block: as many as a piece of a plain log holds, about. */
const BLOCK_UNITS = 1000;
const BLOCK_BYTES = 256 * 1024;
const tooLong: Fault = { reject: `line is longer than ${MAX_LINE / 1024} KiB` };

/** Collects what the opener of a body finds in it: units, each with its place, as blocks to be read. */
export class Units {
  /** What the body itself says it is to be known by. */
  key: string | undefined;
  #lines: string[] = [];
  #offsets: number[] = [];
  #faults = new Map<number, Fault>();
  #bytes = 0;
  #line = 1;
  #within: number | undefined;

  /** @param onUnit hears every unit, where a body is known by them. */
  constructor(private readonly onUnit?: (text: string) => void) {}

  /** A unit holds no line break: it rests as a line. */
  add(text: string, offset: number, fault?: Fault): void {
    const isLong = text.length > MAX_LINE;
    const unit = isLong ? text.slice(0, MAX_LINE) : text;
    if (fault || isLong) this.#faults.set(this.#lines.length, fault ?? tooLong);
    this.#lines.push(unit);
    this.#offsets.push(this.#within ?? offset);
    this.#bytes += unit.length + 1;
    this.onUnit?.(unit);
  }

  /** Text of one line or many; a line break at its end ends the last one. */
  addLines(text: string, offset: number): void {
    const lines = text.split("\n");
    if (lines.length > 1 && lines.at(-1) === "") lines.pop();
    for (const line of lines) this.add(withoutReturn(line), offset);
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

  /** A block, when there is enough for one. Faults alone make none: a format is told by what can be read. */
  *take(): Generator<Block> {
    if (this.#lines.length < BLOCK_UNITS && this.#bytes < BLOCK_BYTES) return;
    if (this.#faults.size < this.#lines.length || this.#bytes > 16 * BLOCK_BYTES) yield* this.rest();
  }

  *rest(): Generator<Block> {
    const lines = this.#lines;
    const offsets = this.#offsets;
    const faults = this.#faults;
    this.#lines = [];
    this.#offsets = [];
    this.#faults = new Map();
    this.#bytes = 0;
    for (let from = 0; from < lines.length; from += BLOCK_UNITS) {
      const part = lines.slice(from, from + BLOCK_UNITS);
      const firstLine = this.#line;
      // Whoever reads a block may empty it.
      this.#line += part.length;
      yield {
        lines: part,
        firstLine,
        offset: offsets[from]!,
        offsets: offsets.slice(from, from + BLOCK_UNITS),
        bytes: part.reduce((sum, line) => sum + line.length + 1, 0),
        faults: from === 0 && lines.length <= BLOCK_UNITS ? faults : faultsOf(faults, from, from + part.length),
      };
    }
  }
}

const faultsOf = (faults: ReadonlyMap<number, Fault>, from: number, to: number): Map<number, Fault> =>
  new Map([...faults].filter(([at]) => at >= from && at < to).map(([at, fault]) => [at - from, fault]));

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);
