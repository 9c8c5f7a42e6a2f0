import { fieldOf } from "@/lib/query/fields";
import type { ColumnId } from "@/lib/query/view";

export const columnLabel = (id: ColumnId): string => (id === "time" ? "Time" : id === "count" ? "Count" : fieldOf(id).label);

const widths: Partial<Record<ColumnId, number>> = {
  time: 190,
  outcome: 118,
  verdict: 108,
  dst: 250,
  host: 240,
  domain: 180,
  sni: 220,
  path: 220,
  url: 320,
  agent: 200,
  src: 130,
  ip: 140,
  rule: 170,
  session: 170,
  trace: 240,
  dport: 64,
  status: 68,
  method: 80,
  attempt: 76,
  service: 150,
  source: 150,
};
export const columnWidth = (id: ColumnId): number => widths[id] ?? 112;

const numeric = new Set(["number", "bytes", "duration", "status", "asn"]);
export const isNumeric = (id: ColumnId): boolean => id === "count" || (id !== "time" && numeric.has(fieldOf(id).type));
