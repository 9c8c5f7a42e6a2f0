import { damaged } from "./fault";

export type ThriftValue = number | boolean | Uint8Array | ThriftValue[] | ThriftStruct;
/** Fields by their ids. */
export type ThriftStruct = Map<number, ThriftValue>;

const DEPTH = 16;

/**
 * Reads a struct of Thrift's compact protocol. Whatever is counted costs at least a byte, so that a few bytes never ask
 * for much memory or time.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 * @throws {ParquetFault}
 */
export function readThrift(bytes: Uint8Array, at: number): { value: ThriftStruct; end: number } {
  const reader = new CompactReader(bytes, at);
  return { value: reader.struct(0), end: reader.at };
}

class CompactReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): ThriftStruct {
    if (depth > DEPTH) throw damaged("its metadata is nested too deep");
    const fields: ThriftStruct = new Map();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      if (head === 0) return fields;
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      const type = head & 15;
      // In a struct a boolean is its type.
      fields.set(id, type === 1 || type === 2 ? type === 1 : this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return this.#byte() === 1;
      case 3:
        return this.#byte();
      case 4:
      case 5:
      case 6:
        return this.#zigzag();
      case 7:
        this.#take(8);
        return 0;
      case 8: {
        const length = this.#varint();
        return this.#take(length);
      }
      case 9:
      case 10:
        return this.#list(depth);
      case 12:
        return this.struct(depth + 1);
      default:
        throw damaged("its metadata holds a type that Parquet has none of");
    }
  }

  #list(depth: number): ThriftValue[] {
    if (depth > DEPTH) throw damaged("its metadata is nested too deep");
    const head = this.#byte();
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    if (size > this.bytes.length - this.at) throw damaged("its metadata lists more than it holds");
    return Array.from({ length: size }, () => this.#value(head & 15, depth + 1));
  }

  #byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw damaged("its metadata ends early");
    return byte;
  }

  #take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw damaged("its metadata ends early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Exact up to 2^53, and larger than any limit beyond. */
  #varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw damaged("its metadata holds a number of too many bytes");
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

export const numberAt = (struct: ThriftStruct, id: number): number | undefined => {
  const value = struct.get(id);
  return typeof value === "number" ? value : undefined;
};

export const structAt = (struct: ThriftStruct, id: number): ThriftStruct | undefined => {
  const value = struct.get(id);
  return value instanceof Map ? value : undefined;
};

export const structsAt = (struct: ThriftStruct, id: number): ThriftStruct[] => {
  const value = struct.get(id);
  return Array.isArray(value) ? value.filter((v): v is ThriftStruct => v instanceof Map) : [];
};

export const textsAt = (struct: ThriftStruct, id: number): string[] => {
  const value = struct.get(id);
  return (Array.isArray(value) ? value : [value]).flatMap((v) => (v instanceof Uint8Array ? [Buffer.from(v).toString("utf8")] : []));
};
