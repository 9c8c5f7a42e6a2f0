import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { directoryUser } from "./directory-user";
import { integerOf, portOf } from "./json";
import type { JunosMessage } from "./junos-fields";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";
import type { Recent } from "./recent";
import { recordEnds } from "./record-ends";
import { translated } from "./translated";

/** A message as a connection, or what else it is. @param line the whole line, for what daemons say in sentences. */
export function readJunosRecord({ tag, values }: JunosMessage, line: string, loggedTime: number | undefined): Outcome {
  const src = canonicalAddress(values.get("source-address") ?? values.get("client-ip") ?? values.get("local-address") ?? "");
  const dst = canonicalAddress(values.get("destination-address") ?? values.get("remote-address") ?? "");
  const action = actionOf(tag, values.get("action"));
  const isTraffic = /^(?:RT_|APPTRACK_|WEBFILTER_|AV_|CONTENT_|ANTISPAM_|IDP_|SECINTEL_|PFE_FW_|SSL_PROXY_)/.test(tag);
  if (!isTraffic || (values.get("source-address") === undefined && values.get("destination-address") === undefined)) {
    if (tag.startsWith("RT_FLOW_SESSION")) return new Reject("source-address is missing");
    const read: Partial<Connection> = {
      loggedTime,
      srcIp: src,
      dstIp: dst,
      srcUser: directoryUser(values.get("username")),
      ...readJunosSystem(line),
    };
    return new Skip("a message of the system itself", tag.startsWith("AAMW_M") ? { ...read, action } : read);
  }
  if (src === undefined && dst === undefined) return new Reject("source-address is no address");
  const transport = readProtocol(values.get("protocol-id") ?? values.get("protocol-name"));
  const hasPort = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [srcPort, dstPort] = hasPort ? [portOf(values.get("source-port")), portOf(values.get("destination-port"))] : [];
  // What came back from the server that was asked: then it stands first.
  const isReply = /^(?:AV_|CONTENT_|ANTISPAM_|IDP_|SECINTEL_)/.test(tag) && isFromServer(srcPort, dstPort);
  const c: Connection = {
    kind: "connection",
    loggedTime,
    ...recordEnds(src, dst, srcPort, dstPort, isReply),
    ...transport,
    application: applicationOf(values),
    srcUser: directoryUser(values.get("username")),
    sessionId: values.get("session-id-32") ?? values.get("session-id"),
    action,
    engineRule: tag.startsWith("IDP_")
      ? values.get("rulebase-name")
      : (values.get("policy-name") ?? values.get("profile") ?? values.get("profile-name")),
    engineRuleId: values.get("rule-name"),
    engineReason: values.get("reason") ?? values.get("attack-name") ?? values.get("name") ?? values.get("category"),
  };
  [c.srcNatIp, c.srcNatPort] = natOf(values, isReply ? "destination" : "source", hasPort);
  [c.dstNatIp, c.dstNatPort] = natOf(values, isReply ? "source" : "destination", hasPort);
  readVolume(c, values);
  readName(c, tag, values);
  return c;
}

/**
 * The end of a session tells the whole: its beginning and its progress are kept, not counted, and so is what AppTrack
 * tells of a session whose end the firewall told, and what a service found in one.
 */
export function isRetold(c: Connection, tag: string, told: Recent): boolean {
  if (/_SESSION_CREATE|_UPDATE/.test(tag) || (c.kind === "connection" && /^(?:AV_|CONTENT_|ANTISPAM_|IDP_|SECINTEL_|SSL_PROXY_)/.test(tag)))
    return true;
  if (!tag.includes("SESSION_CLOSE") || c.sessionId === undefined) return false;
  return !told.add(`${c.sessionId} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort} ${c.durationMs}`);
}

function actionOf(tag: string, action: string | undefined): Action {
  const word = action?.toUpperCase() ?? "";
  if (/_DENY|_BLOCKED|_REDIRECTED|_DROP|_DETECTED|AAMW_MALWARE/.test(tag)) return "denied";
  if (/^(?:DROP|CLOSE|REJECT|BLOCK|RATE|D$|R$|DENY|SINKHOLE)/.test(word)) return "denied";
  if (/^(?:NONE|NO_ACTION|IGNORE|MARK|ALARM|LOG)/.test(word)) return "alerted";
  if (/^(?:PERMIT|ALLOW|A$|ACCEPT)/.test(word) || /SESSION|PERMITTED|_LOG_|FW_/.test(tag)) return "allowed";
  return tag.startsWith("RT_SCREEN") ? "alerted" : "unknown";
}

/** The nested application is the one inside the other. */
function applicationOf(values: ReadonlyMap<string, string>): string | undefined {
  const name = values.get("nested-application") ?? values.get("application") ?? values.get("application-name") ?? values.get("protocol");
  return name === "SSL" ? "tls" : name?.toLowerCase();
}

const natOf = (values: ReadonlyMap<string, string>, end: "source" | "destination", hasPort: boolean) =>
  translated(values.get(`nat-${end}-address`), hasPort ? values.get(`nat-${end}-port`) : undefined);

function readVolume(c: Connection, values: ReadonlyMap<string, string>): void {
  c.bytesOut = integerOf(values.get("bytes-from-client") ?? values.get("outbound-bytes"));
  c.bytesIn = integerOf(values.get("bytes-from-server") ?? values.get("inbound-bytes"));
  c.packetsOut = integerOf(values.get("packets-from-client") ?? values.get("outbound-packets"));
  c.packetsIn = integerOf(values.get("packets-from-server") ?? values.get("inbound-packets"));
  const seconds = integerOf(values.get("elapsed-time"));
  if (seconds !== undefined) {
    c.durationMs = seconds * 1000;
    // The line is written when the session ends, or while it lasts.
    c.endTime = c.loggedTime;
    if (c.endTime !== undefined) c.startTime = c.endTime - c.durationMs;
  }
  if (c.action === "allowed" && values.has("packets-from-server")) c.answered = (c.packetsIn ?? 0) > 0;
}

function readName(c: Connection, tag: string, values: ReadonlyMap<string, string>): void {
  const written = tag.startsWith("WEBFILTER_") ? values.get("url") : (values.get("http-host") ?? values.get("sni"));
  const host = canonicalHost(written ?? "");
  if (host) {
    c.dstHost = host;
    c.dstHostOrigin = tag.startsWith("WEBFILTER_") ? "url" : "host-header";
  }
  if (!tag.startsWith("WEBFILTER_")) return;
  c.kind = "request";
  if (written) c.url = `${written}${values.get("obj") ?? ""}`;
}

/** Sentences of daemons: "User 'jane' logout", "root@192.0.2.1 as root". */
export function readJunosSystem(line: string): Partial<Connection> {
  const user = /\b[Uu]ser '([^']{1,128})'/.exec(line)?.[1] ?? /: ([^\s@]{1,64})@[0-9a-fA-F.:]{2,45} as /.exec(line)?.[1];
  const address = canonicalAddress(/@([0-9a-fA-F.:]{2,45}) as /.exec(line)?.[1] ?? "");
  return { ...(user && { srcUser: user }), ...(address && { srcIp: address }) };
}
