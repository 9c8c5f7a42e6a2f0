/** The key of a record: no index holds it, but its time says which partition and its workload which rows. */
export interface RecordKey {
  workload: string;
  /** Milliseconds since the epoch. */
  time: number;
  import: number;
  line: number;
  part: number;
}

/** The key as it stands in links: time first. */
export const printRecordKey = (k: RecordKey): string => [k.time, k.workload, k.import, k.line, k.part].join("_");

export function parseRecordKey(text: string): RecordKey | undefined {
  if (!/^\d{1,15}_-?\d{1,19}_\d{1,10}_\d{1,10}_\d{1,5}$/.test(text)) return undefined;
  const [time, workload, importId, line, part] = text.split("_") as [string, string, string, string, string];
  return { time: Number(time), workload, import: Number(importId), line: Number(line), part: Number(part) };
}
