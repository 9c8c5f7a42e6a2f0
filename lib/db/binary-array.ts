import { setInt8, timestampOf } from "./binary-value";

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

function arrayOf(type: number, width: number, count: number, write: (view: DataView, place: number, index: number) => void): Buffer {
  const bytes = Buffer.allocUnsafe(count === 0 ? 12 : HEAD + count * (4 + width));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setInt32(0, count === 0 ? 0 : 1);
  view.setInt32(4, 0);
  view.setInt32(8, type);
  if (count === 0) return bytes;
  view.setInt32(12, count);
  view.setInt32(16, 1);
  for (let i = 0, place = HEAD; i < count; i++, place += 4 + width) {
    view.setInt32(place, width);
    write(view, place + 4, i);
  }
  return bytes;
}

/** Safe integers. */
export const int8Array = (count: number, at: (index: number) => number): Buffer =>
  arrayOf(INT8, 8, count, (view, place, i) => setInt8(view, place, at(i)));

/** Ids: decimal text of int8. */
export const idArray = (count: number, at: (index: number) => string): Buffer =>
  arrayOf(INT8, 8, count, (view, place, i) => view.setBigInt64(place, BigInt(at(i))));

export const int4Array = (count: number, at: (index: number) => number): Buffer =>
  arrayOf(INT4, 4, count, (view, place, i) => view.setInt32(place, at(i)));

/** Times as milliseconds since the epoch. */
export const timeArray = (count: number, at: (index: number) => number): Buffer =>
  arrayOf(TIMESTAMPTZ, 8, count, (view, place, i) => setInt8(view, place, timestampOf(at(i))));
