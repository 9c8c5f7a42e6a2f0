import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { type GcpEntry, gcpCaller, gcpLog, gcpPort, objectOf } from "../readers/gcp-entry";
import { isObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const gcpFirewall = defineFormat({
  id: "gcp-firewall",
  name: "Google Cloud firewall rules logs",
  reference: "https://cloud.google.com/firewall/docs/firewall-rules-logging",
  guide: "google-cloud",
  counts: "no bytes: the log holds none",
  kinds: ["connection"],
  engine: true,
  ...gcpLog(
    "firewall",
    (p) => isObject(p["connection"]) && p["disposition"] !== undefined,
    () => readDecision,
  ),
});

const actions: Record<string, Action> = { ALLOWED: "allowed", DENIED: "denied", INTERCEPTED: "allowed" };

function readDecision({ payload, time }: GcpEntry): Outcome {
  const flow = objectOf(payload["connection"]);
  const srcIp = canonicalAddress(textOf(flow["src_ip"]) ?? "");
  if (srcIp === undefined) return new Reject("jsonPayload.connection.src_ip: no address.");
  const dstIp = canonicalAddress(textOf(flow["dest_ip"]) ?? "");
  if (dstIp === undefined) return new Reject("jsonPayload.connection.dest_ip: no address.");
  const rule = objectOf(payload["rule_details"]);
  const own = { instance: objectOf(payload["instance"]), vpc: objectOf(payload["vpc"]) };
  const remote = { instance: objectOf(payload["remote_instance"]), vpc: objectOf(payload["remote_vpc"]) };
  const isEgress = textOf(rule["direction"])?.toUpperCase() === "EGRESS";
  const [src, dst] = isEgress ? [own, remote] : [remote, own];
  const protocol = readProtocol(textOf(flow["protocol"]));
  const ports = protocol.protocolNumber === undefined || hasPorts(protocol.protocolNumber);
  const isRemoteOurs = isObject(payload["remote_instance"]) || isObject(payload["remote_vpc"]);
  const c: Connection = {
    kind: "connection",
    startTime: time,
    loggedTime: time,
    srcIp,
    srcPort: ports ? gcpPort(flow["src_port"]) : undefined,
    srcHost: canonicalHost(textOf(src.instance["vm_name"]) ?? ""),
    caller: gcpCaller(src.instance, src.vpc),
    dstIp,
    dstPort: ports ? gcpPort(flow["dest_port"]) : undefined,
    ...protocol,
    vendorDirection: isRemoteOurs ? "internal" : isEgress ? "outbound" : "inbound",
    action: actions[textOf(payload["disposition"])?.toUpperCase() ?? ""] ?? "unknown",
    engineRule: textOf(rule["reference"]),
  };
  const host = canonicalHost(textOf(dst.instance["vm_name"]) ?? "");
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "log";
  }
  return c;
}
