import { canonicalAddress } from "../../model/address";
import type { Connection, DnsAnswer } from "../../model/connection";
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
import { dnsResponseCode, dnsType } from "../readers/dns-names";
import { integerOf, isObject, type JsonObject, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const cloudflareGatewayDns = defineFormat({
  id: "cloudflare-gateway-dns",
  name: "Cloudflare Gateway DNS",
  reference: "https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/account/gateway_dns/",
  guide: "cloudflare-gateway",
  counts: "no bytes: the log holds none but the query's size",
  kinds: ["query"],
  engine: true,
  personal: gatewayPersonal,
  detect: detectGateway("ResolverDecision", isQuery),
  open: () => gatewayReader(isQuery, toConnection),
});

function isQuery(object: JsonObject): boolean {
  return "Datetime" in object && "QueryName" in object && "SrcIP" in object;
}

function toConnection(record: JsonObject, time: number): Outcome {
  const question = textOf(record["QueryName"]);
  if (question === undefined) return new Reject("QueryName: absent");
  const answers = readAnswers(record);
  const durationMs = integerOf(record["ResponseTimeMs"]);
  const c: Connection = {
    kind: "query",
    startTime: time,
    endTime: durationMs === undefined ? undefined : time + durationMs,
    loggedTime: time,
    durationMs,
    ...readGatewayClient(record),
    dstIp: gatewayAddress(record["DstIP"]),
    dstPort: gatewayPort(record["DstPort"]),
    ...way(textOf(record["Protocol"])?.toLowerCase()),
    dns: {
      question: canonicalHost(question) ?? question.toLowerCase().replace(/(.)\.$/, "$1"),
      type: (textOf(record["QueryTypeName"]) ?? dnsType(integerOf(record["QueryType"])))?.toUpperCase(),
      responseCode: dnsResponseCode(integerOf(record["RCode"])),
      answers: answers.length > 0 ? answers : undefined,
    },
    bytesOut: integerOf(record["QuerySize"]) || undefined,
    action: gatewayAction(textOf(record["ResolverDecision"])),
    engineRule: textOf(record["PolicyName"]),
    engineRuleId: textOf(record["PolicyID"]),
    engineReason: textOf(record["ResolverDecision"]),
    sessionId: textOf(record["QueryID"]),
  };
  if (c.dns?.responseCode !== undefined) c.answered = true;
  return c;
}

/** A query over TLS or HTTPS is seen as that on the way. */
function way(protocol: string | undefined): Pick<Connection, "protocol" | "protocolNumber" | "application"> {
  if (protocol === "udp" || protocol === "tcp") return { ...readProtocol(protocol), application: "dns" };
  if (protocol === "https" || protocol === "doh") return { ...readProtocol("tcp"), application: "https" };
  return { ...(protocol === "tls" || protocol === "dot" ? readProtocol("tcp") : {}), application: "dns" };
}

/** Whole records where the job has them, else names and addresses alone. */
function readAnswers(record: JsonObject): DnsAnswer[] {
  const whole = readRecords(record["ResourceRecordsJSON"]);
  if (whole.length > 0) return whole;
  const list = (key: string): string[] => (Array.isArray(record[key]) ? record[key].flatMap((value) => textOf(value) ?? []) : []);
  return [
    ...list("CNAMEs").map((name) => ({ type: "CNAME", data: withoutDot(name) })),
    ...list("ResolvedIPs").flatMap((text) => {
      const data = canonicalAddress(text);
      return data === undefined ? [] : [{ type: data.includes(":") ? "AAAA" : "A", data }];
    }),
  ];
}

function readRecords(value: unknown): DnsAnswer[] {
  let list: unknown;
  try {
    list = typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list.slice(0, 256).flatMap((answer) => {
    const data = isObject(answer) ? textOf(answer["rdata"]) : undefined;
    if (!isObject(answer) || data === undefined) return [];
    return [
      {
        name: canonicalHost(textOf(answer["name"]) ?? ""),
        type: textOf(answer["type"])?.toUpperCase(),
        data: canonicalAddress(data) ?? withoutDot(data),
        ttl: integerOf(answer["ttl"]),
      },
    ];
  });
}

const withoutDot = (text: string): string => (text.length > 1 && text.endsWith(".") ? text.slice(0, -1) : text);
