import { damaged, unsupported } from "./fault";
import { numberAt, readThrift, structAt, structsAt, type ThriftStruct, textsAt } from "./thrift";

/** A column of values; its path is that of the member it becomes. */
export interface Column {
  path: readonly string[];
  /** Physical type: 0 BOOLEAN, 1 INT32, 2 INT64, 3 INT96, 4 FLOAT, 5 DOUBLE, 6 BYTE_ARRAY, 7 FIXED_LEN_BYTE_ARRAY. */
  type: number;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  length: number;
  meaning: Meaning;
  /** Optional parts of its path: a value is there where all are. */
  optional: number;
  /** Its place among the columns of a row group. */
  place: number;
}

/** What the values of a physical type stand for, where it is more than themselves. */
export type Meaning = "plain" | "milliseconds" | "microseconds" | "nanoseconds" | "days" | "unsigned";

export interface RowGroup {
  rows: number;
  /** By the columns' places. */
  chunks: Chunk[];
}

export interface Chunk {
  codec: number;
  from: number;
  to: number;
}

const MOST_COLUMNS = 1000;
const DEPTH = 16;

/**
 * Columns and row groups from the end of a file. Columns of lists and of decimals are left out: no log has them.
 *
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 * @throws {ParquetFault}
 */
export function readFooter(file: Buffer): { columns: Column[]; groups: RowGroup[] } {
  if (file.length < 12 || file.toString("latin1", file.length - 4) !== "PAR1") throw damaged("it does not end as one");
  const length = file.readUInt32LE(file.length - 8);
  if (length > file.length - 12) throw damaged("its metadata is longer than the file");
  const { value: footer } = readThrift(file.subarray(file.length - 8 - length, file.length - 8), 0);
  const schema = structsAt(footer, 2);
  if (schema.length < 2 || schema.length > 2 * MOST_COLUMNS) throw unsupported("it has no columns, or too many");
  const columns = readColumns(schema);
  const groups = structsAt(footer, 4).map((group) => readGroup(group, file.length));
  for (const { chunks } of groups) if (columns.some((c) => chunks[c.place] === undefined)) throw damaged("a column is missing from it");
  return { columns, groups };
}

function readColumns(schema: readonly ThriftStruct[]): Column[] {
  const columns: Column[] = [];
  let at = 1;
  let place = 0;
  const walk = (children: number, path: readonly string[], optional: number, isList: boolean): void => {
    if (path.length > DEPTH) throw damaged("its columns are nested too deep");
    for (let i = 0; i < children; i++) {
      const element = schema[at++];
      if (!element) throw damaged("its schema ends early");
      const repetition = numberAt(element, 3) ?? 0;
      const to = [...path, textsAt(element, 4)[0] ?? ""];
      const deeper = optional + (repetition === 1 ? 1 : 0);
      const inList = isList || repetition === 2;
      const type = numberAt(element, 1);
      if (type === undefined) walk(numberAt(element, 5) ?? 0, to, deeper, inList);
      else {
        const length = numberAt(element, 2) ?? 0;
        const isDecimal = numberAt(element, 6) === 5 || structAt(element, 10)?.has(5) === true;
        if (!inList && !isDecimal) columns.push({ path: to, type, length, meaning: meaningOf(element), optional: deeper, place });
        place++;
      }
    }
  };
  walk(numberAt(schema[0]!, 5) ?? 0, [], 0, false);
  return columns;
}

/** By the converted type, which older writers set alone, else by the logical one. */
function meaningOf(element: ThriftStruct): Meaning {
  const converted = numberAt(element, 6);
  const logical = structAt(element, 10);
  const timestamp = logical && structAt(logical, 8);
  const unit = timestamp && structAt(timestamp, 2);
  if (converted === 9 || unit?.has(1)) return "milliseconds";
  if (converted === 10 || unit?.has(2)) return "microseconds";
  if (unit?.has(3)) return "nanoseconds";
  if (converted === 6 || logical?.has(6)) return "days";
  return converted !== undefined && converted >= 11 && converted <= 14 ? "unsigned" : "plain";
}

function readGroup(group: ThriftStruct, size: number): RowGroup {
  const chunks = structsAt(group, 1).map((column) => {
    const about = structAt(column, 3);
    if (!about) throw unsupported("a column of it is in another file, or encrypted");
    const data = numberAt(about, 9) ?? 0;
    const dictionary = numberAt(about, 11) ?? 0;
    const from = dictionary > 0 ? Math.min(dictionary, data) : data;
    const to = from + (numberAt(about, 7) ?? 0);
    if (from < 4 || to < from || to > size - 8) throw damaged("a column of it lies outside the file");
    return { codec: numberAt(about, 4) ?? 0, from, to };
  });
  const rows = numberAt(group, 3) ?? 0;
  if (rows < 0) throw damaged("a row group of it has less than no rows");
  return { rows, chunks };
}
