import type { Finding } from "@/lib/db/finding";
import { SampleMark } from "../ui/badge";
import { SeverityWord } from "../ui/severity";
import { StatusBadge } from "./status";

/** Beside a finding's title: how grave, where it stands, whether it is of the sample. */
export function FindingMarks({ finding, now }: { finding: Finding; now: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <SeverityWord severity={finding.severity} />
      <StatusBadge status={finding.status} acceptedUntil={finding.acceptedUntil} now={now} />
      {finding.sample && <SampleMark />}
    </span>
  );
}
