import { Problem } from "../../model/problem";

/** An element of a list, or a document of its own; without white space between its tokens, and so without line breaks. */
export interface Piece {
  text: string;
  /** Of its first byte in the body. */
  offset: number;
  /** Why it is not to be read. */
  fault?: string;
  /** It stands for itself, in no list. */
  isDocument?: boolean;
}

export interface PieceLimits {
  /** Bytes of a piece; a larger one is kept up to here and is at fault. */
  bytes: number;
  depth: number;
  /** Members of a document that are lists of pieces, in any case: `records` of {"Records":[…]}. */
  lists?: readonly string[];
}

const BETWEEN = 0;
const VALUE = 1;
const STRING = 2;
const ESCAPE = 3;
const SCALAR = 4;
const OBJECT = 1;
const ARRAY = 2;

/**
 * Cuts JSON into the elements of its array (or of a named list in it) as its bytes come: nothing but the piece under way
 * is held. Documents may follow one another, with or without line breaks.
 */
export class JsonPieces {
  #mode = BETWEEN;
  /** Of what holds the pieces: nothing, an array, or a member of a document. */
  #list: "none" | "array" | "member" = "none";
  #depth = 0;
  readonly #kinds: Uint8Array;
  #kept: Buffer = Buffer.allocUnsafe(4096);
  #length = 0;
  #start = 0;
  #fault: string | undefined;
  /** What stands around a list is read past. */
  #isAside = false;
  #expectsKey = false;
  #isKey = false;
  #keyFrom = 0;
  #key = "";
  #offset = 0;
  readonly #lists: ReadonlySet<string>;

  /** @param onPiece is called for one piece after the other. */
  constructor(
    private readonly limits: PieceLimits,
    private readonly onPiece: (piece: Piece) => void,
  ) {
    this.#kinds = new Uint8Array(limits.depth + 1);
    this.#lists = new Set(limits.lists?.map((name) => name.toLowerCase()));
  }

