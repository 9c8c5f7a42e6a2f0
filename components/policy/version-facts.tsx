import { geoMatchesOf } from "@/lib/policy/words";
import type { PolicyVersionPage } from "@/lib/report/policy-version-page";
import { Facts } from "../page/page";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";

/** Who, when, what for, and what stands beside the rules. */
export function VersionFacts({ page }: { page: PolicyVersionPage }) {
  const { policy } = page;
  const from = (
    <>
      {page.version === 1 && "the beginning; published "}
      <Time at={page.publishedAt} exact />
    </>
  );
  const until = page.endedAt ? <Time at={page.endedAt} exact /> : "now";
  return (
    <Facts
      className="px-4 py-4"
      facts={[
        ["Published by", visible(page.publishedBy)],
        ["In force from", from],
        ["In force until", until],
        ["What for", page.note ? visible(page.note) : "No note was left"],
        ["Unlisted", policy.unlisted === "deny" ? "What no rule speaks of is denied" : "What no rule speaks of is reported"],
        ...(policy.groups.length > 0 ? [["Groups", policy.groups.map((g) => `${g.id} (${g.members.length})`).join(", ")] as const] : []),
        ...policy.geo.map((g) => [`Geography`, `${g.id}: ${geoMatchesOf(g)}`] as const),
      ]}
    />
  );
}
