import type { PolicyHead } from "@/lib/db/policy";
import { DataTable } from "../table/data-table";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";

const columns = [
  { id: "version", label: "Version", width: "5rem" },
  { id: "published", label: "Published" },
  { id: "by", label: "By", minor: true },
  { id: "note", label: "What for" },
  { id: "rules", label: "Rules", unit: "count", minor: true },
] as const;

/** Newest first. */
export function VersionList({ versions }: { versions: PolicyHead[] }) {
  return (
    <DataTable
      caption="Versions of the policy"
      columns={columns}
      rows={versions.map((v) => ({
        id: String(v.version),
        href: `/policy/${v.version}`,
        sample: v.sample,
        cells: {
          version: String(v.version),
          published: <Time at={v.publishedAt} />,
          by: visible(v.publishedBy),
          note: v.note ? visible(v.note) : <span className="text-faint">No note</span>,
          rules: v.rules,
        },
        sortBy: { version: v.version, published: v.publishedAt.getTime(), note: v.note },
      }))}
    />
  );
}
