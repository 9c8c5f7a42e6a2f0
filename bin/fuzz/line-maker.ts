/** mulberry32: the same lines for the same seed on every machine. @returns integers from 0 to n - 1. */
export function seeded(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}

/** What breaks readers: quotes and brackets that stay open, escapes, control and bidi characters, numbers past every width. */
const odd = [
  ..."\"'\\[]{}()<>|,;:=%#?&/@ \t\r\0\u001b\u202e\ufeff\ufffd\ud800".split(""),
  ...["\\u0000", "\\x00", "%00", "%zz", "${", "[[", '""', '\\"', "{}", "[]", "null", "NaN", "-", "--", "1e999", "0x", "٣"],
  ...["-1", "0", "65536", "4294967296", "9007199254740993", "99999999999999999999", "1.7976931348623157e309"],
  ...["__proto__", "constructor", "255.255.255.256", "::ffff:192.0.2.1", "fe80::1%eth0", "xn--", "..", "*.example", "😀"],
];

/**
 * Lines to try a format with, of three kinds in turn: random ones, good ones that were damaged, and ones put together
 * by the good lines' own grammar, token by token, with values that no good line holds.
 */
export class LineMaker {
  readonly #next: (n: number) => number;
  readonly #tokens: readonly string[][];
  readonly #pool: readonly string[];
  #turn = 0;

  /** @param good lines that the format reads. */
  constructor(
    private readonly good: readonly string[],
    seed: number,
  ) {
    this.#next = seeded(seed);
    // Words and what stands between them, both kept.
    this.#tokens = good.map((line) => line.match(/[\w.:@/-]+|[^\w.:@/-]+/g) ?? [line]);
    this.#pool = [...new Set(this.#tokens.flat())];
  }

  next(): string {
    const kind = this.#turn++ % 3;
    return (kind === 0 ? this.#random() : kind === 1 ? this.#damaged() : this.#composed()).slice(0, 64 * 1024);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#next(list.length)]!;
  }

  #random(): string {
    const length = this.#next(100) === 0 ? 1 + this.#next(16_384) : this.#next(300);
    let line = "";
    while (line.length < length) line += this.#next(4) === 0 ? this.#pick(odd) : String.fromCharCode(32 + this.#next(95));
    return this.#next(20) === 0 ? this.#pick(odd).repeat(1 + this.#next(4096)) : line;
  }

  #damaged(): string {
    let line = this.#pick(this.good);
    for (let n = 1 + this.#next(4); n > 0; n--) {
      const at = this.#next(line.length + 1);
      const kind = this.#next(6);
      if (kind === 0) line = line.slice(0, at);
      else if (kind === 1) line = line.slice(0, at) + line.slice(at + 1 + this.#next(12));
      else if (kind === 2) line = line.slice(0, at) + this.#pick(odd) + line.slice(at);
      else if (kind === 3) line = line.slice(0, at) + line.slice(at, at + 1 + this.#next(24)).repeat(2 + this.#next(30)) + line.slice(at);
      else if (kind === 4) line = line.slice(0, at) + String.fromCharCode(this.#next(0x2_100)) + line.slice(at + 1);
      else line = line.slice(0, at) + this.#pick(this.good).slice(this.#next(200));
    }
    return line;
  }

  #composed(): string {
    const tokens = [...this.#pick(this.#tokens)];
    for (let n = 1 + this.#next(1 + (tokens.length >> 2)); n > 0; n--) {
      const at = this.#next(tokens.length);
      const token = tokens[at]!;
      const kind = this.#next(5);
      if (kind === 0) tokens[at] = this.#pick(odd);
      else if (kind === 1) tokens[at] = this.#pick(this.#pool);
      else if (kind === 2 && /\d/.test(token)) tokens[at] = token.replace(/\d+/, () => String(this.#next(2 ** 31) * (this.#next(3) + 1)));
      else if (kind === 3) tokens.splice(at, 1 + this.#next(3));
      else tokens.splice(at, 0, ...this.#pick(this.#tokens).slice(0, 1 + this.#next(6)));
      if (tokens.length === 0) return "";
    }
    return tokens.join("");
  }
}
