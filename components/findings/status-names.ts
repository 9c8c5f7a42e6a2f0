import type { FindingStatus } from "@/lib/db/generated/prisma/client";

export const statusNames: Record<FindingStatus, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  accepted: "Accepted",
  resolved: "Resolved",
};
