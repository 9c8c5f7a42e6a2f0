import type { JsonObject } from "./json";

/** `hex`: bytes whose JSON form is hexadecimal, as OTLP's ids are. */
export type Scalar = "string" | "bytes" | "hex" | "bool" | "double" | "int64" | "int32" | "fixed64" | "fixed32";

/** A field's JSON name and type; a message is named by a function, since messages hold themselves. */
export interface Field {
  name: string;
  type: Scalar | (() => Message);
  repeated?: boolean;
}
export type Message = Readonly<Record<number, Field>>;

export interface WireLimits {
  depth: number;
  /** Fields in all: two bytes may become an object. */
  fields: number;
}

/** Where bytes are no message, and why. */
export class WireFault extends Error {
  constructor(
    readonly offset: number,
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Reads protobuf's wire format into the objects of its JSON mapping (64-bit numbers are decimal text), by a table of
 * the fields that are wanted; the others are read past.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireReader {
  #at = 0;
  #fields = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: WireLimits,
  ) {}

  /** The messages of one repeated field, one after the other, each with its offset. @throws {WireFault} */
  *each(field: number, message: Message): Generator<{ offset: number; value: JsonObject }> {
    while (this.#at < this.bytes.length) {
      const offset = this.#at;
      const tag = this.#varint();
      this.#count();
      if (tag >>> 3 === field && (tag & 7) === LENGTH) yield { offset, value: this.#message(message, this.#end(), 1) };
      else this.#skip(tag, 1);
    }
  }

  #message(message: Message, end: number, depth: number): JsonObject {
    if (depth > this.limits.depth) throw new WireFault(this.#at, `messages nested deeper than ${this.limits.depth}`);
    const object: JsonObject = {};
    while (this.#at < end) {
      const tag = this.#varint();
      const field = message[tag >>> 3];
      this.#count();
      if (field === undefined || (tag & 7) !== wireType(field)) this.#skip(tag, depth);
      else {
        const value = typeof field.type === "string" ? this.#scalar(field.type) : this.#message(field.type(), this.#end(), depth + 1);
        if (!field.repeated) object[field.name] = value;
        else if (Array.isArray(object[field.name])) (object[field.name] as unknown[]).push(value);
        else object[field.name] = [value];
      }
      if (this.#at > end) throw new WireFault(this.#at, "a field reaches beyond its message");
    }
    return object;
  }

  #count(): void {
    if (++this.#fields > this.limits.fields) throw new WireFault(this.#at, `more than ${this.limits.fields} fields`);
  }

  #scalar(type: Scalar): unknown {
    if (type === "string") return this.#slice().toString("utf8");
    if (type === "bytes") return this.#slice().toString("base64");
    if (type === "hex") return this.#slice().toString("hex");
    if (type === "int64") return this.#number().toString();
    if (type === "bool") return Number(this.#number()) !== 0;
    if (type === "int32") return Number(BigInt.asIntN(32, BigInt(this.#number())));
    const from = this.#at;
    this.#move(type === "fixed32" ? 4 : 8);
    if (type === "fixed32") return this.bytes.readUInt32LE(from);
    return type === "double" ? this.bytes.readDoubleLE(from) : this.bytes.readBigUInt64LE(from).toString();
  }

  #slice(): Buffer {
    const end = this.#end();
    const from = this.#at;
    this.#at = end;
    return this.bytes.subarray(from, end);
  }

  /** Behind what the length that stands here spans. */
  #end(): number {
    const length = this.#varint();
    if (length > this.bytes.length - this.#at) throw new WireFault(this.#at, "a length reaches beyond the end");
    return this.#at + length;
  }

  #move(bytes: number): void {
    if (bytes > this.bytes.length - this.#at) throw new WireFault(this.#at, "the end came within a field");
    this.#at += bytes;
  }

  /** A tag or a length: 32 bits. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) throw new WireFault(this.#at, "the end came within a number");
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffffffff) break;
        return value;
      }
    }
    throw new WireFault(this.#at, "a tag or length is larger than 32 bits");
  }

  /** A number of 64 bits with its sign; small ones, as nearly all are, without a bigint. */
  #number(): number | bigint {
    const from = this.#at;
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) throw new WireFault(this.#at, "the end came within a number");
      if (i < 7) value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte >= 0x80) continue;
      return i < 7 ? value : this.#large(from, this.#at);
    }
    throw new WireFault(this.#at, "a number is longer than ten bytes");
  }

  #large(from: number, to: number): bigint {
    let value = 0n;
    for (let at = to - 1; at >= from; at--) value = (value << 7n) | BigInt(this.bytes[at]! & 0x7f);
    return BigInt.asIntN(64, value);
  }

  #skip(tag: number, depth: number): void {
    const type = tag & 7;
    if (tag >>> 3 === 0) throw new WireFault(this.#at, "a field has no number");
    if (type === VARINT) this.#number();
    else if (type === LENGTH) this.#at = this.#end();
    else if (type === FIXED64) this.#move(8);
    else if (type === FIXED32) this.#move(4);
    else if (type === GROUP && depth < this.limits.depth) {
      for (let inner = this.#varint(); (inner & 7) !== GROUP_END; inner = this.#varint()) this.#skip(inner, depth + 1);
    } else throw new WireFault(this.#at, "a field is of no known wire type");
  }
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const GROUP = 3;
const GROUP_END = 4;
const FIXED32 = 5;

function wireType({ type }: Field): number {
  if (type === "fixed64" || type === "double") return FIXED64;
  if (type === "fixed32") return FIXED32;
  return type === "int64" || type === "int32" || type === "bool" ? VARINT : LENGTH;
}
