import { ColumnReader, PageBudget } from "./column-reader";
import type { Column } from "./footer";
import { readFooter } from "./footer";

/**
 * The rows of a Parquet file, each as a JSON object of its columns; what has no value is left out. A page of each column
 * is held at a time, whatever the row groups' size.
 *
 * @throws {ParquetFault}
 */
export function* parquetRows(file: Buffer): Generator<string> {
  const { columns, groups } = readFooter(file);
  for (const { rows, chunks } of groups) {
    const budget = new PageBudget();
    const print = printer(
      columns.map((column) => ({ column, reader: new ColumnReader(file, column, chunks[column.place]!, budget) })),
      0,
    );
    for (let row = 0; row < rows; row++) yield print() ?? "{}";
  }
}

interface Member {
  column: Column;
  reader: ColumnReader;
}

/** Prints one object: a member for each column, an object for those that share a part of their path. */
function printer(members: readonly Member[], depth: number): () => string | undefined {
  const parts: { key: string; print: () => string | undefined }[] = [];
  for (let i = 0; i < members.length; ) {
    const { column, reader } = members[i]!;
    const name = column.path[depth]!;
    const key = `${JSON.stringify(name)}:`;
    if (column.path.length === depth + 1) {
      parts.push({ key, print: () => reader.next() });
      i++;
    } else {
      const from = i;
      while (i < members.length && members[i]!.column.path.length > depth + 1 && members[i]!.column.path[depth] === name) i++;
      parts.push({ key, print: printer(members.slice(from, i), depth + 1) });
    }
  }
  return () => {
    let text = "";
    for (const { key, print } of parts) {
      const value = print();
      if (value !== undefined) text += `${text === "" ? "{" : ","}${key}${value}`;
    }
    return text === "" ? undefined : `${text}}`;
  };
}
