import type { Source } from "@/lib/db/source";
import { Facts } from "../page/page";
import { Time } from "../ui/time";

/** What a source is set to, for those who may not change it as well. */
export function SourceFacts({ source, formatName }: { source: Source; formatName: string }) {
  const tags = Object.entries(source.tags).filter(([, value]) => value);
  return (
    <Facts
      facts={[
        ["Format", formatName],
        ["Belongs to", tags.length > 0 ? tags.map(([key, value]) => `${key} ${value}`).join(", ") : "what the log or a mapping says"],
        ["Query values and ids in paths", source.keepQueries ? "kept in full, credentials apart" : "masked"],
        ["Users and client names", source.keepUsers ? "kept in full" : "pseudonyms"],
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

function limitWords({ linesPerSecond, bytesPerSecond, burstSeconds }: Source["rateLimit"]): string {
  const rates = [
    linesPerSecond && `${linesPerSecond.toLocaleString("en")} lines`,
    bytesPerSecond && `${bytesPerSecond.toLocaleString("en")} bytes`,
  ].filter(Boolean);
  if (rates.length === 0) return "none";
  return `${rates.join(" and ")} a second${burstSeconds ? `, ${burstSeconds} s of it at once` : ""}`;
}