  /** @throws {Problem} naming the byte where the JSON is none. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let run = 0;
    let i = 0;
    while (i < bytes.length) {
      let c = bytes[i]!;
      if (this.#mode === STRING) {
        while (c !== 34 && c !== 92 && c >= 32 && ++i < bytes.length) c = bytes[i]!;
        if (i === bytes.length) break;
        if (c === 92) this.#mode = ESCAPE;
        else if (c < 32) this.#fault ??= "a text holds a bare control character";
        else {
          this.#mode = VALUE;
          if (this.#isKey || this.#depth === 0) {
            this.#keep(bytes, run, i + 1);
            run = i + 1;
            if (this.#isKey) this.#endKey();
            else this.#emit();
          }
        }
      } else if (this.#mode === VALUE) {
        if (c === 34) {
          this.#mode = STRING;
          if (this.#expectsKey && this.#list === "none") {
            this.#keep(bytes, run, i);
            run = i;
            this.#beginKey();
          }
        } else if (c === 32 || (c >= 9 && c <= 13)) {
          this.#keep(bytes, run, i);
          run = i + 1;
        } else if (c === 123 || c === 91) {
          if (c === 91 && this.#opensList()) run = i + 1;
          else this.#descend(c === 123 ? OBJECT : ARRAY, this.#offset + i);
        } else if (c === 125 || c === 93) {
          this.#ascend(c === 125 ? OBJECT : ARRAY, this.#offset + i);
          if (this.#depth === 0) {
            this.#keep(bytes, run, i + 1);
            run = i + 1;
            this.#emit();
          }
        } else if (c === 44) this.#expectsKey = this.#depth === 1;
        else if (c === 58) this.#expectsKey = false;
      } else if (this.#mode === ESCAPE) this.#mode = STRING;
      else if (this.#mode === SCALAR) {
        if (c === 44 || c === 93 || c === 32 || (c >= 9 && c <= 13)) {
          this.#keep(bytes, run, i);
          this.#emit();
          // Read again, as what stands between pieces.
          run = i;
          continue;
        }
      } else {
        this.#begin(c, this.#offset + i);
        run = this.#mode === BETWEEN ? i + 1 : i;
      }
      i++;
    }
    if (this.#mode !== BETWEEN) this.#keep(bytes, run, bytes.length);
    this.#offset += bytes.length;
  }

  /** @throws {Problem} where something is not closed. */
  end(): void {
    if (this.#mode === BETWEEN && this.#list === "none") return;
    throw new Problem("invalid", `The JSON ends early, at byte ${this.#offset} of it; nothing of it was kept.`, { offset: this.#offset });
  }

  /** The first byte of a piece, or what stands between pieces. */
  #begin(c: number, at: number): void {
    if (c === 32 || (c >= 9 && c <= 13)) return;
    // A byte order mark at the start.
    if (this.#list === "none" && at < 3 && (c === 0xef || c === 0xbb || c === 0xbf)) return;
    if (this.#list !== "none" && c === 44) return;
    if (this.#list !== "none" && c === 93) this.#closeList();
    else if (c === 91 && this.#list === "none") this.#list = "array";
    else this.#beginPiece(c, at);
  }

  #beginPiece(c: number, at: number): void {
    if ((this.#list === "none" && c !== 123) || c === 125 || c === 58)
      throw new Problem("invalid", `At byte ${at} no JSON begins; nothing of the body was kept.`, { offset: at });
    this.#start = at;
    this.#length = 0;
    this.#fault = undefined;
    this.#isAside = false;
    this.#mode = VALUE;
    if (c === 123 || c === 91) this.#descend(c === 123 ? OBJECT : ARRAY, at);
    else if (c === 34) this.#mode = STRING;
    else this.#mode = SCALAR;
  }

  #beginKey(): void {
    this.#isKey = this.#lists.size > 0;
    this.#key = "";
    this.#keyFrom = this.#length;
  }

  #endKey(): void {
    this.#isKey = false;
    this.#key = this.#isAside ? "" : this.#kept.toString("latin1", this.#keyFrom + 1, this.#length - 1).toLowerCase();
  }

  /** Whether the array that begins here holds the pieces; what came before it is then let go. */
  #opensList(): boolean {
    if (this.#list !== "none" || this.#depth !== 1 || this.#kinds[1] !== OBJECT || this.#expectsKey || !this.#lists.has(this.#key))
      return false;
    this.#list = "member";
    this.#mode = BETWEEN;
    this.#depth = 0;
    return true;
  }

  #closeList(): void {
    if (this.#list === "member") {
      this.#mode = VALUE;
      this.#depth = 1;
      this.#kinds[1] = OBJECT;
      this.#isAside = true;
      this.#key = "";
    }
    this.#list = "none";
  }

  #descend(kind: number, at: number): void {
    this.#depth++;
    if (this.#depth <= this.limits.depth) this.#kinds[this.#depth] = kind;
    else this.#fault ??= `nested deeper than ${this.limits.depth}`;
    if (this.#depth > 100_000) throw new Problem("invalid", `The JSON is nested too deep at byte ${at}.`, { offset: at });
    this.#expectsKey = kind === OBJECT && this.#depth === 1;
  }

  #ascend(kind: number, at: number): void {
    if (this.#depth <= this.limits.depth && this.#kinds[this.#depth] !== kind)
      throw new Problem("invalid", `The JSON is damaged at byte ${at}: a bracket closes what it did not open.`, { offset: at });
    this.#depth--;
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (from >= to || this.#isAside) return;
    const most = this.limits.bytes;
    let end = to;
    if (this.#length + to - from > most) {
      this.#fault ??= `longer than ${Math.floor(most / 1024)} KiB`;
      end = from + most - this.#length;
    }
    const length = this.#length + end - from;
    if (length > this.#kept.length) {
      const larger = Buffer.allocUnsafe(Math.min(most, Math.max(length, this.#kept.length * 2)));
      this.#kept.copy(larger, 0, 0, this.#length);
      this.#kept = larger;
    }
    // Most runs are short, and cheaper copied here than by a call.
    if (end - from > 64) bytes.copy(this.#kept, this.#length, from, end);
    else for (let i = from, j = this.#length; i < end; i++, j++) this.#kept[j] = bytes[i]!;
    this.#length = length;
  }

  #emit(): void {
    this.#mode = BETWEEN;
    if (this.#isAside) {
      this.#isAside = false;
      return;
    }
    const piece: Piece = { text: this.#kept.toString("utf8", 0, this.#length), offset: this.#start };
    if (this.#fault !== undefined) piece.fault = this.#fault;
    if (this.#list === "none") piece.isDocument = true;
    this.onPiece(piece);
  }
}
