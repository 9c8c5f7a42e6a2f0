import { connectionsHref } from "@/lib/query/link";
import type { DestinationSummary } from "@/lib/report/destination-page";
import { Num } from "../page/num";
import { countryName } from "../ui/country";
import { compactBytes, fullCount } from "../ui/number";

/** One destination in a sentence. */
export async function DestinationSentence({
  summary,
  query,
  period,
}: {
  summary: Promise<DestinationSummary>;
  query: string;
  period: { from: number; to: number };
}) {
  const { row, firstSeen } = await summary;
  const since = firstSeen ? `First seen ${firstSeen.toISOString().slice(0, 10)}` : "Never seen in what is kept";
  if (!row) return <>{since}. Nothing was judged for it in this period.</>;
  const href = (more: string) => connectionsHref(`${query} ${more}`.trim(), period);
  return (
    <>
      {since}; in this period <Num href={href("")}>{fullCount(row.count)}</Num> {row.count === 1 ? "connection" : "connections"} from{" "}
      <Num>{row.callers}</Num> {row.callers === 1 ? "caller" : "callers"}, <Num>{compactBytes(row.bytesOut)}</Num> out and{" "}
      <Num>{compactBytes(row.bytesIn)}</Num> in
      {row.violation > 0 && (
        <>
          , <Num href={href("outcome:violation")}>{fullCount(row.violation)}</Num> against the policy
        </>
      )}
      {row.blocked > 0 && (
        <>
          , <Num href={href("outcome:(blocked OR false-reject)")}>{fullCount(row.blocked)}</Num> blocked
        </>
      )}
      .{" "}
      {row.countries.length === 0
        ? "Where it stands is not known."
        : row.countries.length === 1
          ? `Approximately in ${countryName(row.countries[0])}.`
          : `Seen in ${row.countries.length} countries, so its place is not one.`}
    </>
  );
}
