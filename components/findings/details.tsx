import type { FindingDetails } from "@/lib/db/finding";
import { Facts } from "../page/page";
import { Absent, Bytes, Count } from "../ui/figures";
import { visible } from "../ui/visible";
import { detailName, isBytes } from "./detail-names";

/** The figures that the rule judged by. */
export function FindingDetailsList({ rule, details }: { rule: string; details: FindingDetails }) {
  const facts = Object.entries(details).map(
    ([name, value]) => [detailName(name), <Value key={name} bytes={isBytes(name, rule)} value={value} />] as const,
  );
  return facts.length > 0 ? <Facts facts={facts} /> : <p className="text-sm text-soft">The rule keeps no figures.</p>;
}

function Value({ bytes, value }: { bytes: boolean; value: FindingDetails[string] }) {
  if (value === null || (Array.isArray(value) && value.length === 0)) return <Absent why="Not known" />;
  if (typeof value === "number") return bytes ? <Bytes value={value} /> : <Count value={value} />;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return <span className="break-words">{visible(Array.isArray(value) ? value.join(", ") : String(value))}</span>;
}
