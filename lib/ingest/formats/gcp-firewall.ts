import type { Action } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat } from "../format";
import { type GcpEntry, gcpCaller, gcpConnection, gcpLog, objectOf } from "../readers/gcp-entry";
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

function readDecision(entry: GcpEntry): Outcome {
  const c = gcpConnection(entry);
  if (c instanceof Reject) return c;
  const { payload } = entry;
  const rule = objectOf(payload["rule_details"]);
  const own = { instance: objectOf(payload["instance"]), vpc: objectOf(payload["vpc"]) };
  const remote = { instance: objectOf(payload["remote_instance"]), vpc: objectOf(payload["remote_vpc"]) };
  const isEgress = textOf(rule["direction"])?.toUpperCase() === "EGRESS";
  const [src, dst] = isEgress ? [own, remote] : [remote, own];
  const isRemoteOurs = isObject(payload["remote_instance"]) || isObject(payload["remote_vpc"]);
  c.srcHost = canonicalHost(textOf(src.instance["vm_name"]) ?? "");
  c.caller = gcpCaller(src.instance, src.vpc);
  c.vendorDirection = isRemoteOurs ? "internal" : isEgress ? "outbound" : "inbound";
  c.action = actions[textOf(payload["disposition"])?.toUpperCase() ?? ""] ?? "unknown";
  c.engineRule = textOf(rule["reference"]);
  const host = canonicalHost(textOf(dst.instance["vm_name"]) ?? "");
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "log";
  }
  return c;
}
