import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { Reading } from "./barracuda-reading";
import { integerOf, type JsonObject, portOf, textOf } from "./json";
import { readEpochSeconds, readIsoTime } from "./time";

/** The records that the firewall streams as JSON: activity, threats, web filter. @returns undefined where it is none of them. */
export function readInsights(o: JsonObject): Reading | undefined {
  if (o["fw_rule"] !== undefined && o["src_ip"] !== undefined) return activity(o);
  if (o["trans_proto"] !== undefined && o["operation"] !== undefined) return threat(o);
  return o["traffic_type"] !== undefined && o["source_ip"] !== undefined ? web(o) : undefined;
}

const address = (value: unknown): string | undefined => {
  const ip = canonicalAddress(textOf(value) ?? "");
  return ip === "0.0.0.0" || ip === "::" ? undefined : ip;
};

function timeOf(value: unknown): number | undefined {
  const text = textOf(value) ?? "";
  return /^[0-9]{13}$/.test(text) ? Number(text) : (readEpochSeconds(text) ?? readIsoTime(text));
}

function ended(o: JsonObject, names: readonly [string, string, string, string], protocol: unknown): Connection {
  const transport = readProtocol(textOf(protocol));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [src, srcPort, dst, dstPort] = names;
  const time = timeOf(o["timestamp"]);
  return {
    kind: "connection",
    loggedTime: time,
    startTime: time,
    srcIp: address(o[src]),
    srcPort: isPorted ? portOf(o[srcPort]) || undefined : undefined,
    dstIp: address(o[dst]),
    dstPort: isPorted ? portOf(o[dstPort]) || undefined : undefined,
    ...transport,
  };
}

function activity(o: JsonObject): Reading {
  const c = ended(o, ["src_ip", "src_port", "dst_ip", "dst_port"], o["ip_proto"]);
  const word = textOf(o["action"]) ?? "";
  Object.assign(c, {
    srcNatIp: address(o["src_ip_nat"]),
    dstNatIp: address(o["dst_ip_nat"]),
    bytesOut: integerOf(o["fwd_bytes"]),
    bytesIn: integerOf(o["rev_bytes"]),
    packetsOut: integerOf(o["fwd_packets"]),
    packetsIn: integerOf(o["rev_packets"]),
    durationMs: integerOf(o["duration"]),
    srcUser: textOf(o["user"]),
    engineRule: textOf(o["fw_rule"]),
    engineReason: textOf(o["fw_info"]),
    action: /block|deny|drop/i.test(word) ? "denied" : "allowed",
  });
  if (c.srcNatIp === c.srcIp) c.srcNatIp = undefined;
  if (c.dstNatIp === c.dstIp) c.dstNatIp = undefined;
  return { connection: c, phase: c.action === "denied" ? undefined : /^(?:end|remove|fail)/i.test(word) ? "end" : "begin" };
}

function threat(o: JsonObject): Reading {
  const c = ended(o, ["src_ip", "src_port", "dst_ip", "port"], o["trans_proto"]);
  c.srcUser = textOf(o["user"]);
  c.action = /block|deny|drop|quarantine/i.test(textOf(o["operation"]) ?? "") ? "denied" : "alerted";
  c.engineRule = textOf(o["description"]);
  c.engineReason = textOf(o["type"]);
  return { connection: c, phase: "remark" };
}

const decisions: Record<string, Action> = { "0": "allowed", "1": "denied", "2": "alerted", "3": "alerted" };

function web(o: JsonObject): Reading {
  const c = ended(o, ["source_ip", "source_port", "destination_ip", "destination_port"], undefined);
  c.kind = "request";
  c.url = textOf(o["name"]);
  c.method = textOf(o["method"])?.toUpperCase();
  c.status = integerOf(o["status_code"]) || undefined;
  c.userAgent = textOf(o["user_agent"]);
  c.bytesIn = integerOf(o["size"]) || undefined;
  c.action = decisions[textOf(o["action"]) ?? ""] ?? "unknown";
  c.engineRule = textOf(o["fw_rule"]);
  // Of type 0 it is the address again.
  c.srcUser = textOf(o["user_type"]) === "1" ? textOf(o["user"]) : undefined;
  const name = splitUrl(c.url ?? "")?.host ?? textOf(o["domain"]);
  c.dstHost = canonicalHost(name ?? "");
  if (c.dstHost !== undefined) c.dstHostOrigin = "url";
  return { connection: c };
}
