/** An entry of the journal about a finding, as the history needs it. */
export interface HistoryEntry {
  id: bigint;
  at: Date;
  actorName: string;
  action: string;
  before: unknown;
  after: unknown;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "accepted it until 1 December 2026", and what the person wrote. */
export function historyWords(entry: Pick<HistoryEntry, "action" | "after" | "actorName">): { what: string; remark?: string } {
  const after = (entry.after ?? {}) as { reason?: string; until?: string; assignee?: string | null; comment?: string };
  const remark = after.comment ?? after.reason;
  switch (entry.action) {
    case "finding.acknowledge":
      return { what: "acknowledged it", remark };
    case "finding.resolve":
      return { what: "resolved it", remark };
    case "finding.accept":
      return { what: `accepted it${after.until ? ` until ${day.format(Date.parse(after.until) - 1)}` : ""}`, remark };
    case "finding.assign":
      return { what: after.assignee ? `assigned it to ${after.assignee}` : "took the assignment away" };
    case "finding.reopen":
      return { what: entry.actorName === "Waybill" ? "opened it again: it failed on new evidence" : "opened it again", remark };
    case "finding.comment":
      return { what: "wrote", remark };
    default:
      return { what: entry.action, remark };
  }
}
