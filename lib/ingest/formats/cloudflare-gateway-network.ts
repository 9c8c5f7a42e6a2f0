import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import {
  detectGateway,
  gatewayAction,
  gatewayAddress,
  gatewayPersonal,
  gatewayPort,
  gatewayReader,
  readGatewayClient,
} from "../readers/cloudflare-gateway";
import { type JsonObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const cloudflareGatewayNetwork = defineFormat({
  id: "cloudflare-gateway-network",
  name: "Cloudflare Gateway network",
  reference: "https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/account/gateway_network/",
  guide: "cloudflare-gateway",
  counts: "no bytes: the log holds none",
  kinds: ["connection"],
  engine: true,
  personal: gatewayPersonal,
  detect: detectGateway("Transport", isSession),
  open: () => gatewayReader(isSession, toConnection),
});

function isSession(object: JsonObject): boolean {
  return (
    "Datetime" in object && "Action" in object && ("Transport" in object || "TransportProtocol" in object) && !("HTTPMethod" in object)
  );
}

function toConnection(record: JsonObject, time: number): Outcome {
  const dstIp = gatewayAddress(record["DestinationIP"]);
  const sni = canonicalHost(textOf(record["SNI"]) ?? "");
  if (dstIp === undefined && sni === undefined) return new Reject("DestinationIP: absent, and SNI as well");
  const transport = textOf(record["TransportProtocol"] ?? record["Transport"])?.toLowerCase();
  const detected = textOf(record["DetectedProtocol"])?.toLowerCase();
  const c: Connection = {
    kind: "connection",
    startTime: time,
    loggedTime: time,
    ...readGatewayClient(record),
    ...(sni !== undefined && { dstHost: sni, dstHostOrigin: "sni", tls: { sni } }),
    dstIp,
    dstPort: gatewayPort(record["DestinationPort"]),
    dstNatIp: gatewayAddress(record["OverrideIP"]),
    ...readProtocol(transport === "quic" ? "udp" : transport),
    application: detected === undefined || detected === "unknown" ? (transport === "quic" ? "quic" : undefined) : detected,
    action: gatewayAction(textOf(record["Action"])),
    engineRule: textOf(record["PolicyName"]),
    engineRuleId: textOf(record["PolicyID"]),
    sessionId: textOf(record["SessionID"]),
  };
  if (c.dstNatIp !== undefined) c.dstNatPort = gatewayPort(record["OverridePort"]);
  return c;
}
