import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { Internal } from "../../model/internal";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { isReply } from "../readers/flow-reply";
import { type GcpEntry, gcpCaller, gcpLog, gcpPort, objectOf } from "../readers/gcp-entry";
import { integerOf, isObject, type JsonObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";
import { readIsoTime } from "../readers/time";

export const gcpVpcflow = defineFormat({
  id: "gcp-vpcflow",
  name: "Google Cloud VPC flow logs",
  reference: "https://cloud.google.com/vpc/docs/about-flow-logs-records",
  guide: "google-cloud",
  counts: "IP packets with their headers, one way, estimated from sampled packets",
  sampled: "Google Cloud samples packets, and may keep a share of the flows; its records do not say which",
  kinds: ["connection"],
  engine: false,
  options: { internal: "Your own prefixes: they tell an answer from a request where the record describes neither end." },
  ...gcpLog(
    "vpc_flows",
    (p) => isObject(p["connection"]) && p["reporter"] !== undefined,
    ({ internal }) => {
      const own = new Internal(internal);
      return (entry) => readFlow(entry, own);
    },
  ),
});

function readFlow({ payload, time }: GcpEntry, own: Internal): Outcome {
  const flow = objectOf(payload["connection"]);
  const src = endOf(payload, "src", flow["src_ip"], flow["src_port"], own);
  if (src.ip === undefined) return new Reject("jsonPayload.connection.src_ip: no address.");
  const dst = endOf(payload, "dest", flow["dest_ip"], flow["dest_port"], own);
  if (dst.ip === undefined) return new Reject("jsonPayload.connection.dest_ip: no address.");
  const protocol = readProtocol(textOf(flow["protocol"]));
  const ports = protocol.protocolNumber === undefined || hasPorts(protocol.protocolNumber);
  const srcPort = ports ? src.port : undefined;
  const dstPort = ports ? dst.port : undefined;
  const reply = isReply(srcPort ?? 0, dstPort ?? 0, protocol.protocolNumber ?? -1, -1, src.isOurs, dst.isOurs, false);
  const [initiator, responder] = reply ? [dst, src] : [src, dst];
  const bytes = integerOf(payload["bytes_sent"]);
  const packets = integerOf(payload["packets_sent"]);
  const c: Connection = {
    kind: "connection",
    startTime: readIsoTime(textOf(payload["start_time"]) ?? ""),
    endTime: readIsoTime(textOf(payload["end_time"]) ?? ""),
    loggedTime: time,
    srcIp: initiator.ip,
    srcPort: reply ? dstPort : srcPort,
    srcHost: initiator.name,
    caller: initiator.caller,
    dstIp: responder.ip,
    dstPort: reply ? srcPort : dstPort,
    ...protocol,
    vendorDirection: initiator.isOurs ? (responder.isOurs ? "internal" : "outbound") : responder.isOurs ? "inbound" : "external",
  };
  if (reply) [c.bytesIn, c.packetsIn, c.reply, c.answered] = [bytes, packets, true, true];
  else [c.bytesOut, c.packetsOut] = [bytes, packets];
  const host = responder.name ?? responder.service;
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "log";
  }
  // An answer is a record of its own, and what one of our machines sent to another its host has told.
  if (reply || (src.isOurs && textOf(payload["reporter"])?.startsWith("DEST"))) c.twin = true;
  return c;
}

interface End {
  ip?: string;
  port?: number;
  /** Of the virtual machine. */
  name?: string;
  /** Of a service of Google's. */
  service?: string;
  caller?: Connection["caller"];
  isOurs: boolean;
}

function endOf(p: JsonObject, side: "src" | "dest", address: unknown, port: unknown, own: Internal): End {
  const ip = canonicalAddress(textOf(address) ?? "");
  const instance = objectOf(p[`${side}_instance`]);
  const vpc = objectOf(p[`${side}_vpc`]);
  const gke = objectOf(p[`${side}_gke_details`]);
  const service = canonicalHost(textOf(objectOf(p[`${side}_google_service`])["service_name"]) ?? "");
  return {
    ip,
    port: gcpPort(port),
    name: canonicalHost(textOf(instance["vm_name"]) ?? ""),
    service: service?.includes(".") ? service : undefined,
    caller: gcpCaller(instance, vpc, gke),
    isOurs: isObject(p[`${side}_instance`]) || isObject(p[`${side}_vpc`]) || (ip !== undefined && own.has(ip)),
  };
}
