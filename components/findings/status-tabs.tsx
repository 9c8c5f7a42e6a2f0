import type { FindingStatus } from "@/lib/db/generated/prisma/client";
import { withParams } from "../page/url";
import { LinkTabs } from "../ui/link-tabs";
import { statusNames } from "./status-names";

const order: readonly FindingStatus[] = ["open", "acknowledged", "accepted", "resolved"];

/** The statuses and how many findings stand in each; the other filters stay. */
export function StatusTabs({
  status,
  statuses,
  filters,
}: {
  status: FindingStatus | "all";
  statuses: Partial<Record<FindingStatus, number>>;
  filters: Readonly<Record<string, string | undefined>>;
}) {
  const href = (value: string): string => withParams("/findings", "", { status: value === "open" ? undefined : value, ...filters });
  const total = Object.values(statuses).reduce((sum, n) => sum + n, 0);
  const label = (name: string, n: number) => (
    <>
      {name}
      <span className="figures ml-1.5 text-faint">{n.toLocaleString("en")}</span>
    </>
  );
  return (
    <LinkTabs
      label="Status"
      current={href(status)}
      tabs={[
        ...order.map((s) => ({ href: href(s), label: label(statusNames[s], statuses[s] ?? 0) })),
        { href: href("all"), label: label("All", total) },
      ]}
    />
  );
}
