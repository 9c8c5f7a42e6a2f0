import type { Table as Answer } from "@/lib/report/answer";
import { DataTable } from "../table/data-table";

/** Fewer rows than these need no place of their own to scroll in. */
const fits = 14;

/** The table form: the one data table, drawn by its columns' units. */
export function Table({ answer, caption, height }: { answer: Answer; caption: string; height?: string | undefined }) {
  return (
    <DataTable
      caption={caption}
      columns={answer.columns}
      rows={answer.rows.map((row) => ({ id: row.id, href: row.link, sample: row.sample, cells: row.cells }))}
      total={answer.total}
      rest={answer.rest}
      virtual={answer.rows.length > 300}
      {...(height && answer.rows.length > fits ? { height } : answer.rows.length > 300 ? { height: "32rem" } : {})}
    />
  );
}
