import type { Source } from "@/lib/db/source";
import { Facts } from "../page/page";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";

/** What a source is set to, for those who may not change it as well. */
export function SourceFacts({ source, formatName }: { source: Source; formatName: string }) {
  const tags = Object.entries(source.tags).filter(([, value]) => value);
  return (
    <Facts
      facts={[
        ["Format", formatName],
        ["Belongs to", tags.length > 0 ? tags.map(([key, value]) => `${key} ${value}`).join(", ") : "what the log or a mapping says"],
        [
          "Query values and ids in paths",
          source.keepQueries ? (
            <Kept
              key="queries"
              what="kept in full (credentials apart)"
              why={source.keepQueriesReason}
              by={source.keepQueriesBy}
              since={source.keepQueriesSince}
            />
          ) : (
            "masked"
          ),
        ],
        [
          "Users and client names",
          source.keepUsers ? (
            <Kept key="users" what="kept in full" why={source.keepUsersReason} by={source.keepUsersBy} since={source.keepUsersSince} />
          ) : (
            "pseudonyms"
          ),
        ],
        ["Internal traffic", source.keepInternal ? "kept, not judged" : "counted as skipped"],
        ["Rate limit", limitWords(source.rateLimit)],
        ["First record", source.firstRecordAt ? <Time key="first" at={source.firstRecordAt} exact /> : "none yet"],
        ["Last record", source.lastRecordAt ? <Time key="last" at={source.lastRecordAt} exact /> : "none yet"],
        [
          "Added",
          <span key="added">
            {source.createdBy ? `by ${source.createdBy}, ` : ""}
            <Time at={source.createdAt} />
          </span>,
        ],
      ]}
    />
  );
}

/** Since when, by whom and why; the first two are unknown of what was kept before reasons were asked. */
function Kept({ what, why, by, since }: { what: string; why: string | null; by: string | null; since: Date | null }) {
  return (
    <>
      <strong className="font-semibold">{what}</strong>
      {since && (
        <>
          {" since "}
          <Time at={since} exact />
        </>
      )}
      {by && ` by ${visible(by)}`}
      {": "}
      {visible(why ?? "")}
    </>
  );
}

function limitWords({ linesPerSecond, bytesPerSecond, burstSeconds }: Source["rateLimit"]): string {
  const rates = [
    linesPerSecond && `${linesPerSecond.toLocaleString("en")} lines`,
    bytesPerSecond && `${bytesPerSecond.toLocaleString("en")} bytes`,
  ].filter(Boolean);
  if (rates.length === 0) return "none";
  return `${rates.join(" and ")} a second${burstSeconds ? `, ${burstSeconds} s of it at once` : ""}`;
}
