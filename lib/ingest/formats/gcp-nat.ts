import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { type GcpEntry, gcpCaller, gcpLog, gcpPort, objectOf } from "../readers/gcp-entry";
import { isObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const gcpNat = defineFormat({
  id: "gcp-nat",
  name: "Google Cloud NAT logs",
  reference: "https://cloud.google.com/nat/docs/monitoring",
  guide: "google-cloud",
  counts: "no bytes: the log holds none",
  kinds: ["connection"],
  engine: true,
  ...gcpLog(
    "nat_flows",
    (p) => isObject(p["connection"]) && p["allocation_status"] !== undefined,
    () => readTranslation,
  ),
});

/** One entry a connection, from the machine behind the gateway; one it had no port left for never left. */
function readTranslation({ payload, time }: GcpEntry): Outcome {
  const flow = objectOf(payload["connection"]);
  const srcIp = canonicalAddress(textOf(flow["src_ip"]) ?? "");
  if (srcIp === undefined) return new Reject("jsonPayload.connection.src_ip: no address.");
  const dstIp = canonicalAddress(textOf(flow["dest_ip"]) ?? "");
  if (dstIp === undefined) return new Reject("jsonPayload.connection.dest_ip: no address.");
  const endpoint = objectOf(payload["endpoint"]);
  const gateway = objectOf(payload["gateway_identifiers"]);
  const protocol = readProtocol(textOf(flow["protocol"]));
  const ports = protocol.protocolNumber === undefined || hasPorts(protocol.protocolNumber);
  const status = textOf(payload["allocation_status"])?.toUpperCase();
  const destination = objectOf(payload["destination"]);
  const c: Connection = {
    kind: "connection",
    startTime: time,
    loggedTime: time,
    srcIp,
    srcPort: ports ? gcpPort(flow["src_port"]) : undefined,
    srcHost: canonicalHost(textOf(endpoint["vm_name"]) ?? ""),
    srcNatIp: canonicalAddress(textOf(flow["nat_ip"]) ?? ""),
    srcNatPort: ports ? gcpPort(flow["nat_port"]) : undefined,
    caller: gcpCaller(endpoint, objectOf(payload["vpc"])),
    dstIp,
    dstPort: ports ? gcpPort(flow["dest_port"]) : undefined,
    ...protocol,
    vendorDirection: isObject(destination["instance"]) ? "internal" : "outbound",
    action: status === "OK" ? "allowed" : status === "DROPPED" ? "denied" : "unknown",
    engineRule: textOf(gateway["gateway_name"]),
  };
  if (status === "DROPPED") c.engineReason = "No address and port of the gateway was free.";
  return c;
}
