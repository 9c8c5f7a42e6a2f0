import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { dnsName } from "../readers/dns-name";
import { dnsResponseCode } from "../readers/dns-names";
import { readEndpoint } from "../readers/endpoint";
import { readGoDuration } from "../readers/go-duration";
import { integerOf, readObject, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { syslogTime } from "../readers/syslog";
import { readIsoTime } from "../readers/time";
import { unwrap } from "../readers/unwrap";

// The time of CoreDNS before 1.6, or of a container's runtime with its stream; then the level.
const prefix =
  /^(?:([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9:]{4,6})) )?(?:std(?:out|err) [FP] )?(?:\[(?:INFO|WARNING|ERROR|DEBUG|FATAL)\] )?/;
// common: {remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}; combined adds "{>opcode}".
const query =
  /^(\S{3,64}) - [0-9]{1,5} "([A-Z0-9-]{1,16}) [A-Z0-9]{1,12} (\S{1,1100}) ([a-z]{2,8}) ([0-9]{1,7}) (?:true|false) [0-9]{1,7}" (\S{1,24}) \S{1,60} ([0-9]{1,7}) ([0-9.]{1,20}[a-zµμ]{1,2})(?= |$)/;
const failure = /^plugin\/errors: ([0-9]{1,4}) (\S{1,1100}) ([A-Z0-9-]{1,16}): (.{1,300})/;
const other = /^(?:plugin\/[a-z0-9_-]{1,40}: |CoreDNS-|\[?\.?:[0-9]{1,5}|linux\/|Reloading|SIGTERM|Shutting down)/;

export const coredns = defineFormat({
  id: "coredns",
  name: "CoreDNS (log plugin)",
  reference: "https://coredns.io/plugins/log/",
  guide: "coredns",
  counts: "DNS messages, without UDP and IP headers",
  kinds: ["query"],
  engine: false,
  detect: (head) => head.some((line) => query.test(behindPrefix(lineOf(line).text).slice(0, 2000))),
  open(options) {
    const stampTime = syslogTime(options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const { text, time } = lineOf(unit);
        tell(emit, readLine(text, stampTime(time)));
      },
    };
  },
});

const behindPrefix = (text: string): string => text.slice(prefix.exec(text.slice(0, 120))?.[0].length ?? 0);

/** The line inside a container's or a shipper's envelope, with the time that the runtime gave it. */
function lineOf(unit: string): { text: string; time?: string } {
  if (!unit.startsWith("{")) return { text: unit.trim() };
  const object = readObject(unit);
  const inner = object && unwrap(object);
  if (typeof inner !== "string") return { text: unit };
  return { text: inner.trim(), time: textOf(object!["time"]) ?? textOf(object!["@timestamp"]) };
}

function readLine(text: string, runtimeTime: number | undefined): Outcome {
  const head = prefix.exec(text.slice(0, 120))!;
  const message = text.slice(head[0].length);
  const loggedTime = (head[1] === undefined ? undefined : readIsoTime(head[1])) ?? runtimeTime;
  const asked = query.exec(message.slice(0, 2000));
  if (asked) return readQuery(asked, loggedTime);
  const failed = failure.exec(message.slice(0, 2000));
  if (failed) {
    const [, code, name, type, reason] = failed;
    const dns = { question: dnsName(name!), type, responseCode: dnsResponseCode(integerOf(code)) };
    return new Skip("a lookup of the server's own that failed", {
      kind: "query",
      loggedTime,
      application: "dns",
      dns,
      engineReason: reason,
    });
  }
  if (other.test(message)) return new Skip("a message of the server, not of a query", { loggedTime, application: "dns" });
  return new Reject("the line is neither a query nor a message of CoreDNS");
}

function readQuery(
  [, remote, type, name, proto, size, code, responseSize, duration]: RegExpExecArray,
  loggedTime: number | undefined,
): Outcome {
  const client = readEndpoint(remote);
  if (client.ip === undefined) return new Reject("remote: no address.");
  const durationMs = readGoDuration(duration!);
  const answered = code !== "-";
  const c: Connection = {
    kind: "query",
    // The line is written when the answer went out.
    startTime: loggedTime === undefined || durationMs === undefined ? loggedTime : Math.floor(loggedTime - durationMs),
    endTime: loggedTime,
    loggedTime,
    durationMs,
    srcIp: client.ip,
    srcPort: client.port,
    ...readProtocol(proto),
    application: "dns",
    dns: { question: dnsName(name!), type, responseCode: answered ? code : undefined },
    bytesOut: integerOf(size),
    bytesIn: integerOf(responseSize),
    answered,
  };
  return c;
}
