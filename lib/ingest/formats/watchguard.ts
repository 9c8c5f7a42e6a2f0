import { defineFormat } from "../format";
import { Beginnings } from "../readers/beginnings";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { syslogTime } from "../readers/syslog";
import { isFirebox, readFirebox } from "../readers/watchguard-line";
import { readFireboxEvent, readFireboxTraffic } from "../readers/watchguard-traffic";

export const watchguard = defineFormat({
  id: "watchguard",
  name: "WatchGuard Firebox",
  reference: "https://www.watchguard.com/help/docs/help-center/en-US/Content/en-US/Fireware/logging/logging_log-catalog.html",
  guide: "watchguard",
  counts: "what the firewall or proxy counts of each side; a packet filter's first line holds none",
  kinds: ["connection", "request", "query"],
  engine: true,
  personal: "src_user dst_user usrname srcusr user sender recipients srcmac src_mac host_name".split(" "),
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some(isFirebox),
  open(options) {
    const time = syslogTime(options);
    const connections = new Beginnings<undefined>();
    return {
      read(unit, emit) {
        tell(emit, readLine(unit, time, connections));
      },
    };
  },
});

function readLine(unit: string, time: (stamp: string | undefined) => number | undefined, connections: Beginnings<undefined>): Outcome {
  const line = readFirebox(unit, time);
  if (!line) return new Reject("there is no message id");
  const { fields } = line;
  // A message is one of traffic by what it holds: a decision, and two ends.
  if (!fields.has("disp") || !fields.has("src")) return new Skip("a message about the firewall itself", readFireboxEvent(line));
  const c = readFireboxTraffic(line);
  if (c.srcIp === undefined) return new Reject("src is no address");
  if (c.dstIp === undefined) return new Reject("dst is no address");
  if (c.kind !== "connection" || c.action !== "allowed") return c;
  const key = `${c.protocol} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
  // Volumes come with the end, where the policy asks for them.
  const isEnd = c.durationMs !== undefined || c.bytesOut !== undefined;
  if (isEnd ? !connections.end(key, c.engineRule) : !connections.begin(key, undefined, c.engineRule)) c.twin = true;
  return c;
}
