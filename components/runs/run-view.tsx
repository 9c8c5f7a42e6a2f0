import type { RunPage } from "@/lib/report/run-page";
import { Section, Sheet } from "../page/page";
import { EmptyState } from "../ui/empty-state";
import { CallTable } from "./call-table";
import { PathTable } from "./path-table";
import { RunFacts } from "./run-facts";
import { SightingTable } from "./sighting-table";

/** The page of a run: what it called beside another run, the run itself, and which logs saw it. */
export function RunView({ page }: { page: RunPage }) {
  const { run, against, isChosen, calls, varied, sightings } = page;
  const withoutUrl = calls.filter((c) => c.now && c.path === null && c.paths === 1);
  const counted = sightings.filter((s) => s.judged && ["request", "connection"].includes(s.kind)).map((s) => s.kind);
  const note = !against
    ? undefined
    : `Beside ${against.externalId}; ${isChosen ? "what changed between the two" : "what is unlike the runs before it"} comes first.`;
  return (
    <>
      <Section title={against ? "What did it call, and what changed?" : "What did it call?"} note={note}>
        <Sheet>
          {calls.length > 0 ? (
            <CallTable page={page} />
          ) : (
            <EmptyState why="No judged call of this run is known." action={{ label: "See the sources", href: "/sources" }} />
          )}
          {withoutUrl.length > 0 && (
            <p className="border-t px-5 py-2 text-xs text-pretty text-faint">
              The log holds no URL for{" "}
              {withoutUrl.length === calls.filter((c) => c.now).length ? "any of them" : `${withoutUrl.length} of them`}: a CONNECT tunnel,
              a flow record or a TLS server name tells the host at most. Methods, paths and statuses come with a proxy that sees inside, or
              with the service's own log.
            </p>
          )}
        </Sheet>
      </Section>
      {varied.length > 0 && (
        <Section title="Endpoints that differ from run to run" note="Their hosts are compared as one above.">
          <Sheet>
            <PathTable calls={varied} />
          </Sheet>
        </Section>
      )}
      <Section title="The run">
        <Sheet>
          <RunFacts run={run} />
        </Sheet>
      </Section>
      <Section
        title="Which logs saw it?"
        note="Several logs may tell of the same call. Counted is only the richest kind each workload has: requests, else connections."
      >
        <Sheet>
          {sightings.length > 0 ? (
            <SightingTable sightings={sightings} counted={counted.includes("request") ? "request" : counted[0]} />
          ) : (
            <EmptyState why="No log has told of this run." action={{ label: "See the sources", href: "/sources" }} />
          )}
        </Sheet>
      </Section>
    </>
  );
}
