import type { Connection } from "../../model/connection";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { Beginnings } from "./beginnings";
import { type Endpoint, readEndpoint } from "./endpoint";
import { integerOf } from "./json";
import { isFromServer } from "./port-roles";

const end = (name: string): string => `\\((?<${name}>\\S{3,60})\\)`;
const session = new RegExp(
  `(?:Start|Stop) (?<proto>\\S{1,20}) session: initiator ${end("src")}(?: sent (?<out>[0-9]{1,15}) bytes)? -- responder ${end("dst")}(?: sent (?<in>[0-9]{1,15}) bytes)?`,
);
const packet =
  /(?<verb>Dropping|Passing) (?<proto>\S{1,20}) (?:session|pkt|packet)(?: from \S{1,64})? (?<src>[0-9A-Fa-f.:[\]]{3,60}) (?:=> )?(?<dst>[0-9A-Fa-f.:[\]]{3,60}?)(?=[ (]|$)(?:.{0,300}? due to {1,3}(?<reason>.{1,200}?)(?: with ip ident|$))?/;
const pair = /zone-pair (?<zones>\S{1,128})|\(target:class\)-\((?<target>[^():\s]{1,128}):[^()\s]{1,128}\)/;

/** Messages of the zone-based firewall and of its ancestor. @returns undefined where the sentence is no known one. */
export function readFirewall(text: string, time: number | undefined, sessions: Beginnings<undefined>): Connection | undefined {
  const line = text.slice(0, 2000);
  const g = session.exec(line)?.groups ?? packet.exec(line)?.groups;
  if (!g) return undefined;
  const transport = readProtocol(
    g["proto"]?.replace(/^(?:http|https|ftp|smtp|dns|sip|ssh).*$/i, (name) => applications[name.toLowerCase()] ?? ""),
  );
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [src, dst] = [ended(g["src"], isPorted), ended(g["dst"], isPorted)];
  const rule = pair.exec(line)?.groups;
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    startTime: time,
    srcIp: src.ip,
    srcPort: src.port,
    dstIp: dst.ip,
    dstPort: dst.port,
    ...transport,
    bytesOut: integerOf(g["out"]),
    bytesIn: integerOf(g["in"]),
    action: g["verb"] === "Dropping" ? "denied" : "allowed",
    engineRule: rule?.["zones"] ?? rule?.["target"],
    engineReason: g["reason"],
  };
  if (g["verb"] !== undefined) turn(c);
  else count(c, line.includes("Stop "), sessions);
  return c;
}

/** Inspected protocols, by what carries them. */
const applications: Record<string, string> = { http: "tcp", https: "tcp", ftp: "tcp", smtp: "tcp", ssh: "tcp", dns: "udp", sip: "udp" };

function ended(text: string | undefined, isPorted: boolean): Endpoint {
  const { ip, port } = readEndpoint(text);
  return { ip, port: isPorted ? port : undefined };
}

function count(c: Connection, isEnd: boolean, sessions: Beginnings<undefined>): void {
  const key = `${c.protocol} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
  if (!isEnd) {
    if (!sessions.begin(key, undefined)) c.twin = true;
    return;
  }
  c.startTime = undefined;
  c.endTime = c.loggedTime;
  c.answered = c.bytesIn === undefined ? undefined : c.bytesIn > 0;
  if (!sessions.end(key)) c.twin = true;
}

/** A packet may go from the end that was asked. */
function turn(c: Connection): void {
  if (!isFromServer(c.srcPort, c.dstPort)) return;
  [c.srcIp, c.dstIp, c.srcPort, c.dstPort] = [c.dstIp, c.srcIp, c.dstPort, c.srcPort];
  c.reply = true;
}
