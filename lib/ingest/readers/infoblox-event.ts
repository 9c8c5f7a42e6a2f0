import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import { dnsName } from "./dns-name";
import { integerOf, portOf, textOf } from "./json";
import { readRecords } from "./named-answers";
import { type Outcome, Reject, Skip } from "./outcome";
import { rpzAction } from "./rpz-policy";

/** One event of Infoblox, written as CEF or LEEF. */
export interface InfobloxEvent {
  product: string;
  id: string;
  name: string;
  /** The value under the first of these keys that has one. */
  get(...keys: string[]): string | undefined;
}

/** Keys by CEF, then by LEEF where it has its own. Values may stand in quotes. */
export const infobloxEvent = (product: string, id: string, name: string, values: ReadonlyMap<string, string>): InfobloxEvent => ({
  product,
  id,
  name,
  get(...keys) {
    for (const key of keys) {
      const value = textOf(values.get(key)?.replace(/^"(.*?)"?$/, "$1"));
      if (value !== undefined) return value;
    }
    return undefined;
  },
});

export function readInfobloxEvent(event: InfobloxEvent, loggedTime: number | undefined): Outcome {
  const id = event.id.trim();
  if (id.startsWith("DHCP")) {
    const srcIp = canonicalAddress(event.get("src") ?? "");
    return new Skip("a lease of an address, not a connection", { loggedTime, srcIp });
  }
  const isThreat = event.product === "NIOS Threat";
  const isRpz = id.startsWith("RPZ");
  if (!isThreat && !isRpz && !/^DNS[ -]/i.test(id)) return new Skip("an event of the service, not of a query", { loggedTime });
  const source = event.get("src");
  const srcIp = source === undefined ? undefined : canonicalAddress(source);
  if (source !== undefined && srcIp === undefined) return new Reject("src: no address.");
  const rule = event.get("InfobloxRPZRule", "msg");
  const rewrite =
    isRpz && rule !== undefined ? /rewrite (\S{1,1024})(?: \[[A-Z0-9]{1,16}\])? via (\S{1,1024})/.exec(rule.slice(0, 2500)) : null;
  const question = event.get("destinationDnsDomain", "url", "fqdn") ?? rewrite?.[1];
  if (question === undefined && !isThreat) return new Reject("destinationDnsDomain: absent.");
  const client = event.get("InfobloxB1SrcName", "shost");
  const c: Connection = {
    kind: "query",
    startTime: loggedTime,
    loggedTime,
    srcIp,
    srcPort: portOf(event.get("spt", "srcPort")),
    srcUser: event.get("suser", "usrName"),
    srcHost: client === undefined ? undefined : canonicalHost(client),
    dstIp: canonicalAddress(event.get("dst") ?? ""),
    dstPort: portOf(event.get("dpt", "dstPort")),
    ...readProtocol(event.get("proto")),
    application: "dns",
    dns: { question: question && dnsName(question), type: event.get("InfobloxDNSQType", "qtype")?.toUpperCase() },
  };
  if (isThreat) readThreat(c, event);
  else if (isRpz) {
    c.engineRule = event.get("InfobloxB1PolicyName") ?? rewrite?.[2] ?? event.get("InfobloxB1FeedName", "InfobloxRPZ");
    c.engineReason = event.get("InfobloxThreatProperty", "InfobloxB1ThreatIndicator") ?? id;
    c.action = rpzAction(
      event.get("InfobloxB1PolicyAction")?.split(" ")[0] ?? (event.product === "NIOS" ? event.name : id.split("-").slice(2).join("-")),
    );
  } else readResponse(c, event);
  return c;
}

function readResponse(c: Connection, event: InfobloxEvent): void {
  const code = event.get("InfobloxDNSRCode") ?? /^DNS Response(?: \S+){1,3} ([A-Z]{4,10})$/.exec(event.name)?.[1];
  if (code === undefined) return;
  c.dns!.responseCode = code.toUpperCase();
  c.answered = true;
  const answers = readRecords(event.get("msg") ?? "");
  if (answers.length > 0) c.dns!.answers = answers;
}

/** The protection of the appliance itself counts packets of an attack, as many as `hit_count`. */
function readThreat(c: Connection, event: InfobloxEvent): void {
  const acts: Record<string, Action> = { DROP: "denied", ALERT: "alerted", PASS: "allowed" };
  c.action = acts[event.get("act")?.toUpperCase() ?? ""] ?? "unknown";
  c.engineRule = event.name.trim();
  c.engineRuleId = event.id;
  c.engineReason = event.get("cat");
  const transport = /\b(?:UDP|TCP)\b/.exec(c.engineReason ?? "")?.[0];
  Object.assign(c, readProtocol(transport));
  const hits = integerOf(event.get("hit_count"));
  if (hits !== undefined && hits > 1) c.count = hits;
}
