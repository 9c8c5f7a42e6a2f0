import type { AuditRun } from "@/lib/db/audit-run";
import { exactTime } from "../ui/time-words";

export const runStatus: Record<AuditRun["status"], string> = { queued: "Waiting", running: "Running", done: "Done", failed: "Failed" };

/** "the last 24 hours" where it ended as it was asked for, else its length and end. */
export function periodText(run: Pick<AuditRun, "since" | "until" | "requestedAt">): string {
  const hours = Math.round((run.until.getTime() - run.since.getTime()) / 3_600_000);
  const length = hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
  if (Math.abs(run.requestedAt.getTime() - run.until.getTime()) < 60_000) return `the last ${length}`;
  return `${length} to ${exactTime(run.until.getTime()).slice(0, 16)} UTC`;
}
