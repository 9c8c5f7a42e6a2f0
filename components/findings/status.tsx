import type { FindingStatus } from "@/lib/db/generated/prisma/client";
import { Badge } from "../ui/badge";
import { statusNames } from "./status-names";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Where a finding stands; an acceptance says until when, and whether that is over. */
export function StatusBadge({ status, acceptedUntil, now }: { status: FindingStatus; acceptedUntil: Date | null; now: number }) {
  if (status !== "accepted" || !acceptedUntil) return <Badge>{statusNames[status]}</Badge>;
  const last = day.format(acceptedUntil.getTime() - 1);
  return <Badge>{acceptedUntil.getTime() > now ? `Accepted until ${last}` : `Acceptance ended ${last}`}</Badge>;
}
