import { type ListedRun, stateOf } from "@/lib/model/run";
import { runDuration } from "@/lib/model/run-words";
import { Facts } from "../page/page";
import { Absent, Bytes, Duration } from "../ui/figures";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { StateWord } from "./state-word";

const origins = {
  log: "its name in the log",
  registered: "its registration (waybill run or the API)",
  window: "the registered window of the job",
};

/** What is known of the run itself. */
export function RunFacts({ run }: { run: ListedRun }) {
  const duration = runDuration(run);
  const isRegistered = run.origin === "registered";
  return (
    <div className="grid gap-x-10 gap-y-1.5 px-5 py-4 lg:grid-cols-2">
      <Facts
        facts={[
          [
            "Run",
            <span key="run" className="code">
              {visible(run.externalId)}
            </span>,
          ],
          ["State", <StateWord key="state" state={stateOf(run)} />],
          ["Exit code", run.exitCode === null ? <Absent key="exit" why="Nobody told the exit code" /> : String(run.exitCode)],
          ["Started", <Time key="start" at={run.startedAt} exact />],
          [
            isRegistered ? "Ended" : "Last record",
            run.endedAt ? <Time key="end" at={run.endedAt} exact /> : <Absent key="end" why="Not ended, as far as anybody told" />,
          ],
        ]}
      />
      <Facts
        facts={[
          [
            isRegistered ? "Took" : "Seen for",
            duration === undefined ? <Absent key="took" why="Not ended" /> : <Duration key="took" value={duration} />,
          ],
          ["Host", run.host ? visible(run.host) : <Absent key="host" why="Nobody told the host" />],
          [
            "Workload",
            [run.service, run.environment, run.team].filter(Boolean).join(" · ") || <Absent key="w" why="No record of it yet" />,
          ],
          ["Known by", origins[run.origin]],
          [
            "Sent, received",
            <span key="bytes">
              <Bytes value={run.bytesOut} />, <Bytes value={run.bytesIn} />
            </span>,
          ],
        ]}
      />
    </div>
  );
}
