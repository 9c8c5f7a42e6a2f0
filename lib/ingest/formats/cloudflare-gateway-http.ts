import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
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
import { integerOf, type JsonObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const cloudflareGatewayHttp = defineFormat({
  id: "cloudflare-gateway-http",
  name: "Cloudflare Gateway HTTP",
  reference: "https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/account/gateway_http/",
  guide: "cloudflare-gateway",
  counts: "no bytes: the log holds none",
  kinds: ["request"],
  engine: true,
  personal: gatewayPersonal,
  detect: detectGateway("HTTPMethod", isRequest),
  open: () => gatewayReader(isRequest, toConnection),
});

function isRequest(object: JsonObject): boolean {
  return "Datetime" in object && "Action" in object && ("HTTPMethod" in object || "HTTPHost" in object);
}

function toConnection(record: JsonObject, time: number): Outcome {
  const url = textOf(record["URL"]);
  const parts = url === undefined ? undefined : splitUrl(url);
  const asked = canonicalHost(splitUrl(textOf(record["HTTPHost"]) ?? "")?.host ?? "");
  const named = asked ?? canonicalHost(parts?.host ?? "");
  const dstIp = gatewayAddress(record["DestinationIP"]) ?? canonicalAddress(parts?.host ?? "");
  if (named === undefined && dstIp === undefined) return new Reject("HTTPHost: absent, and URL and DestinationIP as well");
  const certificate = textOf(record["UntrustedCertificateAction"]);
  const c: Connection = {
    kind: "request",
    startTime: time,
    loggedTime: time,
    ...readGatewayClient(record),
    ...(named !== undefined && { dstHost: named, dstHostOrigin: asked === undefined ? "url" : "host-header" }),
    dstIp,
    dstPort: gatewayPort(record["DestinationPort"]) ?? parts?.port ?? ports[parts?.scheme ?? ""],
    // Version 3 runs over QUIC (RFC 9114).
    ...(/3/.test(textOf(record["HTTPVersion"]) ?? "") ? { protocol: "udp", protocolNumber: 17 } : { protocol: "tcp", protocolNumber: 6 }),
    application: "http",
    method: textOf(record["HTTPMethod"]),
    url,
    // Zero is what stands where nothing was returned.
    status: integerOf(record["HTTPStatusCode"]) || undefined,
    userAgent: textOf(record["UserAgent"]),
    referrer: textOf(record["Referer"]),
    action: gatewayAction(textOf(record["Action"])),
    engineRule: textOf(record["PolicyName"]),
    engineRuleId: textOf(record["PolicyID"]),
    engineReason: reason(record),
    sessionId: textOf(record["SessionID"]),
  };
  if (certificate !== undefined && certificate !== "none") c.tls = { validation: `untrusted: ${certificate}` };
  // The status is what Gateway gave to the user, of its own for what it blocked.
  if (c.action === "allowed" && c.status !== undefined && c.status < 500) c.answered = true;
  return c;
}

const ports: Record<string, number> = { http: 80, https: 443 };

function reason(record: JsonObject): string | undefined {
  const file = textOf(record["BlockedFileReason"]);
  return file === undefined || file === "unknown" ? undefined : file;
}
