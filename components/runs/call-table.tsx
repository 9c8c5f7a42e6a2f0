import { Fragment, type ReactNode } from "react";
import type { ComparedCall } from "@/lib/model/run";
import { callName, changeDetail, markWords } from "@/lib/model/run-words";
import type { Outcome } from "@/lib/model/verdict";
import { jobRecordsHref, runRecordsHref } from "@/lib/query/run-link";
import type { RunPage } from "@/lib/report/run-page";
import { DataTable } from "../table/data-table";
import { Absent, Bytes, Count, Duration } from "../ui/figures";
import { Host } from "../ui/host";
import { OutcomeChip } from "../ui/outcome";
import { visible } from "../ui/visible";
import { statusWords } from "./status-words";

const monthMs = 30 * 86_400_000;
const worst: readonly Outcome[] = ["violation", "blocked", "false-reject", "reported", "unexplained", "conforming", "not-left"];

const columns = (beside: boolean) => [
  { id: "change", label: "Change", width: "9rem" },
  { id: "endpoint", label: "Endpoint" },
  { id: "status", label: "Answers", minor: true },
  { id: "count", label: "Calls", align: "end" as const },
  ...(beside ? [{ id: "countBefore", label: "before", align: "end" as const, minor: true }] : []),
  { id: "bytes", label: "Sent", align: "end" as const, minor: true },
  ...(beside ? [{ id: "bytesBefore", label: "before", align: "end" as const, minor: true }] : []),
  { id: "took", label: "A call took", align: "end" as const, minor: true },
  ...(beside ? [{ id: "tookBefore", label: "before", align: "end" as const, minor: true }] : []),
  { id: "outcome", label: "Outcome", minor: true },
];

/** What a run called beside the run that it is held against; what changed comes first and says on what it rests. */
export function CallTable({ page }: { page: RunPage }) {
  const { run, against, held } = page;
  return (
    <DataTable
      caption="What the run called"
      columns={columns(against !== undefined)}
      virtual={page.calls.length > 300}
      {...(page.calls.length > 300 ? { height: "40rem" } : {})}
      rows={page.calls.map((call) => ({
        id: call.key,
        href: call.now ? runRecordsHref(run, call) : jobRecordsHref(run, call, run.startedAt.getTime() - monthMs),
        cells: {
          change: <Change call={call} detail={changeDetail({ run, earlier: held }, call)} />,
          endpoint: <Endpoint call={call} />,
          status: call.now ? <Answers call={call} /> : null,
          count: call.now ? <Count value={call.now.count} /> : 0,
          countBefore: <Before value={call.before?.count} draw={(v) => <Count value={v} />} />,
          bytes: call.now ? <Bytes value={call.now.bytesOut} /> : <Bytes value={0} />,
          bytesBefore: <Before value={call.before?.bytesOut} draw={(v) => <Bytes value={v} />} />,
          took: <Took figures={call.now} />,
          tookBefore: <Took figures={call.before} />,
          outcome: <Outcomes call={call} />,
        },
        sortBy: {
          change: call.marks[0] ?? null,
          endpoint: callName(call),
          status: call.now?.failed ?? null,
          count: call.now?.count ?? 0,
          countBefore: call.before?.count ?? null,
          bytes: call.now?.bytesOut ?? 0,
          bytesBefore: call.before?.bytesOut ?? null,
          took: mean(call.now) ?? null,
          tookBefore: mean(call.before) ?? null,
          outcome: call.now?.outcomes[0] ?? null,
        },
      }))}
    />
  );
}

function Change({ call, detail }: { call: ComparedCall; detail: string }) {
  if (call.marks.length === 0) return <span className="sr-only">As usual</span>;
  return (
    <>
      <span className="font-semibold">{call.marks.map((m) => markWords[m]).join(", ")}</span>
      <span className="block min-w-24 text-xs md:min-w-32 text-pretty text-faint">{detail}</span>
    </>
  );
}

function Endpoint({ call }: { call: ComparedCall }) {
  return (
    <span className="code block min-w-32 md:min-w-48 [overflow-wrap:anywhere]">
      {call.method && <span className="text-soft">{visible(call.method)} </span>}
      <Host
        host={call.host}
        domain={call.domain}
        ip={call.ip}
        port={call.port === 443 ? null : call.port}
        breaks
        className="max-md:wrap-anywhere"
      />
      {call.paths > 1 ? (
        <span className="font-sans text-faint"> {call.paths} endpoints, other ones each run</span>
      ) : call.path !== null ? (
        <span className="text-soft">
          {visible(call.path)
            .split(/(?=\/)/)
            .map((part, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one path, in their order.
              <Fragment key={i}>
                <wbr />
                {part}
              </Fragment>
            ))}
        </span>
      ) : (
        <span className="font-sans text-faint"> no URL in the log</span>
      )}
    </span>
  );
}

function Answers({ call }: { call: ComparedCall }) {
  const { statuses, retries, maxAttempt } = call.now!;
  const words = statusWords(statuses);
  return (
    <>
      {words ? <span className="figures whitespace-nowrap">{words}</span> : <Absent why="The log holds no status" />}
      {retries > 0 && (
        <span className="block text-xs text-faint">
          {retries} {retries === 1 ? "retry" : "retries"}, up to {maxAttempt + 1} attempts
        </span>
      )}
    </>
  );
}

function Outcomes({ call }: { call: ComparedCall }) {
  if (!call.now) return <Absent why="Not called in this run" />;
  return (
    <span className="flex flex-wrap gap-1">
      {worst
        .filter((o) => call.now!.outcomes.includes(o))
        .map((o) => (
          <OutcomeChip key={o} outcome={o} />
        ))}
    </span>
  );
}

function Before({ value, draw }: { value: number | undefined; draw: (value: number) => ReactNode }) {
  return <span className="text-faint">{value === undefined ? <Absent why="Not called in that run" /> : draw(value)}</span>;
}

const mean = (f: ComparedCall["now"]): number | undefined => (f && f.durationMs > 0 ? f.durationMs / f.count : undefined);

function Took({ figures }: { figures: ComparedCall["now"] }) {
  const value = mean(figures);
  return value === undefined ? <Absent why={figures ? "The log holds no duration" : "Not called"} /> : <Duration value={value} />;
}
