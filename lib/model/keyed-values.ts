/**
 * Finds the values under certain keys in a line of any notation: `key=value`, `key="value"`, `"key": "value"`, `'key' : 'value'`.
 *
 * One regular expression for all of it begins a search at every letter, which took most of the time of lines with fifty
 * keys; here a search begins where a key can end, before `=` and `:`, and two letters tell nearly always that it is none.
 */
export class KeyedValues {
  /** Names in lower case, by the lower bits of their last two letters; most places hold none. */
  readonly #byEnding: string[][] = new Array(1024).fill(none);
  readonly #value: RegExp;

  /**
   * @param names of keys, in any case; of at least two letters.
   * @param about.whole whether a name must begin at a word's beginning: `x-user` ends with the name `user`, `superuser` does not.
   * @param about.value a value, from behind the sign on; its first three groups are what stands in `"`, in `'` and bare.
   */
  constructor(
    names: readonly string[],
    private readonly about: { whole: boolean; value: RegExp },
  ) {
    for (const name of new Set(names.map((n) => n.toLowerCase()))) {
      const place = placeOf(name, name.length);
      this.#byEnding[place] = [...this.#byEnding[place]!, name];
    }
    this.#value = new RegExp(about.value.source, "y");
  }

  /** @param by what stands instead of a value, its quotes included. */
  replace(line: string, by: (double: string | undefined, single: string | undefined, bare: string | undefined) => string): string {
    let out = "";
    let done = 0;
    let equals = line.indexOf("=");
    let colon = line.indexOf(":");
    while (equals >= 0 || colon >= 0) {
      const sign = equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
      let next = sign + 1;
      if (this.#isNamed(line, sign, done)) {
        this.#value.lastIndex = next;
        const found = this.#value.exec(line);
        if (found) {
          const [all, double, single, bare] = found;
          const quotes = bare === undefined ? 2 : 0;
          const length = (double ?? single ?? bare ?? "").length + quotes;
          next += all.length;
          out += line.slice(done, next - length) + by(double, single, bare);
          done = next;
        }
      }
      if (equals >= 0 && equals < next) equals = line.indexOf("=", next);
      if (colon >= 0 && colon < next) colon = line.indexOf(":", next);
    }
    return done === 0 ? line : out + line.slice(done);
  }

  /** Whether a name ends before this sign, and begins behind `from`: what a value has taken is no key. */
  #isNamed(line: string, sign: number, from: number): boolean {
    let to = sign;
    // White space of any kind may stand between, and one quote before it.
    while (to > from && isSpace(line.charCodeAt(to - 1))) to--;
    const code = line.charCodeAt(to - 1);
    if (to > from && (code === QUOTE || code === APOSTROPHE)) to--;
    if (to - from < 2) return false;
    const names = this.#byEnding[placeOf(line, to)]!;
    for (let i = 0; i < names.length; i++) if (this.#isAt(line, to, from, names[i]!)) return true;
    return false;
  }

  #isAt(line: string, to: number, from: number, name: string): boolean {
    const begin = to - name.length;
    if (begin < from) return false;
    // From the end: names that end alike differ soon.
    for (let i = name.length - 1; i >= 0; i--) {
      const code = line.charCodeAt(begin + i);
      if ((code >= 65 && code <= 90 ? code | 32 : code) !== name.charCodeAt(i)) return false;
    }
    return !this.about.whole || begin === 0 || isWord(line.charCodeAt(begin - 1)) !== isWord(name.charCodeAt(0));
  }
}

const QUOTE = 34;
const APOSTROPHE = 39;

const none: string[] = [];

/** Of the two letters that end here: the same in upper and lower case. */
const placeOf = (text: string, to: number): number => ((text.charCodeAt(to - 2) & 31) << 5) | (text.charCodeAt(to - 1) & 31);

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || (code > 126 && /\s/.test(String.fromCharCode(code)));

/** As `\w`. */
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
