/**
 * One-dimensional arrays in PostgreSQL's binary format, as parameters of a query: neither side turns numbers to text
 * and back. `pg` sends a Buffer as it is.
 *
 * @see https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES and array_recv
 */
const HEAD = 20;
/** Type ids of the server's catalogue (pg_type.dat), which never change. */
const INT8 = 20;
const INT4 = 23;
const TIMESTAMPTZ = 1184;
const TWO_32 = 4_294_967_296;
/** 2000-01-01, where PostgreSQL counts from. */
const EPOCH_MS = 946_684_800_000;

function open(type: number, count: number, width: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + count * (4 + width));
  bytes.writeInt32BE(count > 0 ? 1 : 0, 0);
  bytes.writeInt32BE(0, 4);
  bytes.writeInt32BE(type, 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return count > 0 ? bytes : bytes.subarray(0, 12);
}

function writeInt8(bytes: Buffer, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  bytes.writeInt32BE(high, at);
  bytes.writeUInt32BE(value - high * TWO_32, at + 4);
}

/** Safe integers. */
export function int8Array(count: number, at: (index: number) => number): Buffer {
  const bytes = open(INT8, count, 8);
  for (let i = 0, place = HEAD; i < count; i++, place += 12) {
    bytes.writeInt32BE(8, place);
    writeInt8(bytes, place + 4, at(i));
  }
  return bytes;
}

/** Ids: decimal text of int8. */
export function idArray(count: number, at: (index: number) => string): Buffer {
  const bytes = open(INT8, count, 8);
  for (let i = 0, place = HEAD; i < count; i++, place += 12) {
    bytes.writeInt32BE(8, place);
    bytes.writeBigInt64BE(BigInt(at(i)), place + 4);
  }
  return bytes;
}

export function int4Array(count: number, at: (index: number) => number): Buffer {
  const bytes = open(INT4, count, 4);
  for (let i = 0, place = HEAD; i < count; i++, place += 8) {
    bytes.writeInt32BE(4, place);
    bytes.writeInt32BE(at(i), place + 4);
  }
  return bytes;
}

/** Times as milliseconds since the epoch. */
export function timeArray(count: number, at: (index: number) => number): Buffer {
  const bytes = open(TIMESTAMPTZ, count, 8);
  for (let i = 0, place = HEAD; i < count; i++, place += 12) {
    bytes.writeInt32BE(8, place);
    writeInt8(bytes, place + 4, (at(i) - EPOCH_MS) * 1000);
  }
  return bytes;
}
