import { canonicalAddress } from "../../model/address";
import { canonicalHost } from "../../model/host";
import { hasPorts } from "../../model/protocol";
import { defineFormat } from "../format";
import { type GcpEntry, gcpCaller, gcpConnection, gcpLog, gcpPort, objectOf } from "../readers/gcp-entry";
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
function readTranslation(entry: GcpEntry): Outcome {
  const c = gcpConnection(entry);
  if (c instanceof Reject) return c;
  const { payload } = entry;
  const flow = objectOf(payload["connection"]);
  const endpoint = objectOf(payload["endpoint"]);
  const gateway = objectOf(payload["gateway_identifiers"]);
  const status = textOf(payload["allocation_status"])?.toUpperCase();
  const destination = objectOf(payload["destination"]);
  c.srcHost = canonicalHost(textOf(endpoint["vm_name"]) ?? "");
  c.srcNatIp = canonicalAddress(textOf(flow["nat_ip"]) ?? "");
  if (c.protocolNumber === undefined || hasPorts(c.protocolNumber)) c.srcNatPort = gcpPort(flow["nat_port"]);
  c.caller = gcpCaller(endpoint, objectOf(payload["vpc"]));
  c.vendorDirection = isObject(destination["instance"]) ? "internal" : "outbound";
  c.action = status === "OK" ? "allowed" : status === "DROPPED" ? "denied" : "unknown";
  c.engineRule = textOf(gateway["gateway_name"]);
  if (status === "DROPPED") c.engineReason = "No address and port of the gateway was free.";
  return c;
}
