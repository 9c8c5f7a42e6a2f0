import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { dnsName } from "../readers/dns-name";
import { isFilterlog } from "../readers/filterlog";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { rpzAction } from "../readers/rpz-policy";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { readEpochSeconds } from "../readers/time";
import { ToldQueries } from "../readers/told-queries";

// A file of its own: "[seconds] unbound[pid:thread] level:" or with a written time; behind syslog: "[pid:thread] level:".
const own =
  /^(?:\[([0-9]{9,11})\] |([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(?:Z|[+-][0-9:]{4,6})) )?(?:unbound)?\[[0-9]{1,10}:[0-9a-f]{1,6}\] (debug|info|notice|warning|error|fatal error|query|reply|local): /;
const asciiTime = /^[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} unbound\[/;
// client name type class, and for a reply: code seconds cached size [transport destination port]
const told =
  /^(\S{2,60}) (\S{1,1100}) ([A-Z0-9-]{1,16}) (IN|CH|HS|ANY|CLASS[0-9]{1,5})(?: ([A-Z0-9]{2,16}) ([0-9]{1,7}\.[0-9]{1,9}) ([01]) ([0-9]{1,7})(?: (udp|tcp|dot|doh|dnscrypt) (\S{2,60}) ([0-9]{1,5}))?)?$/;
// [zone] zonetype client@port name type class
const local = /^(?:(\S{1,1100}) )?([a-z_]{4,20}) ([0-9a-fA-F.:]{2,45})@([0-9]{1,5}) (\S{1,1100}) ([A-Z0-9-]{1,16}) (?:IN|CH|HS)$/;
const rpz =
  /^rpz: applied (?:\[([^\]]{1,255})\] )?(\S{1,1100}) rpz-([a-z-]{3,20}) ([0-9a-fA-F.:]{2,45})@([0-9]{1,5}) (\S{1,1100}) ([A-Z0-9-]{1,16}) (?:IN|CH|HS)$/;

export const unbound = defineFormat({
  id: "unbound",
  name: "Unbound",
  reference: "https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html#unbound-conf-log-queries",
  guide: "unbound",
  counts: "DNS messages, without UDP and IP headers",
  kinds: ["query"],
  engine: true,
  options: { timezone: "The zone of local times (log-time-ascii, syslog); seconds since the epoch need none." },
  // A firewall's stream holds the lines of all its programs.
  detect: (head) =>
    !head.some(isFilterlog) &&
    head.some((line) => {
      const message = messageOf(line.slice(0, 3000));
      return message !== undefined && isAbout(message.text);
    }),
  open(options) {
    const stampTime = syslogTime(options);
    const queries = new ToldQueries();
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const message = messageOf(unit);
        if (message === undefined) return emit.reject("the line has no process and level, as Unbound writes them");
        const { seconds, stamp, text } = message;
        const outcome = readMessage(text, seconds === undefined ? stampTime(stamp) : readEpochSeconds(seconds));
        if (!(outcome instanceof Skip || outcome instanceof Reject)) queries.mark(outcome);
        tell(emit, outcome);
      },
    };
  },
});

const isAbout = (text: string): boolean => {
  const client = told.exec(text)?.[1];
  return (client !== undefined && canonicalAddress(client) !== undefined) || local.test(text) || rpz.test(text);
};

function messageOf(unit: string): { seconds?: string; stamp?: string; text: string } | undefined {
  const line = unit.trim();
  const bare = own.exec(line.slice(0, 200));
  if (bare) return { seconds: bare[1], stamp: bare[2], text: line.slice(bare[0].length) };
  // "Mar 01 00:00:00 unbound[…": the name stands where syslog has the host.
  const header = readSyslogHeader(line);
  const at = asciiTime.test(line.slice(0, 60)) ? 16 : (header?.at ?? 0);
  const inner = at > 0 ? own.exec(line.slice(at, at + 200)) : null;
  return inner ? { seconds: inner[1], stamp: inner[2] ?? header?.stamp, text: line.slice(at + inner[0].length) } : undefined;
}

function readMessage(text: string, loggedTime: number | undefined): Outcome {
  const line = text.slice(0, 3000);
  const query = told.exec(line);
  const srcIp = query ? canonicalAddress(query[1]!) : undefined;
  if (query && srcIp !== undefined) return readTold(query, srcIp, loggedTime);
  const rewritten = rpz.exec(line);
  if (rewritten) {
    const [, name, trigger, policy, client, port, question, type] = rewritten;
    return decided(
      client!,
      port,
      question!,
      type!,
      loggedTime,
      rpzAction(policy!.replace("-override", "")),
      name ?? trigger,
      `rpz ${policy}`,
    );
  }
  const zone = local.exec(line);
  if (zone) {
    const [, name, kind, client, port, question, type] = zone;
    return decided(client!, port, question!, type!, loggedTime, zoneAction(kind!), name, kind!);
  }
  const failed = /^SERVFAIL <(\S{1,1100}) ([A-Z0-9-]{1,16}) (?:IN|CH|HS)>: (.{1,300})/.exec(line);
  if (failed) {
    const dns = { question: dnsName(failed[1]!), type: failed[2], responseCode: "SERVFAIL" };
    return new Skip("a lookup of the server's own that failed", {
      kind: "query",
      loggedTime,
      application: "dns",
      dns,
      engineReason: failed[3],
    });
  }
  if (query && /^[0-9.]+$|:/.test(query[1]!)) return new Reject("client: no address.");
  return new Skip("a message of the server, not of a query", { loggedTime });
}

function readTold(query: RegExpExecArray, srcIp: string, loggedTime: number | undefined): Connection {
  const [, , name, type, , code, seconds, , size, transport, address, port] = query;
  const c: Connection = {
    kind: "query",
    startTime: loggedTime,
    loggedTime,
    srcIp,
    application: "dns",
    dns: { question: dnsName(name!), type },
  };
  if (code === undefined) return c;
  c.dns!.responseCode = code;
  c.answered = true;
  c.durationMs = Math.round(Number(seconds) * 1e6) / 1e3;
  c.bytesIn = integerOf(size);
  if (loggedTime !== undefined) {
    c.startTime = Math.floor(loggedTime - c.durationMs);
    c.endTime = loggedTime;
  }
  if (transport === undefined) return c;
  Object.assign(c, readProtocol(transport === "udp" || transport === "dnscrypt" ? "udp" : "tcp"));
  c.dstIp = canonicalAddress(address!);
  c.dstPort = portOf(port);
  return c;
}

function decided(
  client: string,
  port: string | undefined,
  question: string,
  type: string,
  loggedTime: number | undefined,
  action: Action,
  engineRule: string | undefined,
  engineReason: string,
): Outcome {
  const srcIp = canonicalAddress(client);
  if (srcIp === undefined) return new Reject("client: no address.");
  const dns = { question: dnsName(question), type };
  const times = { startTime: loggedTime, loggedTime };
  return {
    kind: "query",
    ...times,
    srcIp,
    srcPort: portOf(port),
    application: "dns",
    dns,
    action,
    engineRule: engineRule && dnsName(engineRule),
    engineReason,
  };
}

/** By local-zone of unbound.conf: what refuses, lies or stays silent denies; a static zone answers what it has and denies the rest. */
function zoneAction(kind: string): Action {
  if (/^(?:transparent|typetransparent|always_transparent|nodefault|noview)$/.test(kind)) return "allowed";
  if (kind === "inform") return "alerted";
  return /^(?:deny|refuse|redirect|block_a|inform_deny|inform_redirect|always_(?:refuse|nxdomain|nodata|deny|null))$/.test(kind)
    ? "denied"
    : "unknown";
}
