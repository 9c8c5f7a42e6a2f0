import { damaged } from "./fault";
import type { Column } from "./footer";

/** Days from 4713 BC to 1970, which INT96 counts from. */
const JULIAN_EPOCH = 2_440_588;
const DAY_MS = 86_400_000;

/** Reads values as they stand one after the other, each as JSON; undefined JSON has none. @throws {ParquetFault} at the end. */
export function plainValues(column: Column, page: Buffer, from: number): () => string {
  let at = from;
  const take = (bytes: number): number => {
    if (bytes > page.length - at) throw damaged("a page of it ends within a value");
    at += bytes;
    return at - bytes;
  };
  switch (column.type) {
    case 0: {
      let bit = 0;
      return () => {
        if ((bit & 7) === 0) take(1);
        return ((page[at - 1]! >> (bit++ & 7)) & 1) === 1 ? "true" : "false";
      };
    }
    case 1:
      return () => {
        const value = page.readInt32LE(take(4));
        if (column.meaning === "days") return dateText(value * DAY_MS);
        return String(column.meaning === "unsigned" ? value >>> 0 : value);
      };
    case 2:
      return () => longText(page.readBigInt64LE(take(8)), column);
    case 3:
      return () => {
        const start = take(12);
        const days = page.readUInt32LE(start + 8) - JULIAN_EPOCH;
        return dateText(days * DAY_MS + Number(page.readBigUInt64LE(start) / 1_000_000n));
      };
    case 4:
      return () => numberText(page.readFloatLE(take(4)));
    case 5:
      return () => numberText(page.readDoubleLE(take(8)));
    case 6:
      return () => {
        const length = page.readUInt32LE(take(4));
        const start = take(length);
        return JSON.stringify(page.toString("utf8", start, start + length));
      };
    default:
      return () => {
        const start = take(Math.max(1, column.length));
        return JSON.stringify(page.toString("hex", start, start + column.length));
      };
  }
}

const perMs = { milliseconds: 1n, microseconds: 1000n, nanoseconds: 1_000_000n } as const;

function longText(value: bigint, { meaning }: Column): string {
  if (meaning === "milliseconds" || meaning === "microseconds" || meaning === "nanoseconds")
    return dateText(Number(value / perMs[meaning]));
  return String(meaning === "unsigned" ? BigInt.asUintN(64, value) : value);
}

function dateText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "null" : `"${date.toISOString()}"`;
}

const numberText = (value: number): string => (Number.isFinite(value) ? String(value) : "null");
