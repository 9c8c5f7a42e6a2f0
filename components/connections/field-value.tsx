import type { ReactNode } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { Outcome, Verdict } from "@/lib/model/verdict";
import { fieldOf } from "@/lib/query/fields";
import type { ColumnId } from "@/lib/query/view";
import { Country } from "../ui/country";
import { Absent, Bytes, Count, Duration } from "../ui/figures";
import { Host } from "../ui/host";
import { OutcomeChip, VerdictChip } from "../ui/outcome";
import { visible } from "../ui/visible";
import { zoneTime } from "./zone-time";

/** What the record says of a field, as the field is drawn everywhere. */
export function FieldValue({ column, record, zone }: { column: ColumnId; record: FoundRecord; zone: string }): ReactNode {
  const { facts } = record;
  if (column === "time")
    return (
      <time dateTime={new Date(record.time).toISOString()} className="figures whitespace-nowrap">
        {zoneTime(record.time, zone)}
      </time>
    );
  if (column === "count") return <Count value={record.count} />;
  if (column === "dst")
    return <Host host={text(facts.host)} domain={text(facts.domain)} ip={text(facts.ip)} className="whitespace-nowrap" />;
  const value = facts[column];
  if (value === undefined || value === null) return <Absent />;
  if (column === "outcome") return <OutcomeChip outcome={value as Outcome} />;
  if (column === "verdict") return <VerdictChip verdict={value as Verdict} />;
  if (column === "host" || column === "domain" || column === "sni")
    return <Host host={String(value)} domain={text(facts.domain)} className="whitespace-nowrap" />;
  if (column === "country" || column === "operator") return <Country code={String(value)} />;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return <span className={code.has(column) ? "code" : undefined}>{visible(value)}</span>;
  const { type } = fieldOf(column);
  if (type === "bytes") return <Bytes value={value} />;
  if (type === "duration") return <Duration value={value} />;
  return <span className="figures">{value}</span>;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const code: ReadonlySet<ColumnId> = new Set(["src", "ip", "path", "url", "session", "trace", "user", "agent", "rule", "method"]);

/** The value as text, to copy; empty where the record does not say. */
export function plainText(column: ColumnId, record: FoundRecord): string {
  if (column === "time") return new Date(record.time).toISOString();
  if (column === "count") return String(record.count);
  const value = column === "dst" ? (record.facts.host ?? record.facts.ip) : record.facts[column];
  return value === undefined || value === null ? "" : String(value);
}
